import { sql } from 'kysely'
import type { Database } from '../../src/database/connection.ts'

const labels = ['delay', 'return', 'odd one', 'odder', '(none) ', 'Größe']

/** Some hundred issues around the days on which clocks change in Europe and Australia, and what deals with them. */
export async function fillDesk(db: Database): Promise<void> {
  await sql`insert into reps (name, email) select 'Rep ' || n, 'rep' || n || '@shop.test' from generate_series(1, 3) n`.execute(
    db,
  )
  await sql`insert into picklist_items (picklist, label, position) values ('issue_type', 'delay', 1), ('issue_type', 'return', 2), ('info_used', 'delay', 1)`.execute(
    db,
  )
  await sql`insert into user_identifications (first_names, last_name) select 'Person', case when n % 3 > 0 then 'No ' || n else '' end from generate_series(1, 20) n`.execute(
    db,
  )
  await sql`insert into issues (user_identification_id, subject, origin, opened_at, closed_at, deleted_at, assignee_id)
    select 1 + n % 20, 'Subject ' || n % 7, (array['human', 'human', 'automatic', 'campaign'])[1 + n % 4],
      timestamptz '2026-03-20 00:00+00' + n * interval '77 minutes', case when n % 2 = 0 then timestamptz '2026-04-20 00:00+00' end,
      case when n % 11 = 0 then now() end, case when n % 3 > 0 then n % 3 end from generate_series(1, 400) n`.execute(
    db,
  )
  await sql`insert into issue_types (issue_id, type) select distinct id, (${sql.val(labels)}::text[])[1 + (id * k) % 6] from issues, generate_series(1, 2) k where id % 5 > 0`.execute(
    db,
  )
  await sql`insert into interactions (user_identification_id, originator, channel, rep_id, occurred_at)
    select user_identification_id, (array['customer', 'rep', 'automatic'])[1 + id % 3], (array['email', 'phone', 'note', 'pigeon', 'fax'])[1 + id % 5],
      case when id % 3 = 1 then 1 + id % 2 end, opened_at from issues`.execute(db)
  await sql`insert into actions (interaction_id, issue_id, details, deleted_at) select id, id, 'x', case when id % 13 = 0 then now() end from interactions`.execute(
    db,
  )
  await sql`insert into actions (interaction_id, issue_id, details) select id, 1 + id % 400, 'y' from interactions where id % 26 = 0 and 1 + id % 400 <> id`.execute(
    db,
  )
  await sql`insert into action_info_used (action_id, info_used) select distinct id, (${sql.val(labels)}::text[])[1 + (id * k) % 6] from actions, generate_series(1, 3) k where id % 4 > 0`.execute(
    db,
  )
}

/** What the other reports list: letters, mail, orders, certificates with their ledger, campaigns; after fillDesk(). */
export async function fillRest(db: Database): Promise<void> {
  await fillMail(db)
  await fillMoney(db)
  await fillCampaigns(db)
}

async function fillMail(db: Database) {
  await sql`insert into mailboxes (address, address_key) select 'box' || n || '@shop.test', 'box' || n || '@shop.test' from generate_series(1, 2) n`.execute(
    db,
  )
  await sql`insert into blobs (sha256, size, bytes) values ('\\x00', 1, '\\x00')`.execute(db)
  const box = sql`(select min(id) from mailboxes) + n.id % 2`
  await sql`insert into letters (interaction_id, mailbox_id, kind, envelope_from, to_list, subject, text, message_id, message_id_key, raw_sha256, state, rep_id, created_at, sent_at)
    select n.id, ${box}, (array['reply', 'new', 'automatic'])[1 + n.id % 3], 'a@shop.test',
      jsonb_build_array(jsonb_build_object('name', '', 'address', 'to' || n.id % 30 || '@example.test')), 'Re: ' || n.id % 9, 'x', 'id' || n.id, sha256(n.id::text::bytea), '\\x00',
      (array['sent', 'queued', 'failed', 'bounced'])[1 + n.id % 4], n.rep_id, n.occurred_at, case when n.id % 4 = 0 then n.occurred_at end
    from interactions n where n.id % 3 > 0`.execute(db)
  await sql`insert into deliveries (mailbox_id, source, recipient, mail_from, raw_sha256, state, reason, automatic, received_at)
    select ${box}, (array['smtp', 'imap', 'api'])[1 + n.id % 3], 'box@shop.test', 'from' || n.id % 40 || '@example.test', '\\x00',
      (array['filed', 'filed', 'filed', 'held', 'failed', 'kept'])[1 + n.id % 6], case when n.id % 6 = 3 then 'a rep must look' end, n.id % 5 = 0, n.occurred_at
    from interactions n`.execute(db)
  await sql`insert into emails (delivery_id, mailbox_id, interaction_id, fingerprint, message_id, message_id_key, from_address, subject, verified, parser_version, received_at)
    select d.id, d.mailbox_id, n.id, sha256(n.id::text::bytea), 'm' || n.id, sha256(n.id::text::bytea), 'From' || n.id % 40 || '@example.test', 'Help ' || n.id % 8,
      (array['pass', 'fail', 'none', 'unknown'])[1 + n.id % 4], 1, d.received_at
    from deliveries d join interactions n on n.occurred_at = d.received_at where d.state = 'filed'`.execute(db)
}

