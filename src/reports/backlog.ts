import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { countRows } from './counts.ts'
import { issues } from './issues.ts'
import { type Period, plusDays, today, within } from './period.ts'
import { type Ask, conditions } from './report.ts'

/** How many issues were open when a day ended: the rows of the list with `openAt` set to it. */
export type BacklogPoint = Readonly<{ day: string; open: number }>

type WholePeriod = Readonly<{ from: string; to: string; zone: string }>

const mostPoints = 92

/**
 * The backlog at the end of the days of a period, at most 92 of them, the last always among them: what was open before
 * the first, and from there what was opened and closed. So it reads what happened since, not the years before.
 */
export async function backlog(db: Db, ask: Ask, now = Date.now()): Promise<BacklogPoint[]> {
  const period = await wholePeriod(db, ask, now)
  if (!period) return []
  const before = plusDays(period.from, -1)
  const [open, moves] = await Promise.all([
    countRows(db, issues, { ...ask, period: { zone: period.zone }, filters: { ...ask.filters, openAt: before } }),
    movesOf(db, ask, period),
  ])
  const days: BacklogPoint[] = []
  for (let day = period.from, sum = open; day <= period.to; day = plusDays(day, 1)) {
    sum += moves.get(day) ?? 0
    days.push({ day, open: sum })
  }
  const step = Math.ceil(days.length / mostPoints)
  return days.filter((_, nth) => (days.length - 1 - nth) % step === 0)
}

/** From the first issue, where nothing was asked, to today; undefined for days to come and a desk without issues. */
async function wholePeriod(db: Db, { period }: Ask, now: number): Promise<WholePeriod | undefined> {
  const { zone } = period
  const [from, last] = [period.from ?? (await firstDay(db, zone)), today(zone, now)]
  const to = period.to && period.to < last ? period.to : last
  return from && from <= to ? { from, to, zone } : undefined
}

async function firstDay(db: Db, zone: string): Promise<string | undefined> {
  const { rows } = await sql<{ day: string | null }>`
    select to_char(min(i.opened_at) at time zone ${zone}::text, 'YYYY-MM-DD') as day from issues i where ${issues.always}`.execute(
    db,
  )
  return rows[0]?.day ?? undefined
}

/** What each day added. Whatever was closed, it says, before it was opened was never open. */
async function movesOf(db: Db, ask: Ask, period: WholePeriod): Promise<Map<string, number>> {
  const asked = conditions(issues, { ...ask, period: { zone: period.zone } })
  const move = (at: RawBuilder<unknown>, n: 1 | -1, within_: readonly RawBuilder<boolean>[], join = sql``) => sql`
    select (${at} at time zone ${period.zone}::text)::date as day, ${sql.lit(n)} as n from ${issues.from} ${join}
    where ${asked} and ${sql.join(within_, sql` and `)}`
  const closings = sql`join issue_closings c on c.issue_id = i.id`
  const at = (column: RawBuilder<unknown>) => sql`greatest(${column}, i.opened_at)`
  const { rows } = await sql<{ day: string; n: number }>`
    select to_char(day, 'YYYY-MM-DD') as day, sum(n)::int as n from (
      ${move(sql`i.opened_at`, 1, within(sql`i.opened_at`, period))}
      union all ${move(at(sql`i.closed_at`), -1, [sql`i.closed_at is not null`, ...closedWithin(period)])}
      union all ${move(at(sql`c.closed_at`), -1, within(at(sql`c.closed_at`), period), closings)}
      union all ${move(at(sql`c.reopened_at`), 1, within(at(sql`c.reopened_at`), period), closings)}
    ) moves group by day`.execute(db)
  return new Map(rows.map(({ day, n }) => [day, n]))
}

/** By the two columns, each of which has an index: that of the later one cannot be before the period. */
function closedWithin(period: Period): RawBuilder<boolean>[] {
  const inPeriod = (column: RawBuilder<unknown>) => sql.join(within(column, period), sql` and `)
  return [
    sql<boolean>`((${inPeriod(sql`i.closed_at`)} and i.opened_at <= i.closed_at) or (${inPeriod(sql`i.opened_at`)} and i.closed_at < i.opened_at))`,
  ]
}
