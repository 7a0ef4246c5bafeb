import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'

/** Registered users by our numbers, and addresses of guests: whose orders were written. */
export type Buyers = Readonly<{ userIds: readonly number[]; guestKeys: readonly string[] }>

/** Whose an order is, as a row of shop_orders says. */
export type Owner = Readonly<{ shopUserId: number | null; emailKey: string }>

/** Each buyer once; who is neither registered nor has an address has no sums. */
export function buyersOf(owners: readonly Owner[]): Buyers {
  const userIds = new Set<number>()
  const guestKeys = new Set<string>()
  for (const { shopUserId, emailKey } of owners) {
    if (shopUserId !== null) userIds.add(shopUserId)
    else if (emailKey !== '') guestKeys.add(emailKey)
  }
  return { userIds: [...userIds], guestKeys: [...guestKeys] }
}

/**
 * Makes the sums of these buyers anew from their orders; answers how many rows had to change. Waits for others who
 * write orders of the same buyers, and only then looks: the sums always are those of all orders that are committed.
 */
export async function recountBuyers(tx: Tx, { userIds, guestKeys }: Buyers): Promise<number> {
  const ids = sql`any(${[...userIds]}::int[])`
  const keys = sql`any(${[...guestKeys]}::text[])`
  if (userIds.length > 0) await sql`select from shop_users where id = ${ids} order by id for no key update`.execute(tx)
  if (guestKeys.length > 0) await lockGuests(tx, guestKeys)
  const users =
    userIds.length === 0 ? 0 : await writeSums(tx, userSums, sql`o.shop_user_id = ${ids}`, sql`s.shop_user_id = ${ids}`)
  const guests =
    guestKeys.length === 0
      ? 0
      : await writeSums(
          tx,
          guestSums,
          sql`o.shop_user_id is null and o.email_key = ${keys}`,
          sql`s.address_key = ${keys}`,
        )
  return users + guests
}

/** A guest has no row to lock before the first order; a few locks for all of them, so that no batch takes many. */
async function lockGuests(tx: Tx, guestKeys: readonly string[]) {
  await sql`select pg_advisory_xact_lock(27, bucket) from (
    select distinct abs(hashtext(key) % 64) as bucket from unnest(${[...guestKeys]}::text[]) key order by 1) b`.execute(
    tx,
  )
}

type Sums = Readonly<{ table: RawBuilder<unknown>; key: RawBuilder<unknown>; of: RawBuilder<unknown> }>

const userSums: Sums = { table: sql`customer_stats`, key: sql`shop_user_id`, of: sql`o.shop_user_id` }
const guestSums: Sums = { table: sql`guest_stats`, key: sql`address_key`, of: sql`o.email_key` }

const sums = sql`count(*)::int as orders, sum(o.total_minor)::bigint as ordered_minor,
  sum(o.refunded_minor)::bigint as refunded_minor, min(o.placed_at) as first_at, max(o.placed_at) as last_at`
const values = (row: RawBuilder<unknown>) =>
  sql`(${row}.orders, ${row}.ordered_minor, ${row}.refunded_minor, ${row}.first_at, ${row}.last_at)`

async function writeSums(
  tx: Tx,
  { table, key, of }: Sums,
  orders: RawBuilder<unknown>,
  rows: RawBuilder<unknown>,
): Promise<number> {
  const { rows: changed } = await sql<{ n: number }>`
    with live as materialized (
      select ${of} as key, o.currency, ${sums} from shop_orders o where o.counted and ${orders} group by 1, 2
    ), gone as (
      delete from ${table} s where ${rows}
        and not exists (select from live where live.key = s.${key} and live.currency = s.currency) returning 1
    ), written as (
      insert into ${table} as s (${key}, currency, orders, ordered_minor, refunded_minor, first_at, last_at)
      select * from live
      on conflict (${key}, currency) do update set (orders, ordered_minor, refunded_minor, first_at, last_at) =
        ${values(sql`excluded`)} where ${values(sql`s`)} is distinct from ${values(sql`excluded`)} returning 1
    )
    select ((select count(*) from gone) + (select count(*) from written))::int as n`.execute(tx)
  return changed[0]!.n
}

/** Buyers whose sums are not those of their orders, read at one moment. Reads all orders. */
export async function driftedBuyers(db: Db): Promise<Buyers> {
  const drifted = ({ table, key, of }: Sums, where: RawBuilder<unknown>) => sql`
    select distinct coalesce(live.key, s.${key}) as key
    from (select ${of} as key, o.currency, ${sums} from shop_orders o where o.counted and ${where} group by 1, 2) live
      full join ${table} s on s.${key} = live.key and s.currency = live.currency
    where ${values(sql`s`)} is distinct from ${values(sql`live`)}`
  const users = await sql<{ key: number }>`${drifted(userSums, sql`o.shop_user_id is not null`)}`.execute(db)
  const guests = await sql<{ key: string }>`
    ${drifted(guestSums, sql`o.shop_user_id is null and o.email_key <> ''`)}`.execute(db)
  return { userIds: users.rows.map((row) => row.key), guestKeys: guests.rows.map((row) => row.key) }
}
