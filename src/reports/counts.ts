import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type Ask, conditions, type Report } from './report.ts'

/**
 * A way to break a report down: each number is the count of the list that the same report gives with `filter` set to
 * its value, since both come from one report's SQL.
 */
export type Dimension = Readonly<{
  /** A filter of the report. */
  filter: string
  /** SQL: the text which that filter takes for this row. */
  value: RawBuilder<string>
  /** SQL: joins that only the value needs; one that multiplies rows counts a row once for each of its values. */
  join?: RawBuilder<unknown>
}>

export type Counted = Readonly<{ value: string; count: number }>

/** How many rows a report has of what is asked. */
export async function countRows(db: Db, report: Report, ask: Ask): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::float8 as count from ${report.from} where ${conditions(report, ask)}`.execute(db)
  return rows[0]!.count
}

/**
 * How many rows of what is asked each value has, the most first; at most 1,000 values. By reps: for a viewer who may
 * not see the others' numbers his own alone.
 */
export async function countBy(db: Db, report: Report, ask: Ask, dimension: Dimension): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select ${dimension.value} as value, count(*)::float8 as count from ${report.from} ${dimension.join ?? sql``}
    where ${conditions(report, ask)} and ${seen(report, ask, dimension)} group by 1 order by 2 desc, 1 limit 1000`.execute(
    db,
  )
  return rows
}

/** SQL: what a viewer without the team's numbers is shown of a breakdown by reps. */
function seen(report: Report, { viewer }: Ask, { filter }: Dimension): RawBuilder<boolean> {
  const by = report.filters[filter]
  if (viewer.team || !by?.reps) return sql<boolean>`true`
  return (viewer.repId !== null && by.where(String(viewer.repId))) || sql<boolean>`false`
}
