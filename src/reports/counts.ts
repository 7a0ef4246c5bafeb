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

/** How many rows of what is asked each value has, the most first; at most 1,000 values. */
export async function countBy(db: Db, report: Report, ask: Ask, dimension: Dimension): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select ${dimension.value} as value, count(*)::float8 as count from ${report.from} ${dimension.join ?? sql``}
    where ${conditions(report, ask)} group by 1 order by 2 desc, 1 limit 1000`.execute(db)
  return rows
}
