import { sql } from 'kysely'
import { byNumber, type Report } from './report.ts'
import { byId, mailboxChoices, oneOf } from './shared.ts'

const sender = sql`coalesce(nullif(e.from_address, ''), d.mail_from)`
const itsIssue = sql`(select min(a.issue_id) from actions a where a.interaction_id = e.interaction_id and a.deleted_at is null)`

/**
 * Mail by when it was received: a row for each delivery, as in the ledger of incoming mail. Sorted by its number, which
 * is the order in which it came: that index is there already, and filing pays for no other.
 */
export const mail: Report = {
  name: 'mail',
  key: sql`d.id`,
  time: sql`d.received_at`,
  from: sql`deliveries d left join mailboxes m on m.id = d.mailbox_id left join emails e on e.delivery_id = coalesce(d.copy_of_id, d.id)`,
  always: sql`true`,
  sort: '-mail',
  columns: {
    mail: { kind: 'number', value: sql`d.id`, noun: 'mail', ref: sql`d.id`, sort: byNumber(sql`d.id`) },
    received: { kind: 'time', value: sql`d.received_at` },
    from: { kind: 'text', value: sender },
    subject: { kind: 'text', value: sql`e.subject`, empty: true, noun: 'issue', ref: itsIssue },
    recipient: { kind: 'text', value: sql`d.recipient` },
    mailState: { kind: 'word', value: sql`d.state` },
    reason: { kind: 'text', value: sql`d.reason`, empty: true },
    automaticMail: { kind: 'flag', value: sql`d.automatic` },
    verified: { kind: 'word', value: sql`e.verified`, empty: true },
    source: { kind: 'word', value: sql`d.source` },
    mailbox: { kind: 'text', value: sql`m.address`, empty: true },
    settled: { kind: 'time', value: sql`d.settled_at`, empty: true },
  },
  filters: {
    mailState: oneOf(['kept', 'filed', 'held', 'failed'], (word) => sql`d.state = ${sql.lit(word)}`),
    automaticMail: oneOf(['yes', 'no'], (word) => (word === 'yes' ? sql`d.automatic` : sql`not d.automatic`)),
    source: oneOf(['smtp', 'imap', 'import', 'api'], (word) => sql`d.source = ${sql.lit(word)}`),
    verified: oneOf(['pass', 'fail', 'none', 'unknown'], (word) => sql`e.verified = ${sql.lit(word)}`),
    mailbox: byId(sql`d.mailbox_id`, mailboxChoices),
    sender: { kind: 'text', where: (value) => sql`lower(${sender}) = lower(${value}::text)` },
  },
}
