import type pg from 'pg'
import { connectTo } from './soak-judge.ts'

/** The column of time of the table behind a report; what is not here has no single table that it lists. */
const tables: Readonly<Record<string, readonly [table: string, time: string]>> = {
  issues: ['issues', 'opened_at'],
  closed: ['issues', 'closed_at'],
  interactions: ['interactions', 'occurred_at'],
  orders: ['shop_orders', 'placed_at'],
}

/** By hand, over one connection: how many rows a period has, and the newest 50 of them; undefined where there is no such statement. */
export async function openBareReports(dataDir: string) {
  const client: pg.Client = await connectTo(dataDir)
  return {
    async timed(report: string, [from, to]: readonly [string | null, string | null]): Promise<number | undefined> {
      const [table, time] = tables[report] ?? []
      if (!table) return undefined
      const where = `where ${time} >= coalesce($1::timestamptz, '-infinity') and ${time} < coalesce($2::timestamptz, 'infinity')`
      const began = performance.now()
      await client.query(`select count(*) from ${table} ${where}`, [from, to])
      await client.query(`select * from ${table} ${where} order by ${time} desc limit 50`, [from, to])
      return performance.now() - began
    },
    stop: () => client.end(),
  }
}
