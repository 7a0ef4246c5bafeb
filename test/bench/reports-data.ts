import pg from 'pg'

/** What reports show besides people, issues and interactions, in proportion to the issues that are there. */
export async function fillForReports(url: string, say: (line: string) => void) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`set statement_timeout = 0; set work_mem = '128MB'`)
  try {
    for (const [what, statement] of Object.entries(parts)) {
      await client.query(statement)
      say(`  ${what}`)
    }
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

const parts: Readonly<Record<string, string>> = {
  picklists: `insert into picklist_items (picklist, label, position)
    select 'issue_type', label, n from unnest(array['Shipping', 'Damaged goods', 'Billing', 'Return', 'Question']) with ordinality t (label, n)
    union all select 'info_used', label, n from unnest(array['Order', 'Carrier', 'Manual', 'Colleague', 'Price list']) with ordinality t (label, n)`,
  'information used': `insert into action_info_used (action_id, info_used)
    select id, (array['Order', 'Carrier', 'Manual', 'Colleague', 'Price list', 'Own notes'])[1 + id % 6] from actions where id % 3 = 0`,
  calls: `update interactions set channel = (array['phone', 'fax', 'visit', 'pigeon'])[1 + id % 4] where id % 10 = 4`,
  'issues reopened': `insert into issue_closings (issue_id, closed_at, closed_by, reopened_at, resolution_seconds, resolution_business)
    select id, opened_at + interval '1 hour', 1 + id % 10, opened_at + interval '20 hours', 3600, 3600 from issues where id % 30 = 0 and closed_at is not null`,
  'waiting times': `set session_replication_role = replica; update issues set closed_at = case when closed_at is not null then opened_at + (id % 96) * interval '1 hour' + interval '1 minute' end,
      closed_by = 1 + id % 10, reopened = case when id % 30 = 0 and closed_at is not null then 1 else 0 end,
      first_response_seconds = 60 + (id::bigint * 7919) % 90000, first_response_business = 60 + (id::bigint * 7919) % 30000, first_response_by = 1 + id % 10,
      next_response_seconds = 60 + (id::bigint * 104729) % 90000, next_response_business = 60 + (id::bigint * 104729) % 30000, next_response_by = 1 + id % 10,
      resolution_seconds = case when closed_at is not null then 60 + (id % 96) * 3600 end,
      resolution_business = case when closed_at is not null then 60 + (id % 96) * 1200 end where origin = 'human'`,
  'triggers again': `set session_replication_role = origin`,
  orders: `update shop_orders set placed_at = now() - (id % 1095) * interval '1 day', counted = true, refunded_minor = case when id % 50 = 0 then total_minor else 0 end`,
  categories: `insert into shop_product_categories (product_id, category) select id, 'Category ' || id % 40 from shop_products`,
  questions: `insert into csat_questions (issue_id, user_identification_id, rep_id, choices, question, asked_at)
    select id, user_identification_id, 1 + id % 10, 3, 'How was it?', opened_at from issues where id % 20 = 1`,
  answers: `insert into csat_answers (question_id, issue_id, rep_id, score, choices, at) select id, issue_id, rep_id, 1 + id % 3, 3, asked_at from csat_questions where id % 3 > 0`,
  program: `insert into gift_programs (name, kind, currency, each_minor) values ('Spring', 'promotional', 'EUR', 1000)`,
  certificates: `insert into gift_certificates (program_id, user_identification_id, issue_id, kind, code_digest, code_sealed, last4, currency,
      initial_minor, balance_minor, status, issued_by, issued_at, expires_at)
    select (select min(id) from gift_programs), user_identification_id, id, 'promotional', int4send(id), '', '', 'EUR', 1000, 500, 'active', 1 + id % 10,
      opened_at, opened_at + interval '4 years' from issues where id % 25 = 0`,
  entries: `insert into gift_entries (certificate_id, kind, amount_minor, balance_after, at) select id, 'issue', 1000, 1000, issued_at from gift_certificates
    union all select id, 'redeem', -500, 500, issued_at + interval '9 days' from gift_certificates`,
  campaigns: `insert into campaigns (name, subject, text, mailbox_id, basis, audience, state, created_at)
    select 'Campaign ' || n, 'Ants', 'Ants', (select min(id) from mailboxes), 'consent', '{"all":[]}', 'finished', now() - n * interval '20 days' from generate_series(1, 50) n`,
  recipients: `insert into campaign_recipients (campaign_id, address_key, address, domain, user_identification_id, state, handed_at, done_at)
    select 1 + n % 50, 'a' || n, 'a' || n || '@b.test', 'b.test', p.id, 'sent', now() - (n % 50) * interval '20 days', now() - (n % 50) * interval '20 days'
    from user_identifications p cross join lateral (select p.id as n) k`,
}
