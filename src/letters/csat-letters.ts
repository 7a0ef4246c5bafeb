import { sql } from 'kysely'
import type { Database, Tx } from '../database/connection.ts'
import { lockIssue } from '../desk/issue-values.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { conversationIds, mailToAnswer } from './answered.ts'
import { nobody } from './automatic.ts'
import { askedBy, questionFor } from './csat-question.ts'
import { usualRecipients } from './recipients.ts'
import { answerSubject } from './subject.ts'
import { type Desk, writeLetter } from './write.ts'

const most = 100

/**
 * Asks by a letter of its own, in mailboxes that are set so, ten minutes after an issue was closed: then an undo or a
 * second thought has had its time. What was closed longer than two hours ago is not asked any more. For cron.
 */
export async function askByLetter(db: Database, desk: Desk): Promise<void> {
  const { rows } = await sql<{ id: number; mailboxId: number }>`
    select i.id, s.mailbox_id from issues i join csat_settings s on s.way = 'letter'
      and s.mailbox_id = coalesce(i.mailbox_id, (select min(id) from mailboxes where deleted_at is null))
    where i.closed_at between now() - interval '2 hours' and now() - interval '10 minutes' and i.listed
      and i.deleted_at is null and i.merged_into_id is null and i.origin = 'human'
      and not exists (select from csat_questions q where q.issue_id = i.id and q.asked_at > i.closed_at)
    order by i.closed_at limit ${most}`.execute(db)
  for (const { id, mailboxId } of rows) await db.transaction().execute((tx) => ask(tx, desk, id, mailboxId))
}

async function ask(tx: Tx, desk: Desk, issueId: number, mailboxId: number): Promise<void> {
  const issue = await lockIssue(tx, issueId)
  if (!issue?.values.closedAt) return
  const [recipient] = (await usualRecipients(tx, issueId)).to
  const mailbox = (await listMailboxes(tx)).find((each) => each.id === mailboxId)
  if (!recipient || !mailbox) return
  const { closedBy: repId, subject } = issue.values
  const question = await questionFor(tx, desk, {
    ...{ issueId, mailboxId, address: recipient.address, way: 'letter', repId },
  })
  if (!question) return
  const answered = await mailToAnswer(tx, issueId)
  const { letterId } = await writeLetter(tx, desk, nobody, {
    ...{ kind: 'automatic', issueIds: [issueId], personId: issue.personId, mailbox, answered, quote: null },
    recipients: { to: [recipient], cc: [], bcc: [] },
    subject: answerSubject(answered?.subject || subject),
    ...{ text: question.text, html: undefined, conversation: await conversationIds(tx, issueId, answered) },
    enclosures: { ids: [], files: [] },
    ...{ close: false, sendAt: undefined, cancelIfReplied: false },
  })
  await askedBy(tx, question.id, letterId)
}
