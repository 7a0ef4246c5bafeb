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
  /**
   * The same with less work, where only counts are wanted: a row may stand under `again` more than once, which is
   * counted by its list then.
   */
  quick?: Readonly<{ join: RawBuilder<unknown>; value: RawBuilder<string>; again: string }>
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
  const { value, join } = dimension.quick ?? dimension
  const { rows } = await sql<Counted>`
    select ${value} as value, count(*)::float8 as count from ${report.from} ${join ?? sql``}
    where ${conditions(report, ask)} and ${seen(report, ask, dimension)} group by 1 order by 2 desc, 1 limit 1000`.execute(
    db,
  )
  const twice = rows.find((row) => row.value === dimension.quick?.again)
  if (!twice) return rows
  const filters = { ...ask.filters, [dimension.filter]: twice.value }
  const once = ask.filters[dimension.filter] ?? twice.value
  const count = once === twice.value ? await countRows(db, report, { ...ask, filters }) : twice.count
  return [...rows.filter((row) => row !== twice), { ...twice, count }].sort(byCount)
}

const byCount = (a: Counted, b: Counted) => b.count - a.count || (a.value < b.value ? -1 : 1)

/** The same for several dimensions at once, in one look at the rows; none of them may join anything. */
export async function countByEach(
  db: Db,
  report: Report,
  ask: Ask,
  dimensions: readonly Dimension[],
): Promise<Counted[][]> {
  const { rows } = await sql<{ values: string[]; count: number }>`
    select array[${sql.join(dimensions.map(({ value }) => sql`${value}`))}]::text[] as "values", count(*)::float8 as count
    from ${report.from} where ${conditions(report, ask)} group by 1`.execute(db)
  return dimensions.map((dimension, nth) => {
    const sums = new Map<string, number>()
    for (const { values, count } of rows) sums.set(values[nth]!, (sums.get(values[nth]!) ?? 0) + count)
    const { team, repId } = ask.viewer
    const own = !team && report.filters[dimension.filter]?.reps
    return [...sums]
      .map(([value, count]) => ({ value, count }))
      .filter(({ value }) => !own || value === String(repId))
      .sort(byCount)
      .slice(0, 1000)
  })
}

/** SQL: what a viewer without the team's numbers is shown of a breakdown by reps. */
function seen(report: Report, { viewer }: Ask, { filter }: Dimension): RawBuilder<boolean> {
  const by = report.filters[filter]
  if (viewer.team || !by?.reps) return sql<boolean>`true`
  return (viewer.repId !== null && by.where(String(viewer.repId))) || sql<boolean>`false`
}
