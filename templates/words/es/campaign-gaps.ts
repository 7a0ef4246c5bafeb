import type { campaignGapsWords as en } from '../en-campaign-gaps.ts'

/** What is off in a campaign unless somebody wants it, and bulk voiding, in Spanish. */
export const campaignGapsWords: typeof en = {
  archivePage: {
    lead: (from, day) => `Una carta de ${from}, ${day}.`,
    note: 'Esta es la copia para todo el mundo: sin nombres ni códigos, y con enlaces que no hacen nada.',
    letter: 'La carta',
  },
  campaignOptions: {
    title: 'Desactivado salvo que usted lo quiera',
    archive: 'Copia pública de la carta',
    archiveHint:
      'Quien tenga su enlace lee la carta sin nombres ni códigos. En el texto, el enlace es {{ archive_url }}.',
    archiveAt: 'Su enlace:',
    archiveWaits: 'Se abre cuando salen las primeras cartas.',
    tracking: 'Contar aperturas y clics',
    trackingHint:
      'Los enlaces pasan por aquí y una imagen avisa de la apertura. En muchos países hace falta el consentimiento de cada lector. Nunca los enlaces de baja, y nada se decide por ello.',
    trackingFrozen: 'Decidido antes de lanzarla.',
    save: 'Guardar',
    opened: 'Abrieron',
    clicked: 'Hicieron clic',
    machines: (n) => (n === '1' ? 'y 1 máquina' : `y ${n} máquinas`),
    trackingNote:
      'Aperturas y clics cuentan a cada persona una vez. Las máquinas van aparte: peticiones HEAD, comprobadores e intermediarios de imágenes conocidos, en los 10 segundos tras el envío, o todos los enlaces a la vez. Algunas máquinas parecen personas, y a quien bloquea las imágenes no se le ve: tome estos números como indicios.',
  },
  voidAll: {
    link: 'Anular los vales sin gastar',
    title: 'Anular los vales sin gastar de esta campaña',
    lead: (count, sum) =>
      count === '1'
        ? `1 vale que aún vale algo, ${sum} en total. Lo gastado, gastado queda.`
        : `${count} vales que aún valen algo, ${sum} en total. Lo gastado, gastado queda.`,
    forever: 'Esto no se puede deshacer. No se avisa a sus dueños.',
    none: 'Ninguno de sus vales vale ya nada.',
    reason: 'Motivo',
    count: (n) => `Escriba ${n} para confirmar`,
    wrongCount: (n) => `Escriba ${n}, el número de vales: puede haber cambiado desde que usted miró.`,
    noReason: 'Dé un motivo: queda anotado en cada vale.',
    button: 'Anularlos',
  },
  liabilityCsv: 'En CSV',
  resend: {
    button: 'Enviar el código de nuevo',
    hint: 'Sale una carta nueva a su dueño con el mismo código, tras los segundos habituales para retirarla.',
  },
}
