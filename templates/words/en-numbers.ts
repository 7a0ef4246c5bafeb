/** Statistics, one's own numbers, and the heads of all pages of reports, in English. */
export const numbersWords = {
  reportTabs: {
    title: 'Reports',
    label: 'Kinds of reports',
    names: { mine: 'My numbers', statistics: 'Statistics', service: 'Service', lists: 'Lists' },
    leads: {
      mine: 'What you did. Every number opens the list that it counts.',
      statistics:
        'What came and what was done, compared with the period before. Every number opens the list that it counts.',
      service: 'How well people are served. Every number opens the list that it counts.',
      lists: 'Lists with columns to sort and filters to combine, to look at, to keep and to take along.',
    },
  },
}
