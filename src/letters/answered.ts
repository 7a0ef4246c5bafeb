import { sql } from 'kysely'
import type { Quote } from '../../templates/letters/letter.tsx'
import type { Db } from '../database/connection.ts'
import { quoteMail } from './quote.ts'

/** The mail that a letter answers. */
export type Answered = Readonly<{
  id: number
  interactionId: number
  mailboxId: number
  messageId: string
  referenceIds: string[]
  fromName: string
  fromAddress: string
  subject: string
  text: string
  at: Date
}>

/** The newest mail of the issue that a person wrote, else the newest at all; undefined where none came. */
export async function mailToAnswer(db: Db, issueId: number): Promise<Answered | undefined> {
  const { rows } = await sql<Answered>`
    select e.id, e.interaction_id, e.mailbox_id, e.message_id, e.reference_ids, e.from_name, e.from_address, e.subject,
      e.text, least(coalesce(e.date, e.received_at), e.received_at) as at
    from actions a join emails e on e.interaction_id = a.interaction_id
    where a.issue_id = ${issueId} and a.deleted_at is null
    order by (e.automatic is null) desc, a.interaction_id desc limit 1`.execute(db)
  return rows[0]
}

/** The ids of the conversation, oldest first: those that the mail answered names, its own, our letters since. */
export async function conversationIds(db: Db, issueId: number, answered: Answered | undefined): Promise<string[]> {
  const { rows } = await sql<{ messageId: string }>`
    select l.message_id from actions a join letters l on l.interaction_id = a.interaction_id
    where a.issue_id = ${issueId} and a.deleted_at is null and l.state <> 'cancelled'
      and l.interaction_id > ${answered?.interactionId ?? 0}
    order by l.interaction_id desc limit 20`.execute(db)
  const letters = rows.map((row) => row.messageId).reverse()
  return [...(answered ? [...answered.referenceIds, answered.messageId] : []), ...letters]
}

export function answeredQuote({ fromName, fromAddress, at, text }: Answered): Quote {
  return quoteMail({ name: fromName, address: fromAddress, at, text })
}
