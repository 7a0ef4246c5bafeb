import type { operationWords as en } from '../en-operation.ts'

/** The audit and keeping mail, in German. */
export const operationWords: typeof en = {
  audit: {
    title: 'Protokoll',
    hint: 'Wer sich angemeldet und wer was geändert hat, als Datei zum Aufbewahren an anderer Stelle.',
    lead: 'Alles, was hier getan wurde, mit wem und wann, je eine Zeile JSON. Anmeldungen bleiben ein Jahr, Änderungen für immer.',
    part: 'Was',
    parts: { all: 'Alles', settings: 'Nur Einstellungen', 'sign-ins': 'Nur Anmeldungen' } as Readonly<
      Record<string, string>
    >,
    from: 'Von',
    to: 'Bis',
    save: 'Als Datei speichern',
    signIns: 'Letzte Anmeldungen',
    none: 'Niemand hat sich angemeldet, seit es aufgeschrieben wird.',
    who: 'Wer',
    nobody: 'eine unbekannte Adresse',
    outcome: 'Ergebnis',
    way: 'Mit',
    ip: 'Von wo',
    when: 'Wann',
    ways: { password: 'Passwort', second_step: 'zweitem Schritt', provider: 'Identitätsanbieter' },
    outcomes: {
      in: 'angemeldet',
      'second step': 'nach dem zweiten Schritt gefragt',
      wrong: 'falsches Passwort',
      'wrong code': 'falscher Code',
      again: 'kam zu spät',
      locked: 'für eine Weile gesperrt',
      deactivated: 'abgeschaltetes Konto',
      unknown: 'hat hier kein Konto',
      'foreign domain': 'fremde Domain',
      unverified: 'ungeprüfte Adresse',
      away: 'Anbieter nicht erreichbar',
      failed: 'gescheitert',
    } as Readonly<Record<string, string>>,
  },
  keeping: {
    title: 'Aufbewahrung',
    menuHint: 'Wie lange die Rohdaten von E-Mails bleiben, wenn nichts mehr offen ist.',
    lead: 'Jede E-Mail bleibt, wie sie kam, Byte für Byte. Über Jahre ist das der größte Teil der Datenbank.',
    months: 'Rohdaten einer E-Mail löschen',
    forGood: 'nie',
    after: (months: number) => `${months} Monate nach dem Schließen ihres letzten Vorgangs`,
    hint: 'Geprüft wird jede Nacht. Gelöschtes kommt nicht wieder, auch nicht durch „rückgängig“.',
    goes: 'Was geht',
    goesWhat:
      'Der Quelltext der E-Mail mit allen Kopfzeilen, der Nachweis ihrer Signaturen und das erneute Lesen mit einer neueren Version.',
    stays: 'Was bleibt',
    staysWhat:
      'Was darin stand, von wem und wann, ihre Dateien, ihre Bewertung, ihre Vorgänge. Offene, zurückgehaltene und gescheiterte E-Mails bleiben ganz.',
    save: 'Speichern',
  },
}
