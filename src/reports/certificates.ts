import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Choice, Report } from './report.ts'
import { byId, byRep, byText, oneOf, personColumn } from './shared.ts'

const kinds = ['promotional', 'sold']
const statuses = ['pending', 'active', 'exhausted', 'expired', 'void']
/** One that is past its last day is expired, whether or not its entry is written yet. */
const status = sql`case when c.status = 'active' and c.expires_at <= now() then 'expired' else c.status end`
const grantor = sql`case when c.campaign_recipient_id is not null then 'campaign' when c.issued_by is not null then 'rep' else 'shop' end`
const campaign = sql`x.campaign_id`
const itsPerson = sql`left join user_identifications p on p.id = c.user_identification_id
  left join gift_programs g on g.id = c.program_id`

/** Certificates by when they were issued; those that were sold are the original's “purchased”. Never a code. */
export const certificates: Report = {
  name: 'certificates',
  key: sql`c.id`,
  time: sql`c.issued_at`,
  from: sql`gift_certificates c left join campaign_recipients x on x.id = c.campaign_recipient_id`,
  joined: sql`${itsPerson} left join reps r on r.id = c.issued_by`,
  always: sql`true`,
  sort: '-issued',
  columns: {
    certificate: { kind: 'number', value: sql`c.id`, noun: 'certificate', ref: sql`c.id` },
    issued: { kind: 'time', value: sql`c.issued_at` },
    person: { ...personColumn, value: sql`case when p.id is not null then ${personColumn.value} end`, empty: true },
    amount: { kind: 'money', value: sql`c.initial_minor::float8` },
    left: { kind: 'money', value: sql`c.balance_minor::float8` },
    currency: { kind: 'text', value: sql`c.currency` },
    certificateStatus: { kind: 'word', value: status },
    certificateKind: { kind: 'word', value: sql`c.kind` },
    program: { kind: 'text', value: sql`g.name`, empty: true },
    rep: { kind: 'text', value: sql`r.name`, empty: true },
    grantor: { kind: 'word', value: grantor },
    issue: { kind: 'number', value: sql`c.issue_id`, empty: true, noun: 'issue', ref: sql`c.issue_id` },
    campaign: { kind: 'number', value: campaign, empty: true, noun: 'campaign', ref: campaign },
    expires: { kind: 'time', value: sql`c.expires_at` },
  },
  filters: {
    certificateKind: oneOf(kinds, (word) => sql`c.kind = ${sql.lit(word)}`),
    certificateStatus: oneOf(statuses, (word) => sql`${status} = ${word}`),
    grantor: oneOf(['rep', 'campaign', 'shop'], (word) => sql`${grantor} = ${word}`),
    rep: byRep(sql`c.issued_by`),
    program: byId(sql`c.program_id`, programChoices),
    currency: byText(sql`c.currency`),
    campaign: byId(campaign),
    issue: byId(sql`c.issue_id`),
    person: byId(sql`c.user_identification_id`),
  },
}

const entryKinds = ['issue', 'redeem', 'refund', 'expire', 'void', 'adjust']

/**
 * The ledger of certificates by when a line was written: what was redeemed is its lines “redeem”, and what is owed at
 * a time is the sum of all lines until then. Amounts are signed.
 */
export const certificateEntries: Report = {
  name: 'certificate-entries',
  key: sql`e.id`,
  time: sql`e.at`,
  from: sql`gift_entries e join gift_certificates c on c.id = e.certificate_id`,
  joined: sql`${itsPerson} left join reps r on r.id = e.rep_id`,
  always: sql`true`,
  sort: '-at',
  columns: {
    at: { kind: 'time', value: sql`e.at` },
    certificate: { kind: 'number', value: sql`c.id`, noun: 'certificate', ref: sql`c.id` },
    entryKind: { kind: 'word', value: sql`e.kind` },
    amount: { kind: 'money', value: sql`e.amount_minor::float8` },
    balanceAfter: { kind: 'money', value: sql`e.balance_after::float8` },
    currency: { kind: 'text', value: sql`c.currency` },
    order: { kind: 'text', value: sql`e.order_number`, empty: true, noun: 'order', ref: sql`e.order_number` },
    person: { ...personColumn, value: sql`case when p.id is not null then ${personColumn.value} end`, empty: true },
    certificateKind: { kind: 'word', value: sql`c.kind` },
    program: { kind: 'text', value: sql`g.name`, empty: true },
    rep: { kind: 'text', value: sql`r.name`, empty: true },
    reason: { kind: 'text', value: sql`e.reason` },
  },
  filters: {
    entryKind: oneOf(entryKinds, (word) => sql`e.kind = ${sql.lit(word)}`),
    certificateKind: oneOf(kinds, (word) => sql`c.kind = ${sql.lit(word)}`),
    program: byId(sql`c.program_id`, programChoices),
    rep: byRep(sql`e.rep_id`),
    currency: byText(sql`c.currency`),
    order: byText(sql`e.order_number`),
    certificate: byId(sql`c.id`),
    person: byId(sql`c.user_identification_id`),
  },
}

async function programChoices(db: Db): Promise<readonly Choice[]> {
  const { rows } =
    await sql<Choice>`select id::text as value, name as label from gift_programs order by lower(name), id limit 500`.execute(
      db,
    )
  return rows
}
