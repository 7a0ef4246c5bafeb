import { commonWords, nameOf, randomFrom, tailWord, tailWords } from './desk-words.ts'

export type Query = Readonly<{ path: string; body?: object }>

const count = 200
const views = ['open', 'mine', 'unassigned', 'closed', 'all', 'look']
const types = ['Shipping', 'Damaged%20goods', 'Billing', 'Return', 'Question', 'Warranty', 'Praise', 'none']

/** 200 different requests of every kind for a desk of so many issues, with the budget of the design for each. */
export function deskQueries(issues: number): Record<string, { budget: number; queries: Query[] }> {
  const random = randomFrom(99)
  const one = (most: number) => 1 + Math.floor(random() * most)
  const times = (make: (n: number) => Query, most = count) => Array.from({ length: most }, (_, n) => make(n))
  const found = (q: string): Query => ({ path: `search?q=${encodeURIComponent(q)}` })
  const people = issues * 0.4
  const cursor = () =>
    Buffer.from(`${(Date.now() - one(1_000_000) * 30_000) * 1000}.${one(issues)}`).toString('base64url')
  return {
    list: {
      budget: 60,
      queries: times((n) => ({ path: `issues?view=${views[n % 6]}${n < 6 ? '' : `&cursor=${cursor()}`}` })),
    },
    'list by type and mailbox': {
      budget: 60,
      queries: times((n) => ({
        path: `issues?view=${views[n % 6]}&type=${types[n % 8]}&mailbox=${1 + (n % 3)}&cursor=${cursor()}`,
      })),
    },
    'list by a rare group or origin': {
      budget: 60,
      queries: times((n) => ({
        path: `api/v1/issues?limit=40&status=${n % 2 ? 'all' : 'closed'}&${n % 4 < 2 ? 'group=Recalls' : 'origin=campaign'}&cursor=${cursor()}`,
      })),
    },
    issue: { budget: 80, queries: times(() => ({ path: `issues/${one(issues)}` })) },
    'person strip (API)': { budget: 50, queries: times(() => ({ path: `api/v1/people/${one(people)}` })) },
    'person page': { budget: 80, queries: times(() => ({ path: `people/${one(people)}` })) },
    'search a rare word': { budget: 100, queries: times((n) => found(tailWord(tailWords - 1 - n * 97))) },
    'search a common word': {
      budget: 100,
      queries: times((n) => found(`${commonWords[n % commonWords.length]} ${n < 10 ? '' : tailWord(n)}`.trim()), count),
    },
    'search common words alone': {
      budget: 100,
      queries: times((n) => found(`${commonWords[n % 10]} -${tailWord(n)}`)),
    },
    'search a part of a word': { budget: 100, queries: times((n) => found(tailWord(n * 211).slice(1, 6))) },
    'search a part of a number': { budget: 100, queries: times((n) => found(String(1000 + n * 7))) },
    "search a person's name": {
      budget: 100,
      queries: times(() => {
        const { first, last } = nameOf(one(people))
        return found(`${first} ${last}`)
      }),
    },
    'search a phrase': {
      budget: 100,
      queries: times((n) =>
        found(`"order ${commonWords[n % 6]}" ${n % 3 ? '' : 'is:open'} before:202${n % 6}-0${1 + (n % 9)}`),
      ),
    },
    'who is it, by name (API)': {
      budget: 50,
      queries: times(() => {
        const { first, last } = nameOf(one(people))
        return { path: `api/v1/people/candidates?firstNames=${first}&lastName=${last.slice(0, -1)}` }
      }),
    },
    'front page': { budget: 80, queries: times(() => ({ path: '' }), 50) },
    'spent over (page)': {
      budget: 300,
      queries: times((n) => ({ path: `people/spent?over=${20 + n}&currency=EUR&days=3650` }), 20),
    },
    counters: { budget: 60, queries: times(() => ({ path: 'live' })) },
    'summary (API)': { budget: 60, queries: times(() => ({ path: 'api/v1/summary' })) },
    'bulk on 500 issues': {
      budget: 1000,
      queries: times(
        (n) => ({
          path: 'api/v1/issues/bulk',
          body: {
            ids: Array.from({ length: 500 }, (_, i) => 1 + ((issues * 20 - 500 * n - i) % issues)),
            assignee: 1 + (n % 9),
          },
        }),
        20,
      ),
    },
  }
}
