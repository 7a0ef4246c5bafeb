import type { reportsWords as en } from '../en-reports.ts'

/** What became of letters, and what mailboxes answer by themselves, in German. */
export const reportsWords: typeof en = {
  reports: { delayed: 'Unterwegs verzögert' },
  acknowledgements: {
    title: 'Bestätigungen',
    lead: 'Wer zum ersten Mal an ein Postfach schreibt, kann sofort eine kurze Antwort bekommen: höchstens eine am Tag, nie an Programme und nichts aus der eigenen E-Mail darin.',
    on: 'E-Mails an dieses Postfach bestätigen',
    subject: 'Betreff',
    subjectHint: 'Leer: „We have your mail“',
    text: 'Text',
    save: 'Speichern',
    saved: 'Gespeichert.',
    stopped: 'Vorerst angehalten',
    stoppedLead:
      'Von diesen kam so viel, dass uns vielleicht eine Maschine antwortet. Sie bekommen eine Stunde lang keine Bestätigung.',
    stoppedLine: (mails, until) =>
      `${mails === 1 ? '1 E-Mail' : `${mails} E-Mails`} in zehn Minuten; angehalten bis ${until}`,
  },
}
