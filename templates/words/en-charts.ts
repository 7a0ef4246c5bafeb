/** What every chart and the table beside it say, in English. */
export const chartsWords = {
  charts: {
    number: 'Number',
    before: 'Before',
    periodBefore: 'The period before',
    difference: 'Difference',
    change: 'Change',
    total: 'Total',
    asTable: 'The numbers as a table',
    none: 'Nothing in these days.',
    first: (bars: number) => `Drawn are the first ${bars}; the table has all.`,
  },
}