async function fillMoney(db: Database) {
  await sql`insert into shop_orders (external_id, number, email, email_key, state, placed_at, currency, total_minor, refunded_minor)
    select 'o' || n, 'N' || n, 'b' || n % 50 || '@example.test', 'b' || n % 50 || '@example.test', (array['paid', 'shipped', 'cancelled'])[1 + n % 3],
      timestamptz '2026-03-20 00:00+00' + n * interval '97 minutes', (array['EUR', 'USD'])[1 + n % 2], 1000 + n, case n % 5 when 0 then 1000 + n when 1 then 300 else 0 end
    from generate_series(1, 300) n`.execute(db)
  await sql`insert into gift_programs (name, kind, currency, each_minor) values ('Sorry', 'promotional', 'EUR', 9000), ('Present', 'sold', 'EUR', 9000)`.execute(
    db,
  )
  await sql`insert into gift_certificates (program_id, user_identification_id, kind, code_digest, code_sealed, last4, currency, initial_minor, balance_minor, status, issued_by, issued_at, expires_at)
    select g.id, case when n % 7 > 0 then 1 + n % 20 end, g.kind, sha256(n::text::bytea), 'x', '1234', 'EUR', 1000 + n, case when n % 3 = 0 then 500 else 1000 + n end,
      (array['active', 'exhausted', 'void', 'pending'])[1 + n % 4], case when g.kind = 'promotional' then 1 + n % 3 end,
      timestamptz '2026-03-20 00:00+00' + n * interval '131 minutes', timestamptz '2026-06-01 00:00+00' + n * interval '7 days'
    from generate_series(1, 200) n join gift_programs g on g.kind = (array['promotional', 'sold'])[1 + n % 2]`.execute(
    db,
  )
  await sql`insert into gift_entries (certificate_id, kind, amount_minor, balance_after, at) select id, 'issue', initial_minor, initial_minor, issued_at from gift_certificates`.execute(
    db,
  )
  await sql`insert into gift_entries (certificate_id, kind, amount_minor, balance_after, order_number, rep_id, at)
    select id, 'redeem', balance_minor - initial_minor, balance_minor, 'N' || id, null, issued_at + interval '3 days' from gift_certificates where id % 3 = 0`.execute(
    db,
  )
}

async function fillCampaigns(db: Database) {
  await sql`insert into campaigns (name, state, subject, text, mailbox_id, basis, audience, author_id, started_at, created_at)
    select 'Campaign ' || n, (array['draft', 'running', 'finished'])[1 + n % 3], 's', 't', (select min(id) from mailboxes), (array['consent', 'softOptIn'])[1 + n % 2], '{}',
      1 + n % 3, case when n % 3 > 0 then timestamptz '2026-03-20 00:00+00' + n * interval '11 hours' end, timestamptz '2026-03-19 00:00+00' + n * interval '11 hours'
    from generate_series(1, 40) n`.execute(db)
  await sql`insert into campaign_recipients (campaign_id, address_key, address, domain, user_identification_id, state, skip_reason, done_at)
    select c.id, 'r' || n, 'r' || n || '@example.test', 'example.test', case when n % 2 = 0 then n end, (array['sent', 'sent', 'failed', 'skipped'])[1 + n % 4],
      case when n % 4 = 3 then 'unsubscribed' end, c.started_at from campaigns c, generate_series(1, 9) n where c.started_at is not null`.execute(
    db,
  )
  await sql`insert into campaign_counts (campaign_id, name, delta)
    select campaign_id, case when state = 'skipped' then 'skipped:unsubscribed' else state end, count(*) from campaign_recipients group by 1, 2
    union all select campaign_id, 'total', count(*) from campaign_recipients group by 1`.execute(db)
}
