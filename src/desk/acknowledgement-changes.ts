import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'

/** What a mailbox answers by itself to who writes to it first. */
export type Acknowledgement = Readonly<{ acknowledge: boolean; subject: string; text: string }>

const columns = ['acknowledge', 'ackSubject as subject', 'ackText as text'] as const

/** Sets what a mailbox acknowledges with, into the history; 'not found' for one that is not in use. */
export async function writeAcknowledgement(
  tx: Tx,
  actor: Actor,
  mailboxId: number,
  after: Acknowledgement,
): Promise<{ changeId: number } | 'not found'> {
  const before = await lock(tx, mailboxId)
  if (!before) return 'not found'
  const { acknowledge, subject: ackSubject, text: ackText } = after
  await tx.updateTable('mailboxes').set({ acknowledge, ackSubject, ackText }).where('id', '=', mailboxId).execute()
  const change = { kind: 'mailbox.acknowledge', before: { mailboxId, ...before }, after: { mailboxId, ...after } }
  return { changeId: await recordChange(tx, actor, change) }
}

/** Puts back what was there, unless somebody set it anew since. */
export async function undoAcknowledgement(
  tx: Tx,
  actor: Actor,
  { before, after }: Readonly<{ before: Record<string, unknown>; after: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  const { mailboxId, ...old } = before as Acknowledgement & { mailboxId: number }
  const now = await lock(tx, mailboxId)
  const same = now && (['acknowledge', 'subject', 'text'] as const).every((name) => now[name] === after[name])
  if (!same) return { conflict: 'the acknowledgement was changed again, or its mailbox is gone' }
  const result = await writeAcknowledgement(tx, actor, mailboxId, old)
  return result === 'not found' ? { conflict: 'its mailbox is gone' } : result
}

function lock(tx: Tx, mailboxId: number): Promise<Acknowledgement | undefined> {
  return tx
    .selectFrom('mailboxes')
    .select(columns)
    .where('id', '=', mailboxId)
    .where('deletedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}
