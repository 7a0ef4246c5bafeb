import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type Cursor, microsOf } from '../database/cursor.ts'
import { interactionsIn, type Scope } from './search-scope.ts'
import type { Source } from './search-sources.ts'

type Sql = RawBuilder<unknown>

/** Where a hit is: the action that stands for it in its issue. `micros` and `id` are its place in the order. */
export type Hit = Readonly<{ kind: Source['kind']; id: number; micros: string; issueId: number; interactionId: number }>

/** `short`: an older hit may have been missed, since nothing but time narrows the search. */
export type Found = Readonly<{ hits: Hit[]; short: boolean }>

export type Wanted = Readonly<{ scope: Scope; cursor: Cursor | undefined; limit: number }>

/** Rows looked through to see how frequent the words are of late. */
const probed = 500
/** Words in so many of them fill a page, or what is compared further, sooner from the newest rows than from the index. */
const frequent = 3
const frequentDeep = 8
/** Rows looked through; more where little of each is looked at. */
const newest = 5000
const newestDeep = 30_000
/** Of those with the right words, so many are looked at further. */
const mostFound = 2000

/**
 * The newest hits of a source. Newest-first by an index on time is quick for what is everywhere and slow for what is
 * rare, the index of words the other way round: so a few hundred rows are looked through first, then the newest
 * thousands where those had some, and only if they hold less than a page the index is asked. What lies in few issues is
 * read from there.
 */
export async function findHits(db: Db, source: Source, wanted: Wanted): Promise<Found> {
  const { scope, limit } = wanted
  const inScope = sql`s.interaction_id in ${interactionsIn(scope)}`
  const drivers = [
    ...source.narrow,
    ...(scope.size === 'few' || (scope.size === 'many' && !source.words.finds) ? [inScope] : []),
  ]
  if (drivers.length > 0) return byIndex(db, source, wanted, drivers)
  const first = await recently(db, source, wanted)
  if (first.hits.length >= limit || first.short) return first
  if (scope.size === 'many') return byIndex(db, source, wanted, [inScope])
  return source.words.finds ? byIndex(db, source, wanted, []) : { ...first, short: true }
}

async function recently(db: Db, source: Source, wanted: Wanted): Promise<Found> {
  if (source.deep.length === 0) {
    if (!source.words.finds) return amongNewest(db, source, wanted, newestDeep)
    const first = await amongNewest(db, source, wanted, probed)
    return first.hits.length < frequent || first.hits.length >= wanted.limit
      ? first
      : amongNewest(db, source, wanted, newest)
  }
  if (source.words.finds && (await oftenOfLate(db, source, wanted)) < frequentDeep) return { hits: [], short: false }
  return compared(db, source, wanted)
}

async function oftenOfLate(db: Db, source: Source, wanted: Wanted): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${newestRows(source, wanted, probed)} s where ${all(matching(source))}`.execute(db)
  return rows[0]!.n
}

/** Ends as soon as the page is full. */
async function amongNewest(db: Db, source: Source, wanted: Wanted, rows: number): Promise<Found> {
  const found = await sql<Row>`
    select ${hit}
    from ${newestRows(source, wanted, rows)} s cross join lateral ${place(source, wanted.scope)} p
    where ${all([...matching(source), ...past(wanted.cursor)])}
    order by s.at desc, p.action_id desc limit ${wanted.limit}`.execute(db)
  return { hits: found.rows.map((row) => ({ kind: source.kind, ...row })), short: false }
}

/** Where text is compared: of the newest rows with the right words, a bounded number. */
function compared(db: Db, source: Source, wanted: Wanted): Promise<Found> {
  const found = sql`select s.id, s.at from ${newestRows(source, wanted, newestDeep)} s
    where ${all(matching(source))} limit ${source.most + 1}`
  return amongFound(db, source, wanted, found)
}

function byIndex(db: Db, source: Source, wanted: Wanted, drivers: readonly Sql[]): Promise<Found> {
  const { at, table, readable, range } = source
  const found = sql`select s.id, ${at} as at from ${sql.table(table)} s
    where ${all([readable, ...range, ...upTo(wanted.cursor, at), ...drivers, ...matching(source)])}`
  return amongFound(db, source, wanted, found)
}

/** `materialized` keeps the planner from walking the index by time after all. */
async function amongFound(db: Db, source: Source, wanted: Wanted, found: Sql): Promise<Found> {
  const most = source.deep.length > 0 ? source.most : mostFound
  const { rows } = await sql<Partial<Row> & { total: number }>`
    with found as materialized (${found})
    select t.total, h.* from (select count(*)::int as total from found) t left join lateral (
      select ${hit}
      from (select f.at, s.* from (select id, at from found order by at desc limit ${most}) f
          join ${sql.table(source.table)} s on s.id = f.id) s
        cross join lateral ${place(source, wanted.scope)} p
      where ${all([...source.deep, ...past(wanted.cursor)])}
      order by s.at desc, p.action_id desc limit ${wanted.limit}) h on true`.execute(db)
  const hits = rows.flatMap(({ total: _, ...row }) => (row.id ? [{ kind: source.kind, ...(row as Row) }] : []))
  return { hits, short: hits.length < wanted.limit && (rows[0]?.total ?? 0) > most }
}

type Row = Omit<Hit, 'kind'>

const hit = sql`p.action_id as id, ${microsOf(sql`s.at`)} as micros, p.issue_id, s.interaction_id`

function newestRows({ at, table, readable, range }: Source, { cursor }: Wanted, rows: number): Sql {
  return sql`(select s.*, ${at} as at from ${sql.table(table)} s
    where ${all([readable, ...range, ...upTo(cursor, at)])} order by ${at} desc, s.id desc limit ${rows})`
}

function matching({ words, conditions }: Source): Sql[] {
  return [...(words.text ? [sql`s.search @@ ${words.text}::tsquery`] : []), ...conditions]
}

/** The first issue that holds it and is in scope. What a rep noted of a mail is found with that mail. */
function place({ kind }: Source, { conditions }: Scope): Sql {
  if (kind !== 'note')
    return sql`(select a.id as action_id, a.issue_id from actions a join issues i on i.id = a.issue_id
      where a.interaction_id = s.interaction_id and a.deleted_at is null and ${all(conditions)} order by a.id limit 1)`
  return sql`(select s.id as action_id, s.issue_id from issues i where i.id = s.issue_id and ${all(conditions)}
    and not exists (select from emails e where e.interaction_id = s.interaction_id)
    and not exists (select from letters l where l.interaction_id = s.interaction_id))`
}

const all = (conditions: readonly Sql[]) => (conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`)

const timeOf = ({ micros }: Cursor) => sql`(timestamptz 'epoch' + ${micros}::float8 * interval '1 microsecond')`

function upTo(cursor: Cursor | undefined, at: Sql): Sql[] {
  return cursor ? [sql`${at} <= ${timeOf(cursor)}`] : []
}

function past(cursor: Cursor | undefined): Sql[] {
  return cursor ? [sql`(s.at, p.action_id) < (${timeOf(cursor)}, ${cursor.id}::int)`] : []
}
