import type { hoursWords as en } from '../en-hours.ts'

/** When the desk is there, in French. */
export const hoursWords: typeof en = {
  hours: {
    title: 'Horaires',
    hint: 'Heures d’ouverture, jours fériés et fuseau horaire, d’après lesquels se comptent les attentes.',
    lead: 'Le temps qu’attendent les clients pour une première réponse, pour les suivantes et jusqu’à la fermeture compte de deux façons : à l’horloge, et dans les heures où vous êtes là.',
    zone: 'Fuseau horaire',
    zoneHint: 'Celui du service : ses jours y commencent à minuit, dans les rapports aussi.',
    week: 'Ouvert',
    weekHint: 'Comme 9-12:30, 13:30-18. Vide : fermé. Jour et nuit : 0-24.',
    days: {
      monday: 'Lundi',
      tuesday: 'Mardi',
      wednesday: 'Mercredi',
      thursday: 'Jeudi',
      friday: 'Vendredi',
      saturday: 'Samedi',
      sunday: 'Dimanche',
    },
    short: {
      ...{ monday: 'lun.', tuesday: 'mar.', wednesday: 'mer.', thursday: 'jeu.' },
      ...{ friday: 'ven.', saturday: 'sam.', sunday: 'dim.' },
    },
    closed: 'fermé',
    always: 'Jour et nuit',
    never: 'Jamais ouvert',
    holidays: 'Jours fériés',
    holidaysHint: 'Une date par ligne, comme 2026-12-25 : fermé toute la journée.',
    holidayCount: (n: number) => (n < 2 ? `${n} jour férié` : `${n} jours fériés`),
    save: 'Enregistrer et recalculer',
    wrongHours: (text: string) =>
      `« ${text} » ne sont pas des heures d’ouverture : écrivez-les comme 9-12:30, 13:30-18, dans l’ordre.`,
    wrongDate: (text: string) => `« ${text} » n’est pas une date, ou en est une de trop : écrivez-la comme 2026-12-25.`,
    wrongZone: (text: string) => `« ${text} » n’est pas un fuseau horaire : choisissez-en un dans la liste.`,
    mailboxes: 'Boîtes e-mail',
    mailboxesLead: 'Une boîte peut avoir ses propres horaires, par exemple si une autre équipe la lit.',
    sameAsDesk: 'comme ci-dessus',
    of: (address: string) => `Horaires de ${address}`,
    whose: 'Horaires',
    whoseNames: { desk: 'Ceux du service', own: 'Les siens' },
    back: 'Tous les horaires',
    left: (n: number, text: string) =>
      n < 2
        ? `Les attentes sont recalculées selon ces horaires : reste ${text} demande. Vous pouvez quitter cette page.`
        : `Les attentes sont recalculées selon ces horaires : restent ${text} demandes. Vous pouvez quitter cette page.`,
    flash: 'Les horaires sont enregistrés ; les attentes sont recalculées.',
  },
}
