import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type Ask, conditions, type Report, wide } from './report.ts'

/** What the amounts of a column come to, in minor units of a currency. */
export type Sum = Readonly<{ column: string; currency: string; minor: number }>

/** What the rows that are asked for come to, by column of money and currency; nothing for reports without money. */
export async function sumsOf(db: Db, report: Report, ask: Ask): Promise<Sum[]> {
  const money = Object.entries(report.columns).filter(([, { kind }]) => kind === 'money')
  const { currency } = report.columns
  if (money.length === 0 || !currency) return []
  const sums = money.map(([, { value }], nth) => sql`sum(${value})::float8 as ${sql.id(`sum${nth}`)}`)
  const { rows } = await sql<Readonly<Record<string, number>> & { currency: string }>`
    select ${currency.value} as currency, ${sql.join(sums)} from ${wide(report)} where ${conditions(report, ask)}
    group by 1 order by 1 limit 50`.execute(db)
  return money.flatMap(([column], nth) =>
    rows.map((row) => ({ column, currency: row.currency, minor: row[`sum${nth}`] ?? 0 })),
  )
}
