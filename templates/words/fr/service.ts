import type { serviceWords as en } from '../en-service.ts'

/** How well people are served, and surges, in French. */
export const serviceWords: typeof en = {
  service: {
    title: 'Qualité de service',
    choose: 'Quels jours',
    faults: (names: string) => `La page ne connaît pas ceci, et l’a ignoré : ${names}.`,
    ofHumans: 'Des demandes écrites par des gens ; ce qu’ont ouvert programmes et campagnes est laissé de côté.',
    share: (percent: string) => `${percent}\u202f%`,
    day: 'Jour',
    waits: {
      title: 'Combien de temps les gens attendent',
      lead: 'La médiane est ce qu’a attendu au plus la moitié d’entre eux, le 90e centile ce qu’ont attendu au plus neuf sur dix ; à l’horloge, et dans les heures où la boîte est ouverte.',
      what: 'Délai',
      names: {
        firstResponse: 'Première réponse',
        nextResponse: 'Plus longue réponse suivante',
        resolution: 'Jusqu’à la fermeture',
      },
      heads: ['Médiane', '90e centile', 'Médiane, heures ouvrées', '90e, heures ouvrées'],
      issues: 'Demandes',
      measure: 'Ci-dessous, le délai de',
      by: 'par',
      dimensions: { type: 'Type', mailbox: 'Boîte', group: 'Groupe', rep: 'Agent' },
      from: 'Du',
      over: (measure: string) => `${measure}, au fil du temps`,
      overOf: (measure: string) =>
        `Deux lignes au fil du temps : la médiane et, en tirets, le 90e centile. ${measure}.`,
      lines: (measure: string, by: string) => `${measure}, par ${by.toLowerCase()}`,
      linesOf: (measure: string) => `Barres de la médiane. ${measure}.`,
    },
    backlog: {
      title: 'Stock en cours',
      name: 'Demandes ouvertes',
      description: (first: string, last: string, open: string) =>
        open === '0' || open === '1'
          ? `Une ligne des demandes ouvertes à la fin de chaque jour du ${first} au ${last}, où il y en avait ${open}.`
          : `Une ligne des demandes ouvertes à la fin de chaque jour du ${first} au ${last}, où elles étaient ${open}.`,
      lead: 'Demandes qui étaient ouvertes à la fin du jour.',
    },
    reopenings: {
      title: 'Rouvertes',
      lead: 'Parmi les demandes ouvertes dans ces jours et fermées au moins une fois, celles qui ont été rouvertes.',
      type: 'Type',
      rate: 'Taux de réouverture',
      closed: 'Demandes fermées',
      reopened: 'Rouvertes',
      description: 'Barres par type : combien de demandes fermées sur cent ont été rouvertes.',
    },
    contacts: {
      product: 'Demandes pour 100 commandes, par produit',
      category: 'Demandes pour 100 commandes, par catégorie',
      heads: { product: 'Produit', category: 'Catégorie' },
      rate: 'Pour 100 commandes',
      contacts: 'Demandes',
      orders: 'Commandes',
      lead: 'Demandes de ces jours qui nomment une commande le contenant, à côté des commandes de ces jours qui comptent selon les règles de la boutique. Les 50 qui donnent lieu au plus de demandes.',
      description: 'Barres pour chacun, des demandes qui viennent avec cent commandes.',
    },
    goodwill: {
      title: (currency: string) => `Gestes commerciaux par type, ${currency}`,
      head: 'Type',
      amount: 'Montant',
      certificates: 'Chèques-cadeaux',
      lead: 'Ce que valaient à leur émission les chèques-cadeaux pour des demandes, sans les annulés. Celui d’une demande à deux types compte dans les deux lignes.',
      description: (currency: string) => `Barres par type : la valeur des chèques-cadeaux en ${currency}.`,
    },
    csat: {
      title: 'Ce que disent les clients',
      lead: 'Réponses à la question à la fermeture : la meilleure moitié des choix est bonne, la pire mauvaise.',
      head: 'Réponse',
      answers: 'Réponses',
      share: 'Part',
      description: 'Barres pour les réponses bonnes, moyennes et mauvaises.',
    },
    load: {
      title: 'Quand les clients écrivent et appellent',
      head: 'Jour de la semaine',
      lead: (zone: string) => `Contacts des clients par jour de la semaine et heure de ${zone}.`,
      description: (day: string, hour: string, n: string) =>
        `Sept lignes pour les jours de la semaine, de 24 heures chacune, d’autant plus sombres qu’il y en a. Le plus : ${day} à partir de ${hour}, ${n}.`,
    },
  },
  surges: {
    title: 'En forte hausse',
    text: (type: string, times: string, since: string) => `« ${type} » : ${times} fois l’habituel · ${since}`,
    textNew: (type: string, since: string) => `« ${type} » dépasse de loin l’habituel · ${since}`,
    numbers: (n: string, usual: string) =>
      n === '1' ? `1 demande, d’habitude ${usual}` : `${n} demandes, d’habitude ${usual}`,
    dismiss: 'Écarter',
    dismissOf: (type: string) => `Écarter la hausse de ${type}`,
    flash: { 'surge.dismiss': 'La hausse est écartée', 'surge.show': 'La hausse est de nouveau affichée' },
  },
}
