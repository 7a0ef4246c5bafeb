import type { campaignGapsWords as en } from '../en-campaign-gaps.ts'

/** What is off in a campaign unless somebody wants it, in German. */
export const campaignGapsWords: typeof en = {
  archivePage: {
    lead: (from, day) => `Ein Brief von ${from}, ${day}.`,
    note: 'Dies ist die Fassung für alle: ohne Namen und Codes, und die Links bewirken nichts.',
    letter: 'Der Brief',
  },
  campaignOptions: {
    title: 'Aus, sofern Sie es nicht wünschen',
    archive: 'Öffentliche Fassung des Briefs',
    archiveHint: 'Wer den Link hat, liest den Brief ohne Namen und Codes. Im Text heißt der Link {{ archive_url }}.',
    archiveAt: 'Ihr Link:',
    archiveWaits: 'Sie öffnet sich, wenn die ersten Briefe hinausgehen.',
    tracking: 'Öffnungen und Klicks melden',
    trackingHint:
      'Links führen über dieses System, und ein Bild meldet das Öffnen. In vielen Ländern braucht das die Einwilligung jedes Lesers. Nie die Links zur Abmeldung, und nichts wird danach entschieden.',
    trackingFrozen: 'Vor dem Start festgelegt.',
    save: 'Speichern',
    opened: 'Geöffnet',
    clicked: 'Geklickt',
    machines: (n) => `und ${n} durch Maschinen`,
    trackingNote:
      'Geöffnet und geklickt zählen jede Person einmal. Maschinen stehen für sich: HEAD-Anfragen, bekannte Prüfer und Bild-Proxys, binnen 10 Sekunden nach dem Versand oder alle Links auf einmal. Manche Maschine wirkt wie ein Mensch, und wer Bilder sperrt, bleibt ungesehen: Nehmen Sie die Zahlen als Hinweise.',
  },
  voidAll: {
    link: 'Offene Gutscheine ungültig machen',
    title: 'Offene Gutscheine dieser Kampagne ungültig machen',
    lead: (count, sum) =>
      `${count} ${count === '1' ? 'Gutschein, der' : 'Gutscheine, die'} noch etwas wert ${count === '1' ? 'ist' : 'sind'}, zusammen ${sum}. Was ausgegeben ist, bleibt ausgegeben.`,
    forever: 'Das lässt sich nicht rückgängig machen. Die Besitzer erfahren es nicht.',
    none: 'Keiner ihrer Gutscheine ist noch etwas wert.',
    reason: 'Grund',
    count: (n) => `Tippen Sie zur Bestätigung ${n}`,
    wrongCount: (n) =>
      `Tippen Sie ${n}, die Zahl der Gutscheine: Sie kann sich geändert haben, seit Sie nachgesehen haben.`,
    noReason: 'Bitte nennen Sie einen Grund: Er steht in jedem Kontoblatt.',
    button: 'Ungültig machen',
  },
  liabilityCsv: 'Als CSV',
  resend: {
    button: 'Code noch einmal schicken',
    hint: 'Der Besitzer bekommt einen neuen Brief mit demselben Code, nach den üblichen Sekunden zum Zurückrufen.',
  },
}
