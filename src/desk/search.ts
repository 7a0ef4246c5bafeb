import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'
import { personEmail, personLine, personName } from '../people/people.ts'
import { excerptOf, needlesOf } from './search-excerpt.ts'
import { headHits } from './search-heads.ts'
import type { SearchHit } from './search-hit.ts'
import { findHits, type Hit } from './search-hits.ts'
import { isEmpty, parseSearch, type SearchQuery } from './search-query.ts'
import { scopeOf } from './search-scope.ts'
import { sourcesOf } from './search-sources.ts'
import { unfedNotes } from './search-unfed.ts'
import { wordQueries } from './search-words.ts'

/** `unknown`: what of the query was not understood. `short`: only the newest were looked through. */
export type SearchResult = Readonly<{
  items: SearchHit[]
  next: string | null
  unknown: readonly string[]
  short: boolean
}>

/**
 * Everything that the query of parseSearch() finds: on the first page issues, customers and orders that it names, then
 * mails, letters and notes, newest first, by keyset. A query without a word finds nothing.
 */
export async function search(
  db: Db,
  text: string,
  page: Page & { viewer?: number | undefined },
): Promise<SearchResult> {
  const query = parseSearch(text)
  const { unknown } = query
  if (isEmpty(query)) return { items: [], next: null, unknown, short: false }
  const cursor = readCursor(page.cursor)
  const scope = scopeOf(query, page.viewer)
  const words = await wordQueries(db, query)
  const wanted = { scope, cursor, limit: page.limit + 1 }
  const [heads, unfed, ...found] = await Promise.all([
    cursor ? [] : headHits(db, query, scope),
    cursor ? [] : unfedNotes(db, query, scope),
    ...sourcesOf(query, words).map((source) => findHits(db, source, wanted)),
  ])
  const all = [...unfed, ...found.flatMap(({ hits }) => hits)].sort(newestFirst)
  const { rows, next } = cutPage(all, page.limit)
  const said = await describe(db, query, rows)
  return { items: [...heads, ...said], next, unknown, short: next === null && found.some(({ short }) => short) }
}

function newestFirst(a: Hit, b: Hit): number {
  const [at, bt] = [BigInt(a.micros), BigInt(b.micros)]
  return at === bt ? b.id - a.id : at < bt ? 1 : -1
}

type Row = {
  id: number
  issueId: number
  subject: string
  closed: boolean
  occurredAt: Date
  channel: string
  details: string | null
  mailSubject: string | null
  letterSubject: string | null
  text: string | null
  fromName: string | null
  fromAddress: string | null
  repName: string | null
  personId: number
  personName: string
  personEmail: string | null
}

/** The words around each hit; one statement by primary keys. */
async function describe(db: Db, query: SearchQuery, hits: readonly Hit[]): Promise<SearchHit[]> {
  const { rows } = await sql<Row>`
    select a.id, i.id as issue_id, i.subject, i.closed_at is not null as closed, n.occurred_at, n.channel,
      left(a.details, 100000) as details, e.subject as mail_subject, l.subject as letter_subject,
      left(coalesce(e.text, l.text), 100000) as text, e.from_name, e.from_address, r.name as rep_name,
      p.id as person_id, ${personName} as person_name, ${personEmail} as person_email
    from actions a join issues i on i.id = a.issue_id join interactions n on n.id = a.interaction_id
      join user_identifications p on p.id = n.user_identification_id
      left join emails e on e.interaction_id = n.id left join letters l on l.interaction_id = n.id
      left join reps r on r.id = n.rep_id
    where a.id = any (${hits.map((hit) => hit.id)}::int[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const needles = needlesOf(query)
  return hits.flatMap((hit) => {
    const row = byId.get(hit.id)
    return row ? [toHit(hit, row, needles)] : []
  })
}

function toHit({ kind, id }: Hit, row: Row, needles: readonly string[]): SearchHit {
  const person = personLine(row.personId, row.personName, row.personEmail)
  return {
    ...{ kind, id, actionId: id, at: row.occurredAt, person, channel: row.channel },
    title: excerptOf(row.mailSubject ?? row.letterSubject ?? row.subject, needles, 160),
    excerpt: excerptOf(kind === 'note' ? (row.details ?? '') : (row.text ?? row.details ?? ''), needles),
    issue: { id: row.issueId, subject: row.subject, status: row.closed ? 'closed' : 'open' },
    by: row.fromName || row.fromAddress || row.repName || person.name,
  }
}
