import type { Db, Tx } from '../database/connection.ts'
import { type Acknowledgement, writeAcknowledgement } from '../desk/acknowledgement-changes.ts'
import type { Actor } from '../desk/changes.ts'
import { contentProblem } from './content.ts'
import { oneLine, plain } from './quote.ts'

export type AcknowledgementLine = Acknowledgement & Readonly<{ mailboxId: number; address: string }>

export function listAcknowledgements(db: Db): Promise<AcknowledgementLine[]> {
  return db
    .selectFrom('mailboxes')
    .select(['id as mailboxId', 'address', 'acknowledge', 'ackSubject as subject', 'ackText as text'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
}

/** Never the mail's own subject: whoever writes to us must not make us say something to others (inbound.md 4.1). */
export function acknowledgementSubject(subject: string): string {
  return oneLine(subject).slice(0, 200) || 'We have your mail'
}

/** Sets what a mailbox acknowledges with; the problem says what to mend. */
export async function setAcknowledgement(
  tx: Tx,
  actor: Actor,
  mailboxId: number,
  { acknowledge, subject, text }: Acknowledgement,
): Promise<{ changeId: number } | 'not found' | { problem: string }> {
  const problem = acknowledge || text ? contentProblem({ text, subject }) : undefined
  if (problem)
    return { problem: problem.replace('The letter', 'The acknowledgement').replace('a letter has', 'it has') }
  return writeAcknowledgement(tx, actor, mailboxId, {
    acknowledge,
    subject: oneLine(subject).slice(0, 200),
    text: plain(text),
  })
}
