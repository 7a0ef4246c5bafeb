import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'

/** A type of which far more issues come in than usual: `usual` is the mean of the same hours in the weeks before. */
export type Surge = Readonly<{
  id: number
  type: string
  since: Date
  until: Date
  count: number
  usual: number
  weeks: number
  foundAt: Date
  dismissedAt: Date | null
}>

/** Fewer are a coincidence whatever is usual. */
const fewest = 5
const spans = [24, 72] as const
const weeksBack = 8
/** A desk that has seen fewer of the same weekdays does not know what is usual. */
const fewestWeeks = 2
/** What lasts longer is the new usual. */
const longestDays = 14

/**
 * Looks which types surge, and writes it down for the front page: the last 24 and 72 hours beside the same hours of the
 * same weekdays in the 8 weeks before, by the clock of `zone`. One that goes on keeps the beginning at which it was
 * found; one that holds no more ends.
 */
export async function findSurges(db: Database, zone: string, now = new Date()): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`lock table surges in share row exclusive mode`.execute(tx)
    const found = (await windowsOf(tx, zone, now)).filter(isSurge)
    const kept = await keep(tx, found)
    await sql`update surges set ended_at = ${now} where ended_at is null and id <> all(${kept}::int[])`.execute(tx)
    await sql`delete from surges where ended_at < ${now}::timestamptz - interval '90 days'`.execute(tx)
  })
}

type Window = Readonly<{
  type: string
  /** Of a surge that was found before; null for a window of 24 or 72 hours. */
  id: number | null
  since: Date
  until: Date
  count: number
  weeks: number
  mean: number
  variance: number
}>

/**
 * Every window of a type with enough issues lately, and what the weeks before had in it. Only issues of the days in
 * question are read, by when they were opened; a shift by whole days of the clock keeps the hours where clocks change.
 */
async function windowsOf(tx: Tx, zone: string, now: Date): Promise<Window[]> {
  const there = (at: ReturnType<typeof sql>) => sql`(${at} at time zone ${zone}::text)`
  const { rows } = await sql<Window>`
    with now as (select ${now}::timestamptz as at),
    windows as (
      select null::int as id, null::text as type, (${there(sql`now.at`)} - h * interval '1 hour') at time zone ${zone}::text as since
      from now, unnest(${[...spans]}::int[]) h
      union all
      select id, type, since from surges, now where ended_at is null and since > now.at - ${longestDays} * interval '1 day'
    ),
    weeks as (
      select w.id, w.type, w.since as from_, k,
        (${there(sql`w.since`)} - k * interval '7 days') at time zone ${zone}::text as since,
        (${there(sql`now.at`)} - k * interval '7 days') at time zone ${zone}::text as until
      from windows w, now, generate_series(0, ${weeksBack}::int) k
    ),
    known as (select min(opened_at) as at from issues where deleted_at is null and merged_into_id is null),
    lived as (select weeks.* from weeks, known where k = 0 or weeks.since >= known.at),
    counts as (
      select l.id, l.from_, l.k, t.type, count(*)::int as n
      from lived l join issues i on i.opened_at >= l.since and i.opened_at < l.until and i.origin = 'human'
          and i.deleted_at is null and i.merged_into_id is null
        join issue_types t on t.issue_id = i.id and (l.type is null or t.type = l.type)
      group by 1, 2, 3, 4
    )
    select c.type, c.id, c.from_ as since, now.at as until, c.n as count, u.weeks, u.mean, u.variance
    from counts c, now, lateral (
      select count(*)::int as weeks, coalesce(avg(coalesce(p.n, 0)), 0)::float8 as mean,
        coalesce(var_samp(coalesce(p.n, 0)), 0)::float8 as variance
      from lived l left join counts p on p.k = l.k and p.from_ = l.from_ and p.id is not distinct from l.id and p.type = c.type
      where l.k > 0 and l.from_ = c.from_ and l.id is not distinct from c.id) u
    where c.k = 0 and c.n >= ${fewest}
    order by c.id nulls last, c.n / greatest(u.mean, 1) desc, c.from_`.execute(tx)
  return rows
}

/**
 * Counts that have nothing to do with each other scatter by the square root of their mean (Poisson); where the weeks
 * before scattered more than that, by what they did. Above three of these and twice the usual is a surge.
 */
export function isSurge({
  count,
  weeks,
  mean,
  variance,
}: Pick<Window, 'count' | 'weeks' | 'mean' | 'variance'>): boolean {
  const scatter = Math.sqrt(Math.max(mean, variance, 1))
  return weeks >= fewestWeeks && count >= fewest && count >= 2 * mean && count > mean + 3 * scatter
}

/** Carries on those that were found before; of a new type the window that stands out most. Answers the rows that hold. */
async function keep(tx: Tx, found: readonly Window[]): Promise<number[]> {
  const ids: number[] = []
  const types = new Set<string>()
  for (const { id, type, since, until, count, weeks, mean } of found) {
    if (types.has(type)) continue
    types.add(type)
    const { rows } = await sql<{ id: number }>`
      insert into surges as s (type, since, until, count, usual, weeks) values (${type}, ${since}, ${until}, ${count}, ${mean}, ${weeks})
      on conflict (type) where ended_at is null do update set since = case when ${id !== null} then s.since else excluded.since end,
        until = excluded.until, count = excluded.count, usual = excluded.usual, weeks = excluded.weeks
      returning s.id`.execute(tx)
    ids.push(rows[0]!.id)
  }
  return ids
}

/** Those that last, the one that stands out most first; without `all` only those that nobody dismissed. */
export async function listSurges(db: Db, { all = false }: { all?: boolean } = {}): Promise<Surge[]> {
  const { rows } = await sql<Surge>`
    select id, type, since, until, count, usual, weeks, found_at, dismissed_at from surges
    where ended_at is null and (${all} or dismissed_at is null) order by count / greatest(usual, 1) desc, id limit 20`.execute(
    db,
  )
  return rows
}

/** Takes a surge off the front page for everybody, as long as it lasts. */
export async function dismissSurge(
  tx: Tx,
  actor: Actor,
  id: number,
): Promise<{ changeId: number } | 'not found' | 'dismissed already'> {
  const surge = await tx
    .selectFrom('surges')
    .select(['type', 'dismissedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!surge) return 'not found'
  if (surge.dismissedAt) return 'dismissed already'
  await sql`update surges set dismissed_at = now(), dismissed_by = ${actor.repId} where id = ${id}`.execute(tx)
  return { changeId: await recordChange(tx, actor, { kind: 'surge.dismiss', after: { id, type: surge.type } }) }
}

/** Shows it again, if it still lasts; taking that back dismisses it. */
export async function undoSurge(
  tx: Tx,
  actor: Actor,
  { kind, after }: Readonly<{ kind: string; after: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  const { id } = after as { id: number }
  if (kind === 'surge.show') {
    const done = await dismissSurge(tx, actor, id)
    return typeof done === 'object' ? done : { conflict: 'That surge was dismissed already.' }
  }
  const { rows } = await sql`update surges set dismissed_at = null, dismissed_by = null
    where id = ${id} and dismissed_at is not null and ended_at is null returning id`.execute(tx)
  if (rows.length === 0) return { conflict: 'That surge is over, or is shown already.' }
  return { changeId: await recordChange(tx, actor, { kind: 'surge.show', after: { id } }) }
}
