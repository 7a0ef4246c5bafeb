/** How well people are served, and surges, in English. */
export const serviceWords = {
  service: {
    title: 'Service',
    choose: 'Which days',
    faults: (names: string) => `This is none of what the page knows, and was left out: ${names}.`,
    ofHumans: 'Of issues that people wrote; what programs and campaigns opened is left out.',
    contents: 'On this page',
    share: (percent: string) => `${percent} %`,
    shareOf: (percent: string, part: string, whole: string) => `${percent} %: ${part} of ${whole}.`,
    nothing: 'Nothing in these days.',
    day: 'Day',
    backlog: {
      title: 'Backlog',
      name: 'Open issues',
      description: (first: string, last: string, open: string) =>
        `A line of the issues that were open at the end of each day from ${first} to ${last}, when there were ${open}.`,
      lead: 'Issues that were open when the day ended.',
    },
    reopenings: {
      title: 'Reopened',
      lead: 'Of the issues opened in these days and closed at least once, those that were opened again.',
      type: 'Type',
      rate: 'Reopened',
      closed: 'Issues closed',
      reopened: 'Of them reopened',
      description: 'Bars for each type: how many of a hundred closed issues were opened again.',
    },
    contacts: {
      product: 'Contacts per 100 orders, by product',
      category: 'Contacts per 100 orders, by category',
      heads: { product: 'Product', category: 'Category' },
      rate: 'Per 100 orders',
      contacts: 'Issues',
      orders: 'Orders',
      lead: 'Issues of these days that name an order with it, beside the orders of these days that count by the shop’s rules. The 50 that most issues are about.',
      description: 'Bars for each, of the issues that come with a hundred orders.',
    },
    goodwill: {
      title: (currency: string) => `Goodwill by type, ${currency}`,
      head: 'Type',
      amount: 'Amount',
      certificates: 'Certificates',
      lead: 'What gift certificates for issues came to when they were issued, without void ones. One for an issue with two types counts in both lines.',
      none: 'No certificate was given for an issue in these days.',
      description: (currency: string) => `Bars for each type: the worth of certificates in ${currency}.`,
    },
    csat: {
      title: 'What customers say',
      lead: 'Answers to the question at closing: the better half of the choices is good, the worse is bad.',
      head: 'Answer',
      answers: 'Answers',
      share: 'Share',
      description: 'Bars for good, middling and bad answers.',
    },
    load: {
      title: 'When customers write and call',
      head: 'Weekday',
      lead: (zone: string) => `Interactions of customers by weekday and hour of ${zone}.`,
      description: (day: string, hour: string, n: string) =>
        `Seven lines for the weekdays with 24 hours each, the darker the more. The most came on ${day} from ${hour}: ${n}.`,
    },
  },
  surges: {
    title: 'Surging now',
    text: (type: string, times: string, since: string) => `“${type}” has ${times} times the usual since ${since}`,
    textNew: (type: string, since: string) => `“${type}” is far above the usual since ${since}`,
    numbers: (n: string, usual: string) => `${n} issues, usually ${usual}`,
    dismiss: 'Dismiss',
    dismissOf: (type: string) => `Dismiss the surge of ${type}`,
    flash: { 'surge.dismiss': 'The surge is dismissed', 'surge.show': 'The surge is shown again' } as Partial<
      Record<string, string>
    >,
  },
}
