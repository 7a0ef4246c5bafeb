import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'

/** One of the comments that an order had: by whom and when; the newest first is what the order shows. */
export type OrderComment = Readonly<{ id: number; comment: string; rep: string | null; at: Date }>

/** The newest 50. */
export async function commentsOf(db: Db, orderId: number): Promise<OrderComment[]> {
  const { rows } = await sql<OrderComment>`
    select c.id, c.comment, r.name as rep, c.at from shop_order_comments c left join reps r on r.id = c.rep_id
    where c.order_id = ${orderId} order by c.id desc limit 50`.execute(db)
  return rows
}

/** The comment as it is now, locked until the transaction ends; undefined when there is no such order. */
export async function lockComment(tx: Tx, orderId: number): Promise<{ comment: string; version: number } | undefined> {
  const { rows } = await sql<{ comment: string; version: number }>`
    select comment, comment_version as version from shop_orders where id = ${orderId} for update`.execute(tx)
  return rows[0]
}

/** Writes the next comment and keeps it in the history. */
export async function writeComment(tx: Tx, orderId: number, comment: string, repId: number | null): Promise<void> {
  await sql`update shop_orders set comment = ${comment}, comment_version = comment_version + 1
    where id = ${orderId}`.execute(tx)
  await tx.insertInto('shopOrderComments').values({ orderId, comment, repId }).execute()
}
