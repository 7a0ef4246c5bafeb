import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { contentProblem } from './content.ts'
import { oneLine, plain } from './quote.ts'

/** What a mailbox answers by itself to who writes to it first. */
export type Acknowledgement = Readonly<{ acknowledge: boolean; subject: string; text: string }>
export type AcknowledgementLine = Acknowledgement & Readonly<{ mailboxId: number; address: string }>

const columns = ['id as mailboxId', 'address', 'acknowledge', 'ackSubject as subject', 'ackText as text'] as const

export function listAcknowledgements(db: Db): Promise<AcknowledgementLine[]> {
  return db.selectFrom('mailboxes').select(columns).where('deletedAt', 'is', null).orderBy('id').execute()
}

/** Never the mail's own subject: whoever writes to us must not make us say something to others (inbound.md 4.1). */
export function acknowledgementSubject(subject: string): string {
  return oneLine(subject).slice(0, 200) || 'We have your mail'
}

/** Sets what a mailbox acknowledges with; the change tells what was there. The problem says what to mend. */
export async function setAcknowledgement(
  tx: Tx,
  actor: Actor,
  mailboxId: number,
  wanted: Acknowledgement,
): Promise<{ changeId: number } | 'not found' | { problem: string }> {
  const { acknowledge, subject, text } = wanted
  const problem = acknowledge || text ? contentProblem({ text, subject }) : undefined
  if (problem) return { problem: problem.replace('The letter', 'The acknowledgement') }
  const before = await tx
    .selectFrom('mailboxes')
    .select(columns)
    .where('id', '=', mailboxId)
    .where('deletedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!before) return 'not found'
  const after = { acknowledge, ackSubject: oneLine(subject).slice(0, 200), ackText: plain(text) }
  await tx.updateTable('mailboxes').set(after).where('id', '=', mailboxId).execute()
  const changeId = await recordChange(tx, actor, {
    kind: 'acknowledgement.update',
    before,
    after: { mailboxId, ...after },
  })
  return { changeId }
}
