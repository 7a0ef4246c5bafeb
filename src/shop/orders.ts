import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { after, cutPage, type Page, readCursor } from '../database/cursor.ts'
import type { Shipping } from '../database/tables-shop.ts'
import { addressKey } from '../mail/address.ts'
import { countsBy, holdShopRules } from './rules.ts'
import { buyersOf, type Owner, recountBuyers } from './stats.ts'

export type PutOrderLine = Readonly<{
  product: string
  name?: string | undefined
  quantity: number
  amountMinor: number
  state?: string | undefined
}>

/** What the shop sends: the whole order. `user` is the shop's id; a guest's order has an e-mail address at most. */
export type PutOrder = Readonly<{
  externalId: string
  user?: string | undefined
  email?: string | undefined
  number: string
  state: string
  placedAt: Date
  currency: string
  totalMinor: number
  refundedMinor?: number | undefined
  shipping?: Shipping | undefined
  lines: readonly PutOrderLine[]
}>

export type OrderLine = Readonly<{
  product: string
  name: string
  quantity: number
  amountMinor: number
  state: string
}>

/** An order as the shop told it, with the reps' own note. */
export type Order = Readonly<{
  id: number
  externalId: string
  number: string
  shopUserId: number | null
  email: string
  state: string
  placedAt: Date
  currency: string
  totalMinor: number
  refundedMinor: number
  shipping: Shipping
  comment: string
  commentVersion: number
  lines: OrderLine[]
}>

/**
 * Writes orders with their lines and the sums of their buyers, old and new, in a few statements for any number; the
 * last of two with one id wins.
 */
export async function putOrders(tx: Tx, orders: readonly PutOrder[]): Promise<void> {
  const last = [...new Map(orders.map((order) => [order.externalId, order])).values()]
  if (last.length === 0) return
  const rows = last.map(orderRow).sort((a, b) => (a.external_id < b.external_id ? -1 : 1))
  const rules = await holdShopRules(tx)
  const { rows: before } = await sql<Owner>`
    select shop_user_id, email_key from shop_orders where external_id = any(${rows.map((row) => row.external_id)}::text[])
    order by external_id for no key update`.execute(tx)
  const { rows: after } = await sql<Owner>`
    insert into shop_orders (external_id, number, shop_user_id, email, email_key, state, placed_at, currency,
      total_minor, refunded_minor, shipping, counted)
    select r.external_id, r.number, u.id, r.email, r.email_key, r.state, r.placed_at, r.currency, r.total_minor,
      r.refunded_minor, r.shipping, ${countsBy(rules, sql`r.state`, sql`r.currency`)}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(external_id text, number text, by text, email text,
      email_key text, state text, placed_at timestamptz, currency text, total_minor bigint, refunded_minor bigint,
      shipping jsonb)
    left join shop_users u on u.external_id = r.by
    on conflict (external_id) do update set number = excluded.number, shop_user_id = excluded.shop_user_id,
      email = excluded.email, email_key = excluded.email_key, state = excluded.state, placed_at = excluded.placed_at,
      currency = excluded.currency, total_minor = excluded.total_minor, refunded_minor = excluded.refunded_minor,
      shipping = excluded.shipping, counted = excluded.counted, updated_at = now()
    returning shop_user_id, email_key`.execute(tx)
  await putLines(tx, last)
  await recountBuyers(tx, buyersOf([...before, ...after]))
}

async function putLines(tx: Tx, orders: readonly PutOrder[]) {
  await sql`delete from shop_order_lines l using shop_orders o where o.id = l.order_id
    and o.external_id = any(${orders.map((order) => order.externalId)}::text[])`.execute(tx)
  const lines = orders.flatMap(({ externalId, lines }) =>
    lines.map(({ product, name = '', quantity, amountMinor, state = '' }, position) => ({
      ...{ external_id: externalId, position, product, name, quantity, amount_minor: amountMinor, state },
    })),
  )
  if (lines.length === 0) return
  await sql`
    insert into shop_order_lines (order_id, position, product_id, product, name, quantity, amount_minor, state)
    select o.id, r.position, p.id, r.product, r.name, r.quantity, r.amount_minor, r.state
    from json_to_recordset(${JSON.stringify(lines)}::json) as r(external_id text, position smallint, product text,
      name text, quantity int, amount_minor bigint, state text)
    join shop_orders o using (external_id) left join shop_products p on p.external_id = r.product`.execute(tx)
}

