import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { MailAddress } from '../database/tables.ts'
import { answersOf, type CsatAnswer } from './csat-answers.ts'
import { participantsOf } from './participants.ts'
import { type Suggestion, suggestionsOf } from './suggestions.ts'

/** What stands around an issue: its participants, what a rep may decide, what goes on with it, in which queues it is. */
export type Around = Readonly<{
  participants: MailAddress[]
  suggestions: Suggestion[]
  continuedBy: { id: number; subject: string }[]
  mailboxes: { id: number; address: string }[]
  /** How the customer says it went. */
  csat: CsatAnswer[]
}>

/** Four statements over indexes, whatever the size of the desk. */
export async function aroundIssue(db: Db, issueId: number): Promise<Around> {
  const [participants, suggestions, csat, { rows }] = await Promise.all([
    participantsOf(db, issueId),
    suggestionsOf(db, issueId),
    answersOf(db, issueId),
    sql<Pick<Around, 'continuedBy' | 'mailboxes'>>`${kept}
      select
        coalesce((select json_agg(json_build_object('id', i.id, 'subject', i.subject) order by i.id)
          from (select id, subject from issues where continues_id = ${issueId} and deleted_at is null
            and merged_into_id is null order by id limit 20) i), '[]') as continued_by,
        coalesce((select json_agg(json_build_object('id', m.id, 'address', m.address) order by m.id) from mailboxes m
          where m.id = (select mailbox_id from issues where id = ${issueId})
            or m.id in (select mailbox_id from issue_mailboxes where issue_id = ${issueId})), '[]') as mailboxes`.execute(
      db,
    ),
  ])
  return { participants, suggestions, csat, ...rows[0]! }
}
