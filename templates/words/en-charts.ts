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
    counting: 'Counting…',
    whole: 'All numbers on one page, which takes its time',
    notCounted: 'This could not be counted.',
    again: 'Try again',
    none: 'Nothing in these days.',
    first: (bars: number) => `Drawn are the first ${bars}; the table has all.`,
  },
}
