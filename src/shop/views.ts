import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'

/** A signed-in user looked at a product or at a category; all by the shop's ids. */
export type PutView = Readonly<{
  user: string
  product?: string | undefined
  category?: string | undefined
  at: Date
}>

/**
 * Writes views, the same one only once, and moves the users' last view and visit. Those that name a user or product the shop
 * never told of are left out; answers how many came in, also those that were there before.
 */
export async function addViews(tx: Tx, views: readonly PutView[]): Promise<number> {
  if (views.length === 0) return 0
  const rows = views.map(({ user, product = null, category = null, at }) => ({
    ...{ by: user, product, category, at },
  }))
  const { rows: counted } = await sql<{ known: number }>`
    with told as materialized (
      select u.id as user_id, p.id as product_id, r.category, r.at
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(by text, product text, category text, at timestamptz)
      join shop_users u on u.external_id = r.by left join shop_products p on p.external_id = r.product
      where (p.id is null) <> (r.category is null)
    ), written as (
      insert into shop_views (shop_user_id, product_id, category, at)
      select user_id, product_id, category, at from told on conflict do nothing
    ), visited as (
      update shop_users u set last_visit_at = greatest(u.last_visit_at, v.at), last_view_at = greatest(u.last_view_at, v.at)
      from (select user_id, max(at) as at from told group by user_id order by user_id) v
      where u.id = v.user_id and (u.last_view_at is null or u.last_view_at < v.at)
    )
    select count(*)::int as known from told`.execute(tx)
  return counted[0]!.known
}

/** What a registered user looked at: each product or category once, the last time first. */
export type Seen = Readonly<{ product: string | null; name: string; category: string | null; times: number; at: Date }>

const lately = 500

/** Of the newest 500 looks. */
export async function viewsOf(db: Db, shopUserId: number): Promise<Seen[]> {
  const { rows } = await sql<Seen>`
    select p.external_id as product, coalesce(p.name, '') as name, v.category, count(*)::int as times, max(v.at) as at
    from (select product_id, category, at from shop_views where shop_user_id = ${shopUserId}
      order by at desc limit ${lately}) v left join shop_products p on p.id = v.product_id
    group by p.id, p.external_id, p.name, v.category order by max(v.at) desc`.execute(db)
  return rows
}
