import type { reportsWords as en } from '../en-reports.ts'

/** What became of letters, and what mailboxes answer by themselves, in French. */
export const reportsWords: typeof en = {
  reports: { delayed: 'Retardée en route' },
  acknowledgements: {
    title: 'Accusés de réception',
    lead: 'Qui écrit pour la première fois à une boîte peut recevoir aussitôt une courte réponse : au plus une par jour, jamais aux programmes, et rien de son propre e-mail dedans.',
    on: 'Accuser réception des e-mails à cette boîte',
    subject: 'Objet',
    subjectHint: 'Vide : « We have your mail »',
    text: 'Texte',
    save: 'Enregistrer',
    saved: 'Enregistré.',
    stopped: 'Arrêtés pour l’instant',
    stoppedLead:
      'Il en est tant venu de ces adresses qu’une machine nous répond peut-être. Elles ne reçoivent pas d’accusé pendant une heure.',
    stoppedLine: (mails: number, until: string) =>
      mails === 1
        ? `1 e-mail en dix minutes ; arrêté jusqu’au ${until}`
        : `${mails} e-mails en dix minutes ; arrêté jusqu’au ${until}`,
  },
}
