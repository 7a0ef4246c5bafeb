import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { likePart, peopleLike } from '../people/people.ts'
import { findHits } from './search-hits.ts'
import { isEmpty, parseSearch, type SearchQuery } from './search-query.ts'
import { orderNumbers, type Scope, scopeOf } from './search-scope.ts'
import { sourcesOf } from './search-sources.ts'
import { unfedNotes } from './search-unfed.ts'
import { wordQueries } from './search-words.ts'

const mostHits = 200

/**
 * SQL conditions over a row `i` of issues for what was typed into a list's box: the grammar of parseSearch(). An issue
 * matches by its number, order, subject, customer, or by what was said in it: the newest 200 hits, in an open list
 * among open issues only, lest newer closed ones take all the places.
 */
export async function issuesMatching(
  db: Db,
  q: string,
  { open, viewer }: Readonly<{ open: boolean; viewer: number | undefined }>,
): Promise<RawBuilder<unknown>[]> {
  const query = parseSearch(q)
  if (isEmpty(query)) return [sql`false`]
  const scope = scopeOf(query, viewer)
  if (!asksText(query)) return [...scope.conditions]
  const among: Scope = open
    ? { conditions: [...scope.conditions, live], size: scope.size === 'all' ? 'many' : scope.size }
    : scope
  const words = await wordQueries(db, query)
  const wanted = { scope: among, cursor: undefined, limit: mostHits }
  const [unfed, ...found] = await Promise.all([
    unfedNotes(db, query, among),
    ...sourcesOf(query, words).map((source) => findHits(db, source, wanted)),
  ])
  const ids = new Set([...unfed, ...found.flatMap(({ hits }) => hits)].map(({ issueId }) => issueId))
  const said = sql`select unnest(${[...ids]}::int[]) as id`
  return [...scope.conditions, sql`i.id in (${sql.join([said, ...named(query, open)], sql` union `)})`]
}

function asksText({ words, from, to, subject, filename, attachment, after, before }: SearchQuery): boolean {
  const lists = [words, from, to, subject, filename]
  return (
    attachment !== undefined || after !== undefined || before !== undefined || lists.some((list) => list.length > 0)
  )
}

const live = sql`(i.closed_at is null or i.needs_look)`

/** What plain words say of the issue itself; every branch gives its newest only. */
function named(query: SearchQuery, open: boolean): RawBuilder<unknown>[] {
  const { words, from, to, filename, subject } = query
  if (from.length + to.length + filename.length > 0 || words.some(({ not }) => not)) return []
  const texts = [...words, ...subject].map(({ text }) => text)
  const order = open ? sql`i.last_activity_at desc, i.id desc` : sql`i.id desc`
  const newest = (where: RawBuilder<unknown>) => sql`(select i.id from issues i
    where ${where} and ${open ? live : sql`true`} and i.deleted_at is null order by ${order} limit ${mostHits})`
  const branches: RawBuilder<unknown>[] = []
  // Trigrams need three characters; with fewer the index would be read whole.
  if (texts.some((text) => text.length > 2))
    branches.push(
      newest(
        sql.join(
          texts.map((text) => sql`i.subject ilike ${likePart(text)}`),
          sql` and `,
        ),
      ),
    )
  if (subject.length > 0) return branches
  const whole = texts.join(' ')
  const number = /^#?(\d{1,9})$/.exec(whole)
  if (number) branches.push(sql`(select ${Number(number[1])}::int as id)`)
  if (texts.length === 1) branches.push(newest(sql`i.order_id in (${orderNumbers(whole)})`))
  if (whole.length > 2) branches.push(newest(sql`i.user_identification_id in (${peopleLike(whole)})`))
  return branches
}
