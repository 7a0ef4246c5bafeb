import type { chartsWords as en } from '../en-charts.ts'

/** What every chart and the table beside it say, in Spanish. */
export const chartsWords: typeof en = {
  charts: {
    number: 'Número',
    before: 'Antes',
    periodBefore: 'El periodo anterior',
    difference: 'Diferencia',
    change: 'Variación',
    total: 'En total',
    asTable: 'Los números en una tabla',
    counting: 'Contando…',
    whole: 'Todos los números en una página, lo que tarda un poco',
    notCounted: 'Esto no se pudo contar.',
    again: 'Intentar de nuevo',
    none: 'Nada en estos días.',
    first: (bars) =>
      bars === 1
        ? 'Se dibuja la primera; la tabla tiene todas.'
        : `Se dibujan las ${bars} primeras; la tabla tiene todas.`,
  },
}
