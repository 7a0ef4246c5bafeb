import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import { writeTimes } from './times.ts'

const together = 500
/** Cron does one thing at a time: the rest of the issues follow in the next minute. */
const atMostMs = 20_000

/** How many issues still have times of before; 0: all are as the hours say. */
export async function timesLeft(db: Db): Promise<number> {
  const row = await db.selectFrom('timeRecomputes').select('todo').executeTakeFirst()
  return row ? Math.max(1, row.todo) : 0
}

/** Has the times of all issues reckoned anew in the background; one that runs begins anew. */
export async function askRecompute(tx: Tx): Promise<void> {
  await sql`insert into time_recomputes (todo) select coalesce(max(id), 0) from issues
    on conflict (one) do update set upto = null, todo = excluded.todo, asked_at = now()`.execute(tx)
}

/** Goes on with what was asked for, set by set, each in a transaction of its own; a few seconds at most. */
export async function recomputeTimes(db: Database, forMs = atMostMs): Promise<void> {
  const end = Date.now() + forMs
  while (Date.now() < end) if ((await db.transaction().execute(recomputeSome)) === 'done') return
}

/** From the newest issue down. Those that are opened meanwhile have the new hours anyway. */
async function recomputeSome(tx: Tx): Promise<'done' | 'more'> {
  const { rows } = await sql<{ upto: number | null }>`
    select upto from time_recomputes for update skip locked`.execute(tx)
  if (!rows[0]) return 'done'
  const upto = rows[0].upto ?? (await begin(tx))
  const found = await sql<{ id: number }>`
    select id from issues where id <= ${upto} order by id desc limit ${together}`.execute(tx)
  const ids = found.rows.map(({ id }) => id)
  await sql`select from issues where id = any(${ids}::int[]) order by id for update`.execute(tx)
  await writeTimes(tx, ids)
  if (ids.length < together) {
    await sql`delete from time_recomputes`.execute(tx)
    return 'done'
  }
  await sql`update time_recomputes set upto = ${ids.at(-1)! - 1}, todo = greatest(0, todo - ${ids.length})`.execute(tx)
  return 'more'
}

async function begin(tx: Tx): Promise<number> {
  const { rows } = await sql<{ upto: number; todo: number }>`
    select coalesce(max(id), 0) as upto, count(*)::int as todo from issues`.execute(tx)
  await sql`update time_recomputes set upto = ${rows[0]!.upto}, todo = ${rows[0]!.todo}`.execute(tx)
  return rows[0]!.upto
}
