import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { interactions } from './interactions.ts'
import { type Ask, conditions } from './report.ts'
import { onClock } from './service-filters.ts'

/** Interactions by weekday, Monday first, then by hour of the desk's clock. */
export type Load = readonly (readonly number[])[]

/** Each number is that of the rows of the list of interactions with `weekday` (from 1) and `hour` (from 0) besides. */
export async function load(db: Db, ask: Ask): Promise<Load> {
  const { zone } = ask.period
  const { rows } = await sql<{ weekday: number; hour: number; count: number }>`
    select ${onClock('isodow', sql`n.occurred_at`, zone)} as weekday, ${onClock('hour', sql`n.occurred_at`, zone)} as hour,
      count(*)::float8 as count
    from ${interactions.from} where ${conditions(interactions, ask)} group by 1, 2`.execute(db)
  const load = Array.from({ length: 7 }, () => Array<number>(24).fill(0))
  for (const { weekday, hour, count } of rows) load[weekday - 1]![hour] = count
  return load
}
