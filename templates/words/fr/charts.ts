import type { chartsWords as en } from '../en-charts.ts'

/** What every chart and the table beside it say, in French. */
export const chartsWords: typeof en = {
  charts: {
    number: 'Nombre',
    before: 'Avant',
    periodBefore: 'La période précédente',
    difference: 'Différence',
    change: 'Évolution',
    total: 'Total',
    asTable: 'Les nombres en tableau',
    counting: 'Calcul en cours…',
    whole: 'Tous les nombres sur une page, ce qui prend un moment',
    notCounted: 'Cela n’a pas pu être compté.',
    again: 'Réessayer',
    none: 'Rien dans ces jours.',
    first: (bars: number) =>
      bars === 1
        ? 'La première barre est dessinée ; le tableau a tout.'
        : `Les ${bars} premières sont dessinées ; le tableau a tout.`,
  },
}
