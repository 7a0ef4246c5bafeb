import { sql } from 'kysely'
import { letterStates } from '../database/tables.ts'
import { byNumber, type Report } from './report.ts'
import { byId, byRep, mailboxChoices, oneOf, personColumn } from './shared.ts'

const itsIssue = sql`(select min(a.issue_id) from actions a where a.interaction_id = l.interaction_id and a.deleted_at is null)`
const first = sql`l.to_list -> 0 ->> 'address'`
const kind = sql`case when l.kind = 'automatic' then 'automatic' else 'rep' end`

/** Letters by when they were written; those of campaigns have a report of their own (recipients.ts). */
export const letters: Report = {
  name: 'letters',
  key: sql`l.id`,
  time: sql`l.created_at`,
  from: sql`letters l left join interactions n on n.id = l.interaction_id`,
  joined: sql`left join user_identifications p on p.id = n.user_identification_id left join reps r on r.id = l.rep_id
    left join mailboxes m on m.id = l.mailbox_id`,
  always: sql`true`,
  sort: '-written',
  columns: {
    id: { kind: 'number', value: sql`l.id`, sort: byNumber(sql`l.id`) },
    written: { kind: 'time', value: sql`l.created_at` },
    subject: { kind: 'text', value: sql`l.subject`, noun: 'issue', ref: itsIssue },
    person: personColumn,
    to: { kind: 'text', value: first, empty: true },
    rep: { kind: 'text', value: sql`r.name`, empty: true },
    writtenBy: { kind: 'word', value: kind },
    letterState: { kind: 'word', value: sql`l.state` },
    sent: { kind: 'time', value: sql`l.sent_at`, empty: true },
    attempts: { kind: 'number', value: sql`l.attempts` },
    mailbox: { kind: 'text', value: sql`m.address`, empty: true },
  },
  filters: {
    letterState: oneOf(letterStates, (word) => sql`l.state = ${sql.lit(word)}`),
    writtenBy: oneOf(['rep', 'automatic'], (word) =>
      word === 'automatic' ? sql`l.kind = 'automatic'` : sql`l.kind <> 'automatic'`,
    ),
    rep: byRep(sql`l.rep_id`),
    mailbox: byId(sql`l.mailbox_id`, mailboxChoices),
    person: byId(sql`n.user_identification_id`),
  },
}
