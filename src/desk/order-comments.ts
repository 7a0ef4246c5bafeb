import type { Tx } from '../database/connection.ts'
import { lockComment, writeComment } from '../shop/order-comments.ts'
import { type Actor, recordChange } from './changes.ts'

export type CommentWish = Readonly<{ orderId: number; comment: string; version?: number | undefined }>

export type Commented =
  | 'not found'
  | { conflict: { comment: { yours: string; theirs: string } } }
  | { changeId: number | null }

/** Sets the reps' comment on an order. With `version`, the one that the caller saw, a newer one is a conflict. */
export async function commentOrder(
  tx: Tx,
  actor: Actor,
  { orderId, comment, version }: CommentWish,
): Promise<Commented> {
  const now = await lockComment(tx, orderId)
  if (!now) return 'not found'
  if (version !== undefined && version !== now.version)
    return { conflict: { comment: { yours: comment, theirs: now.comment } } }
  if (comment === now.comment) return { changeId: null }
  await writeComment(tx, orderId, comment, actor.repId)
  const before = { orderId, comment: now.comment }
  return { changeId: await recordChange(tx, actor, { kind: 'order.comment', before, after: { orderId, comment } }) }
}

type Change = Readonly<{ id: number; before: Record<string, unknown>; after: Record<string, unknown> }>
type OfOrder = { orderId: number; comment: string }

/** Puts the comment back that was there before, unless somebody wrote another since. */
export async function undoComment(tx: Tx, actor: Actor, { before, after }: Change) {
  const { orderId, comment } = before as OfOrder
  const now = await lockComment(tx, orderId)
  if (!now) return { conflict: 'The order is gone.' }
  if (now.comment !== (after as OfOrder).comment)
    return { conflict: 'Somebody wrote another comment on the order since: change that one.' }
  await writeComment(tx, orderId, comment, actor.repId)
  return { changeId: await recordChange(tx, actor, { kind: 'order.comment', before: after, after: before }) }
}
