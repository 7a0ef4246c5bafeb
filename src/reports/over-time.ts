import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Dimension } from './counts.ts'
import { plusDays, today } from './period.ts'
import { type Ask, conditions, type Report } from './report.ts'

/** A stretch of whole days, both ends included. */
export type Stretch = Readonly<{ from: string; to: string }>
export type StretchKind = 'day' | 'week' | 'month' | 'year'

/** `counts` by the value of the dimension; each is the count of the list with that filter and the stretch's days. */
export type OverTime = Readonly<{
  kind: StretchKind
  stretches: readonly (Stretch & Readonly<{ counts: Readonly<Record<string, number>> }>)[]
}>

/** What is asked as it came over time, by a dimension: by day, week, month or year, never more than 60 or so. */
export async function countOverTime(db: Db, report: Report, ask: Ask, dimension: Dimension): Promise<OverTime> {
  const whole = await wholePeriod(db, report, ask)
  if (!whole) return { kind: 'day', stretches: [] }
  const { kind, stretches } = stretchesOf(whole)
  const starts = stretches.map(({ from }) => from)
  const { rows } = await sql<{ nth: number; value: string; count: number }>`
    with starts as materialized (select array_agg((s.day::date)::timestamp at time zone ${whole.zone}::text order by s.day) as at
      from unnest(${starts}::text[]) s (day))
    select width_bucket(${report.time}, (select at from starts)) as nth, ${dimension.value} as value, count(*)::float8 as count
    from ${report.from} ${dimension.join ?? sql``}
    where ${conditions(report, { ...ask, period: whole })} group by 1, 2`.execute(db)
  const counts = stretches.map((): Record<string, number> => ({}))
  for (const { nth, value, count } of rows) counts[nth - 1]![value] = count
  return { kind, stretches: stretches.map((stretch, nth) => ({ ...stretch, counts: counts[nth]! })) }
}

type Whole = Stretch & Readonly<{ zone: string }>

/** An end that is open is the first or the last row’s day, today at least; undefined where there is none. */
async function wholePeriod(db: Db, report: Report, ask: Ask): Promise<Whole | undefined> {
  const { from, to, zone } = ask.period
  if (from && to) return from > to ? undefined : { from, to, zone }
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    with ends as (select min(${report.time}) as first, max(${report.time}) as last from ${report.from} where ${conditions(report, ask)}),
    days as (select first, (first at time zone ${zone}::text)::date as day, (last at time zone ${zone}::text)::date as last from ends)
    select to_char(day - (first < (day::timestamp at time zone ${zone}::text))::int, 'YYYY-MM-DD') as first,
      to_char(last, 'YYYY-MM-DD') as last from days`.execute(db)
  const { first, last } = rows[0]!
  if (!first || !last) return undefined
  const end = to ?? (last > today(zone) ? last : today(zone))
  const start = from ?? first
  return start > end ? undefined : { from: start, to: end, zone }
}

/** Days up to a month, weeks from Monday up to half a year, months up to four years, then years. */
export function stretchesOf({ from, to }: Stretch): { kind: StretchKind; stretches: Stretch[] } {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
  const kind = days <= 31 ? 'day' : days <= 190 ? 'week' : days <= 1470 ? 'month' : 'year'
  const stretches: Stretch[] = []
  for (let start = from; start <= to; ) {
    const end = endOf(kind, start)
    stretches.push({ from: start, to: end < to ? end : to })
    start = plusDays(end, 1)
  }
  return { kind, stretches }
}

function endOf(kind: StretchKind, day: string): string {
  if (kind === 'day') return day
  if (kind === 'year') return `${day.slice(0, 4)}-12-31`
  if (kind === 'week') return plusDays(day, (7 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7)
  const [year, month] = day.split('-').map(Number) as [number, number]
  return plusDays(new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10), -1)
}
