import type { reportsWords as en } from '../en-reports.ts'

/** What became of letters, and what mailboxes answer by themselves, in Spanish. */
export const reportsWords: typeof en = {
  reports: { delayed: 'Con retraso en el camino' },
  acknowledgements: {
    title: 'Acuses de recibo',
    lead: 'Quien escribe por primera vez a un buzón puede recibir enseguida una respuesta breve: una al día como mucho, nunca a programas, y sin nada de su propio correo.',
    on: 'Acusar recibo del correo a este buzón',
    subject: 'Asunto',
    subjectHint: 'Vacío: «We have your mail»',
    text: 'Texto',
    save: 'Guardar',
    saved: 'Guardado.',
    stopped: 'Parados por ahora',
    stoppedLead:
      'De estas direcciones llegó tanto que quizá nos responda una máquina. No reciben acuse durante una hora.',
    stoppedLine: (mails, until) =>
      `${mails === 1 ? '1 correo' : `${mails} correos`} en diez minutos; parado hasta ${until}`,
  },
}
