import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { recountBuyers } from './stats.ts'

/**
 * What the shop told of a person: orders keep number, dates, states, amounts and products; names, addresses, comments
 * and looks go. The user stays as a bare number, to which the orders belong.
 */
export async function eraseBuyer(
  tx: Tx,
  shopUserIds: readonly number[],
  addressKeys: readonly string[],
): Promise<void> {
  const users = sql`any(${[...shopUserIds]}::int[])`
  const keys = sql`any(${[...addressKeys]}::text[])`
  const { rows } = await sql<{ id: number }>`
    select id from shop_orders where shop_user_id = ${users}
    union select id from shop_orders where email_key <> '' and email_key = ${keys}`.execute(tx)
  const orders = sql`any(${rows.map((row) => row.id)}::int[])`
  await sql`update shop_orders set email = '', email_key = '', shipping = '{}', comment = '',
    comment_version = comment_version + 1 where id = ${orders}`.execute(tx)
  await sql`delete from shop_order_comments where order_id = ${orders}`.execute(tx)
  await sql`update changes set kind = 'erased', before = '{}', after = '{}'
    where kind = 'order.comment' and (after->>'orderId')::int = ${orders}`.execute(tx)
  await sql`delete from shop_views where shop_user_id = ${users}`.execute(tx)
  await sql`delete from shop_user_classes where shop_user_id = ${users}`.execute(tx)
  await sql`delete from match_proposals where shop_user_id = ${users}`.execute(tx)
  await sql`update shop_users set email = '', email_key = '', first_names = '', last_name = '', phone = '',
    phone_key = '', postal_code = '', postal_key = '', country = '', language = '', match_due = false, last_view_at = null
    where id = ${users}`.execute(tx)
  await recountBuyers(tx, { userIds: shopUserIds, guestKeys: addressKeys })
}
