import type { numbersWords as en } from '../en-numbers.ts'

/** Statistics, one's own numbers, and the heads of all pages of reports, in French. */
export const numbersWords: typeof en = {
  reportTabs: {
    title: 'Rapports',
    label: 'Sortes de rapports',
    names: { mine: 'Mes chiffres', statistics: 'Statistiques', service: 'Qualité', lists: 'Listes' },
    leads: {
      mine: 'Ce que vous avez fait. Chaque nombre ouvre la liste qu’il compte.',
      statistics:
        'Ce qui est arrivé et ce qui a été fait, comparé à la période précédente. Chaque nombre ouvre la liste qu’il compte.',
      service: 'Comment les gens sont servis. Chaque nombre ouvre la liste qu’il compte.',
      lists: 'Des listes aux colonnes à trier et aux filtres à combiner, à regarder, à garder et à emporter.',
    },
  },
  statistics: {
    title: 'Statistiques',
    choose: 'Quels jours, et les demandes de qui',
    origin: 'Demandes',
    origins: {
      human: 'écrites par des gens',
      automatic: 'écrites par des programmes',
      campaign: 'créées par des campagnes',
      all: 'toutes',
    },
    order: 'Lignes',
    orders: { most: 'les plus nombreuses d’abord', name: 'par nom' },
    asOffered: 'comme d’habitude',
    days: (from: string, to: string, zone: string) => `du ${from} au ${to}, jours de ${zone}`,
    since: (from: string, zone: string) => `Depuis le ${from}, jours de ${zone}`,
    until: (to: string, zone: string) => `Jusqu’au ${to}, jours de ${zone}`,
    allDays: (zone: string) => `Tous les jours, ceux de ${zone}`,
    comparedWith: (from: string, to: string) => `comparé à la période du ${from} au ${to}`,
    notCompared: 'Une période sans début ou sans fin n’en a pas d’autre avant elle à comparer.',
    faults: (names: string) => `Ce n’est pas une statistique connue, elle a été ignorée : ${names}.`,
    overTime: 'Demandes ouvertes, au fil du temps',
    overTimeOf: (sum: string, first: string, last: string) =>
      sum === '1'
        ? `1 demande ouverte du ${first} au ${last}, en colonnes empilées selon l’origine.`
        : `${sum} demandes ouvertes du ${first} au ${last}, en colonnes empilées selon l’origine.`,
    stretches: { day: 'Jour', week: 'Semaine du', month: 'Mois', year: 'Année' },
    most: (name: string, number: string) => `En tête : ${name}, ${number}.`,
    lines: (n: number) => (n === 1 ? 'Une ligne.' : `${n} lignes.`),
    names: {
      issuesByType: { title: 'Demandes par type', line: 'Type' },
      issuesByOrigin: { title: 'Demandes par origine', line: 'Origine' },
      interactionsByOriginator: { title: 'Contacts par initiateur', line: 'Initiateur' },
      interactionsByChannel: { title: 'Contacts par voie', line: 'Voie' },
      interactionsByRep: { title: 'Contacts par agent', line: 'Agent' },
      actionsByInfoUsed: { title: 'Actions par information utilisée', line: 'Information utilisée' },
    },
    notes: {
      issuesByType: 'Une demande à deux types compte dans les deux lignes.',
      issuesByOrigin: 'De toutes les demandes, quel que soit le choix ci-dessus.',
      actionsByInfoUsed: 'Ce dont les agents ont le plus besoin. Une action qui en a deux compte dans les deux lignes.',
    },
  },
  ownNumbers: {
    title: 'Mes chiffres',
    own: 'Vous',
    desk: 'Toute l’équipe',
    what: 'Quoi',
    lines: {
      answered: 'Lettres aux clients',
      closed: 'Demandes fermées',
      interactions: 'Contacts',
      firstResponse: 'Première réponse, médiane en heures ouvrées',
    },
    verdicts: { good: 'Clients satisfaits', middle: 'Clients partagés', bad: 'Clients mécontents' },
    days: 'Vos contacts par jour',
    daysSum: (sum: string, days: number) =>
      `${sum === '0' || sum === '1' ? `${sum} contact` : `${sum} contacts`} dans les ${days} derniers jours, et autant de jours avant.`,
    now: '30 derniers jours',
    before: 'Les 30 jours d’avant',
    team: 'Équipe',
    columns: {
      name: 'Agent',
      answered: 'Lettres',
      interactions: 'Contacts',
      closed: 'Fermées',
      praised: 'Bon',
      blamed: 'Mauvais',
    },
    teamNote: 'Bon et mauvais : ce que les clients ont dit quand on le leur a demandé à la fermeture.',
  },
}
