import type pg from 'pg'
import { commonWords, nameOf, tailWord, tailWords } from './desk-words.ts'
import { connectTo } from './soak-judge.ts'
import { median, percentile } from './statistics.ts'

export type BareTimes = Readonly<{ what: string; p50: number; p95: number }>

/** A statement by hand that reads or writes the rows of such a page and no more, over one connection. */
type Bare = Readonly<{ what: string; most: number; text: string; values: (n: number, issues: number) => unknown[] }>

const often = 200
/** What walks far into a table is asked seldom: it tells as much. */
const seldom = 20

const somewhere = (n: number, most: number) => 1 + ((n * 7919) % most)
const openIssues = `select i.id, i.subject, i.snippet, i.last_activity_at, p.first_names, p.last_name
  from issues i join user_identifications p on p.id = i.user_identification_id
  where (i.closed_at is null or i.needs_look) and i.deleted_at is null`
const newestMails = `select id, subject, text from emails
  where search @@ to_tsquery('simple', $1) order by id desc limit 50`
const person = (n: number, issues: number) => somewhere(n, issues * 0.4)

/** By the names of deskQueries(); what is not here has no statement that would be like it. */
export const bareKinds: Readonly<Record<string, Bare>> = {
  list: {
    what: 'bare query of 40 open issues',
    most: often,
    text: `${openIssues} and i.last_activity_at < $1 order by i.last_activity_at desc, i.id desc limit 40`,
    values: (n) => [new Date(Date.now() - n * 3_600_000)],
  },
  issue: {
    what: "bare query of an issue's mails",
    most: often,
    text: `select n.*, e.* from actions a join interactions n on n.id = a.interaction_id
      left join emails e on e.interaction_id = n.id where a.issue_id = $1 order by n.occurred_at`,
    values: (n, issues) => [somewhere(n, issues)],
  },
  'person strip (API)': {
    what: 'bare query of a person by number',
    most: often,
    text: 'select * from user_identifications where id = $1',
    values: (n, issues) => [person(n, issues)],
  },
  'person page': {
    what: "bare query of a person's issues",
    most: often,
    text: `select * from issues where user_identification_id = $1 order by last_activity_at desc, id desc limit 40`,
    values: (n, issues) => [person(n, issues)],
  },
  'search a rare word': {
    what: 'bare query, newest 50 mails with it',
    most: seldom,
    text: newestMails,
    values: (n) => [tailWord(tailWords - 1 - n * 97)],
  },
  'search a common word': {
    what: 'bare query, newest 50 mails with both',
    most: seldom,
    text: newestMails,
    values: (n) => [`${commonWords[n % commonWords.length]} & ${tailWord(n)}`],
  },
  'search common words alone': {
    what: 'bare query, newest 50 mails with it',
    most: seldom,
    text: newestMails,
    values: (n) => [commonWords[n % 10]],
  },
  "search a person's name": {
    what: 'bare query of people so named',
    most: seldom,
    text: `select * from user_identifications where first_names || ' ' || last_name ilike $1 limit 50`,
    values: (n, issues) => {
      const { first, last } = nameOf(person(n, issues))
      return [`%${first} ${last}%`]
    },
  },
  counters: {
    what: 'bare count of open issues',
    most: often,
    text: 'select count(*) from issues where (closed_at is null or needs_look) and deleted_at is null',
    values: () => [],
  },
  'bulk on 500 issues': {
    what: 'bare update of 500 issues, committed',
    most: seldom,
    text: 'update issues set assignee_id = $2 where id = any($1)',
    values: (n, issues) => [Array.from({ length: 500 }, (_, i) => 1 + ((500 * n + i) % issues)), 1 + (n % 9)],
  },
}

/** A connection beside those of the program, to the same server; ms of the nth statement of a kind, if it has one. */
export async function openBare(dataDir: string, issues: number) {
  const client: pg.Client = await connectTo(dataDir)
  return {
    async timed(kind: string, n: number): Promise<number | undefined> {
      const bare = bareKinds[kind]
      if (!bare || n >= bare.most) return undefined
      const began = performance.now()
      await client.query(bare.text, bare.values(n, issues))
      return performance.now() - began
    },
    stop: () => client.end(),
  }
}

export function bareTimes(kind: string, times: readonly number[]): BareTimes | undefined {
  const bare = bareKinds[kind]
  return bare && times.length > 0 ? { what: bare.what, p50: median(times), p95: percentile(times, 0.95) } : undefined
}