function orderRow(order: PutOrder) {
  const { user = null, email = '', refundedMinor = 0, shipping = {} } = order
  return {
    external_id: order.externalId,
    number: order.number,
    by: user,
    email,
    email_key: addressKey(email),
    state: order.state,
    placed_at: order.placedAt,
    currency: order.currency,
    total_minor: order.totalMinor,
    refunded_minor: refundedMinor,
    shipping,
  }
}

/** The order that people call so, the newest where a shop used a number twice. */
export async function findOrder(db: Db, number: string): Promise<Order | undefined> {
  return (await selectOrders(db, sql`o.number = ${number}`, 1))[0]
}

/** Newest first: of registered users and of bare addresses. At most `limit`. */
export async function ordersOf(
  db: Db,
  who: { shopUserIds: readonly number[]; emails: readonly string[] },
  limit: number,
): Promise<Order[]> {
  const ids = sql`o.id in ((select id from shop_orders where shop_user_id = any(${[...who.shopUserIds]}::int[])
      order by placed_at desc limit ${limit})
    union (select id from shop_orders where email_key <> '' and shop_user_id is null
      and email_key = any(${who.emails.map(addressKey)}::text[]) order by placed_at desc limit ${limit}))`
  return selectOrders(db, ids, limit)
}

/** Orders whose number begins so, newest first. */
export async function ordersLike(db: Db, part: string, limit: number): Promise<Order[]> {
  const prefix = `${part.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return part ? selectOrders(db, sql`lower(o.number) like ${prefix}`, limit) : []
}

/** Orders whose number begins so (all of them for ''), newest first, by keyset. */
export async function listOrders(db: Db, part: string, page: Page): Promise<{ items: Order[]; next: string | null }> {
  const cursor = readCursor(page.cursor)
  const prefix = `${part.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const where = [
    ...(part ? [sql`lower(o.number) like ${prefix}`] : []),
    ...(cursor ? [after(sql`o.placed_at`, sql`o.id`, cursor)] : []),
    sql`true`,
  ]
  const found = await selectOrders(db, sql.join(where, sql` and `), page.limit + 1)
  const rows = found.map((order) => ({ id: order.id, micros: `${+order.placedAt * 1000}`, order }))
  const { rows: kept, next } = cutPage(rows, page.limit)
  return { items: kept.map(({ order }) => order), next }
}

type OrderRow = Omit<Order, 'totalMinor' | 'refundedMinor'> & { totalMinor: string; refundedMinor: string }

async function selectOrders(db: Db, where: RawBuilder<unknown>, limit: number): Promise<Order[]> {
  const { rows } = await sql<OrderRow>`
    select o.id, o.external_id, o.number, o.shop_user_id, o.email, o.state, o.placed_at, o.currency, o.total_minor,
      o.refunded_minor, o.shipping, o.comment, o.comment_version,
      coalesce((select json_agg(json_build_object('product', l.product, 'name', coalesce(nullif(l.name, ''), p.name, ''),
          'quantity', l.quantity, 'amountMinor', l.amount_minor, 'state', l.state) order by l.position)
        from shop_order_lines l left join shop_products p on p.id = l.product_id where l.order_id = o.id), '[]') as lines
    from shop_orders o where ${where} order by o.placed_at desc, o.id desc limit ${limit}`.execute(db)
  return rows.map((row) => ({
    ...row,
    totalMinor: Number(row.totalMinor),
    refundedMinor: Number(row.refundedMinor),
  }))
}
