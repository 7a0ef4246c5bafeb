import type { partsWords as en } from '../en-parts.ts'

/** What a mail is beside its words, and mails within mails, in German. */
export const partsWords: typeof en = {
  marks: {
    signed: {
      smime: 'Unterschrieben (S/MIME), ungeprüft: Die Unterschrift ist aufbewahrt, niemand hat sie hier geprüft.',
      pgp: 'Unterschrieben (PGP), ungeprüft: Die Unterschrift ist aufbewahrt, niemand hat sie hier geprüft.',
    },
    encrypted: {
      smime:
        'Verschlüsselt (S/MIME): Hier nicht lesbar. Laden Sie sie herunter, wie sie kam, und öffnen Sie sie in einem Mailprogramm mit dem Schlüssel.',
      pgp: 'Verschlüsselt (PGP): Hier nicht lesbar. Laden Sie sie herunter, wie sie kam, und öffnen Sie sie in einem Mailprogramm mit dem Schlüssel.',
    },
    bareLineEnds:
      'Sie kam mit fehlerhaften Zeilenenden, wie manche alten Programme und manche Fälscher sie schreiben. Ihre Bytes sind aufbewahrt, wie sie kamen.',
    unpacked: (n) =>
      n === 1
        ? 'Eine Datei wurde aus ihrer winmail.dat ausgepackt.'
        : `${n} Dateien wurden aus ihrer winmail.dat ausgepackt.`,
    invitation: 'Einladung',
    untitled: '(kein Titel)',
    methods: (method) =>
      ({
        REQUEST: 'Einladung',
        CANCEL: 'Abgesagt',
        REPLY: 'Antwort auf eine Einladung',
        COUNTER: 'Anderer Termin vorgeschlagen',
        PUBLISH: 'Termin',
      })[method] ?? 'Kalender',
    starts: 'Beginn',
    ends: 'Ende',
    place: 'Ort',
    organiser: 'Veranstalter',
    uid: 'UID',
    noZone: '(keine Zeitzone)',
    notAnswered: 'Einladungen werden nicht von selbst beantwortet; die Datei steht unten.',
  },
  pictures: {
    show: 'Fremde Bilder zeigen',
    hint: 'Sie werden einmal geholt; der Absender erfährt, dass jemand die E-Mail geöffnet hat, nicht wer.',
  },
  message: {
    back: 'Zurück zum Gespräch',
    open: (name) => `${name} lesen`,
    unproved: 'Diese E-Mail kam als Datei in einer anderen. Wer sie anhängte, kann alles selbst geschrieben haben.',
    trouble: (why) => `Sie ließ sich nicht ganz lesen: ${why}.`,
  },
}
