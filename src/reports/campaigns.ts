import { type RawBuilder, sql } from 'kysely'
import { campaignStates, recipientStates } from '../database/tables-campaigns.ts'
import type { Column, Report } from './report.ts'
import { byId, byRep, byText, oneOf, personColumn } from './shared.ts'

const started = sql<Date>`coalesce(c.started_at, c.send_at, c.created_at)`
/** By the sums that the senders keep: no recipient is counted. */
const sums = sql`(select campaign_id, sum(delta) filter (where name = 'total') as total,
  sum(delta) filter (where name = 'sent') as sent, sum(delta) filter (where name = 'failed') as failed,
  sum(delta) filter (where name like 'skipped:%') as skipped, sum(delta) filter (where name = 'bounce') as bounced,
  sum(delta) filter (where name = 'complaint') as complained, sum(delta) filter (where name = 'reply') as replied,
  sum(delta) filter (where name = 'unsubscribe') as unsubscribed
  from campaign_counts group by campaign_id)`
const sum = (column: RawBuilder<unknown>): Column => ({ kind: 'number', value: sql`coalesce(${column}, 0)::float8` })

/** Campaigns by when their recipients were chosen; drafts by when they are to go or were made. */
export const campaigns: Report = {
  name: 'campaigns',
  key: sql`c.id`,
  time: started,
  from: sql`campaigns c`,
  joined: sql`left join mailboxes m on m.id = c.mailbox_id left join reps r on r.id = c.author_id
    left join reps b on b.id = c.launched_by left join ${sums} s on s.campaign_id = c.id
    left join campaign_figures f on f.campaign_id = c.id`,
  always: sql`true`,
  sort: '-started',
  columns: {
    campaign: { kind: 'text', value: sql`c.name`, noun: 'campaign', ref: sql`c.id` },
    campaignState: { kind: 'word', value: sql`c.state` },
    started: { kind: 'time', value: started },
    finished: { kind: 'time', value: sql`c.finished_at`, empty: true },
    recipients: sum(sql`s.total`),
    sent: sum(sql`s.sent`),
    failed: sum(sql`s.failed`),
    skipped: sum(sql`s.skipped`),
    bounced: sum(sql`s.bounced`),
    complained: sum(sql`s.complained`),
    replied: sum(sql`s.replied`),
    unsubscribed: sum(sql`s.unsubscribed`),
    redeemed: sum(sql`f.redeemed`),
    orders: sum(sql`f.orders`),
    list: { kind: 'text', value: sql`c.list`, empty: true },
    mailbox: { kind: 'text', value: sql`m.address`, empty: true },
    author: { kind: 'text', value: sql`r.name`, empty: true },
    launchedBy: { kind: 'text', value: sql`b.name`, empty: true },
  },
  filters: {
    campaignState: oneOf(campaignStates, (word) => sql`c.state = ${sql.lit(word)}`),
    basis: oneOf(['consent', 'softOptIn'], (word) => sql`c.basis = ${sql.lit(word)}`),
    list: byText(sql`c.list`),
    author: byRep(sql`c.author_id`),
    launchedBy: byRep(sql`c.launched_by`),
  },
}

const events = ['bounce', 'complaint', 'reply', 'automatic', 'unsubscribe']

/** The letters of campaigns, a row for each recipient, by when their campaign's recipients were chosen. */
export const recipients: Report = {
  name: 'recipients',
  key: sql`r.id`,
  time: started,
  from: sql`campaign_recipients r join campaigns c on c.id = r.campaign_id`,
  joined: sql`left join user_identifications p on p.id = r.user_identification_id`,
  always: sql`true`,
  sort: '-id',
  columns: {
    id: { kind: 'number', value: sql`r.id` },
    address: { kind: 'text', value: sql`r.address` },
    person: { ...personColumn, value: sql`case when p.id is not null then ${personColumn.value} end`, empty: true },
    campaign: { kind: 'text', value: sql`c.name`, noun: 'campaign', ref: sql`c.id` },
    recipientState: { kind: 'word', value: sql`r.state` },
    skipReason: { kind: 'text', value: sql`r.skip_reason`, empty: true },
    settled: { kind: 'time', value: sql`r.done_at`, empty: true },
    attempts: { kind: 'number', value: sql`r.attempts` },
    bounced: { kind: 'text', value: sql`r.bounced`, empty: true },
    issue: { kind: 'number', value: sql`r.issue_id`, empty: true, noun: 'issue', ref: sql`r.issue_id` },
  },
  filters: {
    campaign: byId(sql`r.campaign_id`),
    recipientState: oneOf(recipientStates, (word) => sql`r.state = ${sql.lit(word)}`),
    skipReason: byText(sql`r.skip_reason`),
    event: oneOf(
      events,
      (word) => sql`exists (select from campaign_events v where v.recipient_id = r.id and v.kind = ${sql.lit(word)})`,
    ),
    person: byId(sql`r.user_identification_id`),
  },
}
