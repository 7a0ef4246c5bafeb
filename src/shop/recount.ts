import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import { countsBy, holdShopRules } from './rules.ts'
import { type Buyers, buyersOf, driftedBuyers, type Owner, recountBuyers } from './stats.ts'

/** A recount of all orders: why, and what it had to mend; `endedAt` null while it waits or runs. */
export type ShopRecount = Readonly<{
  why: 'night' | 'rules'
  startedAt: Date
  endedAt: Date | null
  orders: number
  customers: number
  visits: number
}>

const together = 500
const ordersAtOnce = 20_000

/** The newest one that was asked for; undefined before the first. */
export async function lastShopRecount(db: Db): Promise<ShopRecount | undefined> {
  return db
    .selectFrom('shopRecounts')
    .select(['why', 'startedAt', 'endedAt', 'orders', 'customers', 'visits'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The nightly look: everything that the writers keep is made anew, and what was wrong is said. */
export async function recountByNight(db: Database): Promise<ShopRecount> {
  const { id } = await db
    .insertInto('shopRecounts')
    .values({ why: 'night', endedAt: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return recount(db, id)
}

/** Does the recounts that a change of the rules asked for, all in one; undefined when there is none to do. */
export async function recountAsked(db: Database): Promise<ShopRecount | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from shop_recounts where ended_at is null and why = 'rules' order by id desc limit 1`.execute(db)
  return rows[0] && recount(db, rows[0].id)
}

async function recount(db: Database, id: number): Promise<ShopRecount> {
  const orders = await recountOrders(db)
  const buyers = await recountSums(db)
  const visits = await mendVisits(db)
  const customers = buyers + orders.customers
  // Whoever asked before this one began is answered by it, too.
  const { rows } = await sql<ShopRecount & { id: number }>`
    update shop_recounts set ended_at = now(), orders = ${orders.changed}, customers = ${customers}, visits = ${visits}
    where ended_at is null and id <= ${id} returning id, why, started_at, ended_at, orders, customers, visits`.execute(
    db,
  )
  const own = rows.find((row) => row.id === id) ?? rows[0]
  return own ?? { why: 'night', startedAt: new Date(), endedAt: new Date(), orders: orders.changed, customers, visits }
}

/** Marks orders anew by the rules, piece by piece, each with the sums of its buyers. */
async function recountOrders(db: Database): Promise<{ changed: number; customers: number }> {
  const { rows } = await sql<{ last: number | null }>`select max(id) as last from shop_orders`.execute(db)
  let changed = 0
  let customers = 0
  for (let from = 0; from <= (rows[0]!.last ?? -1); from += ordersAtOnce) {
    const done = await db.transaction().execute((tx) => markOrders(tx, from))
    changed += done.changed
    customers += done.customers
  }
  return { changed, customers }
}

async function markOrders(tx: Tx, from: number) {
  const counts = countsBy(await holdShopRules(tx), sql`o.state`, sql`o.currency`)
  const { rows } = await sql<Owner>`
    update shop_orders o set counted = ${counts}
    where o.id >= ${from} and o.id < ${from + ordersAtOnce} and o.counted <> ${counts}
    returning o.shop_user_id, o.email_key`.execute(tx)
  let customers = 0
  for (const some of pieces(buyersOf(rows))) customers += await recountBuyers(tx, some)
  return { changed: rows.length, customers }
}

async function recountSums(db: Database): Promise<number> {
  const drifted = await db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = '10min'`.execute(tx)
    return driftedBuyers(tx)
  })
  let mended = 0
  for (const some of pieces(drifted)) mended += await db.transaction().execute((tx) => recountBuyers(tx, some))
  return mended
}

function* pieces({ userIds, guestKeys }: Buyers): Generator<Buyers> {
  const [users, guests] = [[...userIds].sort((a, b) => a - b), [...guestKeys].sort()]
  for (let at = 0; at < Math.max(users.length, guests.length); at += together)
    yield { userIds: users.slice(at, at + together), guestKeys: guests.slice(at, at + together) }
}

/** The last view is that of the newest view that is kept, and who viewed visited. */
async function mendVisits(db: Database): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = '10min'`.execute(tx)
    const { numAffectedRows } = await sql`
      update shop_users u set last_view_at = v.at, last_visit_at = greatest(u.last_visit_at, v.at)
      from (select w.id, max(s.at) as at from shop_users w left join shop_views s on s.shop_user_id = w.id group by w.id) v
      where v.id = u.id and (u.last_view_at is distinct from v.at or u.last_visit_at is distinct from greatest(u.last_visit_at, v.at))`.execute(
      tx,
    )
    return Number(numAffectedRows ?? 0)
  })
}
