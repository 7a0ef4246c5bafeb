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
  statistics: {
    title: 'Statistics',
    choose: 'Which days, and whose issues',
    origin: 'Issues that',
    origins: { human: 'people wrote', automatic: 'programs wrote', campaign: 'campaigns made', all: 'all' },
    order: 'Lines',
    orders: { most: 'the most first', name: 'by name' },
    asOffered: 'as usual',
    days: (from: string, to: string, zone: string) => `${from} to ${to}, days of ${zone}`,
    since: (from: string, zone: string) => `Since ${from}, days of ${zone}`,
    until: (to: string, zone: string) => `Until ${to}, days of ${zone}`,
    allDays: (zone: string) => `All days, those of ${zone}`,
    comparedWith: (from: string, to: string) => `compared with ${from} to ${to}`,
    notCompared: 'A time without beginning or end has none before it to compare with.',
    faults: (names: string) => `This is no statistic that there is, and was left out: ${names}.`,
    overTime: 'Issues opened, over time',
    overTimeOf: (sum: string, first: string, last: string) =>
      `${sum} issues opened from ${first} to ${last}, in stacked columns by what they came from.`,
    stretches: { day: 'Day', week: 'Week from', month: 'Month', year: 'Year' },
    most: (name: string, number: string) => `The most are ${name}: ${number}.`,
    lines: (n: number) => (n === 1 ? 'One line.' : `${n} lines.`),
    /** By the name of the statistic: its title and what a line of it is. */
    names: {
      issuesByType: { title: 'Issues by type', line: 'Type' },
      issuesByOrigin: { title: 'Issues by origin', line: 'Origin' },
      interactionsByOriginator: { title: 'Interactions by originator', line: 'Originator' },
      interactionsByChannel: { title: 'Interactions by channel', line: 'Channel' },
      interactionsByRep: { title: 'Interactions by rep', line: 'Rep' },
      actionsByInfoUsed: { title: 'Actions by information used', line: 'Information used' },
    } as Record<string, { title: string; line: string }>,
    notes: {
      issuesByType: 'An issue with two types counts in both lines.',
      issuesByOrigin: 'Of all issues, whatever is chosen above.',
      actionsByInfoUsed: 'What the reps need most. An action with two counts in both lines.',
    } as Record<string, string>,
  },
  ownNumbers: {
    title: 'My numbers',
    own: 'You',
    desk: 'The whole desk',
    what: 'What',
    lines: {
      answered: 'Letters to customers',
      closed: 'Issues closed',
      interactions: 'Interactions',
      firstResponse: 'First response, median in business hours',
    },
    verdicts: { good: 'Customers satisfied', middle: 'Customers undecided', bad: 'Customers not satisfied' } as Record<
      string,
      string
    >,
    days: 'Your interactions by day',
    daysSum: (sum: string, days: number) => `${sum} interactions in the last ${days} days, and as many days before.`,
    now: 'Last 30 days',
    before: 'The 30 days before',
    team: 'Team',
    columns: {
      name: 'Rep',
      answered: 'Letters',
      interactions: 'Interactions',
      closed: 'Closed',
      praised: 'Good',
      blamed: 'Bad',
    },
    teamNote: 'Good and bad: what customers said when they were asked at closing.',
  },
}
