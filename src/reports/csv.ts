import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { csvCell } from '../shop/spenders-csv.ts'
import { type Ask, conditions, type Report, wide } from './report.ts'
import { order, type Row, selected } from './rows.ts'

const atOnce = 1000
/** An export of a million rows on a busy machine; what takes longer is stuck. */
const longest = '15min'

/**
 * All rows that are asked for, in their order, as lines of a CSV file (RFC 4180), a thousand at a time off one cursor
 * of one snapshot: the memory it takes does not grow with the rows. Times are ISO 8601 in UTC, money in minor units.
 */
export async function* csvOf(db: Database, report: Report, ask: Ask): AsyncGenerator<string> {
  const { by, down } = order(report, ask)
  const direction = sql.raw(down ? 'desc' : 'asc')
  const columns = Object.entries(report.columns).flatMap(([name, { ref }]) => (ref ? [name, `${name}Ref`] : [name]))
  yield `${columns.join(',')}\r\n`
  const transaction = await db
    .withoutPlugins()
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  try {
    await sql`set local statement_timeout = ${sql.lit(longest)}`.execute(transaction)
    await sql`declare report no scroll cursor for select ${selected(report)} from ${wide(report)}
      where ${conditions(report, ask)} order by ${by} ${direction}, ${report.key} ${direction}`.execute(transaction)
    for (;;) {
      const { rows } = await sql<Row>`fetch forward ${sql.lit(atOnce)} from report`.execute(transaction)
      if (rows.length > 0) yield rows.map((row) => lineOf(columns, row)).join('')
      if (rows.length < atOnce) return
    }
  } finally {
    await transaction.rollback().execute()
  }
}

function lineOf(columns: readonly string[], row: Row): string {
  return `${columns.map((name) => cell(row[name] ?? null)).join(',')}\r\n`
}

function cell(value: Row[string]): string {
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return csvCell(typeof value === 'string' ? value : value.toISOString())
}
