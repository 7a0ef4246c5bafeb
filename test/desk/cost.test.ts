import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Db } from '../../src/database/connection.ts'
import type { Tables } from '../../src/database/tables.ts'
import { readCounts } from '../../src/desk/counts.ts'
import type { IssueFilter } from '../../src/desk/issue-filter.ts'
import { getIssue, listIssues } from '../../src/desk/issues.ts'
import { personHistory } from '../../src/desk/person-history.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase()
  await fill(database.db)
})
afterAll(() => database.stop())

const filters: Record<string, IssueFilter> = {
  'open issues': {},
  'my open issues': { assignee: 1 },
  'unassigned open issues': { assignee: 'none' },
  'open issues of a type': { type: 'leak' },
  everything: { status: 'all' },
  'closed issues': { status: 'closed' },
  "a person's issues": { person: 77, status: 'all' },
  'an order': { order: 'K-4711', status: 'all' },
  'a number': { q: '#99000', status: 'all' },
  'a rare word of a subject': { q: 'ue 12345', status: 'all' },
  'a common word of a subject': { q: 'kettle', status: 'all' },
  'a common word of open subjects': { q: 'kettle' },
  'a name': { q: 'Person 4321', status: 'all' },
  'a word in a mail': { q: 'word777', status: 'all' },
}

for (const [name, filter] of Object.entries(filters))
  it(`${name} among 100,000 issues cost few rows`, async () => {
    const read = await rowsRead(database.db, (db) => listIssues(db, filter, { limit: 50, viewer: 1 }))
    expect(read.scanned).toBe(0)
    expect(read.fetched).toBeLessThan(6000)
  })

it('one issue, the counters and a history cost few rows', async () => {
  const read = await rowsRead(database.db, async (db) => {
    await getIssue(db, 50_000, 1)
    await readCounts(db, 1)
    await personHistory(db, [77], { limit: 20 })
  })
  expect(read).toMatchObject({ scanned: 0 })
  expect(read.fetched).toBeLessThan(1000)
})

/** Rows that the statements read of the big tables: by whole scans, and by index. */
async function rowsRead(db: Kysely<Tables>, work: (db: Db) => Promise<unknown>) {
  return db.connection().execute(async (one) => {
    const before = await statistics(one)
    await work(one)
    const after = await statistics(one)
    return { scanned: after.scanned - before.scanned, fetched: after.fetched - before.fetched }
  })
}

async function statistics(db: Kysely<Tables>) {
  await sql`select pg_stat_force_next_flush()`.execute(db)
  const { rows } = await sql<{ scanned: number; fetched: number }>`
    select sum(seq_tup_read)::int as scanned, sum(idx_tup_fetch)::int as fetched from pg_stat_user_tables
    where relname in ('issues', 'user_identifications', 'user_identification_emails', 'interactions', 'actions', 'emails', 'issue_types')`.execute(
    db,
  )
  return rows[0]!
}

async function fill(db: Kysely<Tables>) {
  await sql`insert into reps (name, email) values ('Rosa', 'rosa@desk.test')`.execute(db)
  await sql`insert into mailboxes (address, address_key) values ('s@shop.test', 's@shop.test')`.execute(db)
  await sql`insert into user_identifications (first_names, last_name) select 'Person', n::text from generate_series(1, 20000) n`.execute(
    db,
  )
  await sql`insert into user_identification_emails (address, address_key, user_identification_id)
    select 'p' || n || '@c.test', 'p' || n || '@c.test', n from generate_series(1, 20000) n`.execute(db)
  await sql`insert into issues (user_identification_id, subject, order_id, assignee_id, opened_at, closed_at, last_activity_at)
    select 1 + n % 20000, 'Kettle issue ' || n, 'K-' || n, case when n % 3 = 0 then 1 end, t, case when n % 50 > 0 then t end, t
    from (select n, now() - n * interval '1 minute' as t from generate_series(1, 100000) n) x`.execute(db)
  // A load of this size is counted once, behind it.
  await sql`alter table issue_types disable trigger issue_types_in`.execute(db)
  await sql`insert into issue_types select n, case when n % 7 = 0 then 'leak' else 'other' end from generate_series(1, 100000) n`.execute(
    db,
  )
  await sql`alter table issue_types enable trigger issue_types_in`.execute(db)
  await sql`analyze`.execute(db)
  await sql`truncate issue_type_counts`.execute(db)
  await sql`insert into issue_type_counts (types, delta) select array[type], count(*) from issue_types t
    join issues i on i.id = t.issue_id where i.closed_at is null group by 1`.execute(db)
  await sql`insert into interactions (user_identification_id, originator, channel) select 1 + n % 20000, 'customer', 'email'
    from generate_series(1, 100000) n`.execute(db)
  await sql`insert into actions (interaction_id, issue_id) select n, n from generate_series(1, 100000) n`.execute(db)
  await sql`insert into blobs values ('\\x00', 0, '')`.execute(db)
  await sql`insert into deliveries (mailbox_id, source, recipient, raw_sha256) select 1, 'smtp', 's@shop.test', '\\x00'
    from generate_series(1, 20000)`.execute(db)
  await sql`insert into emails (delivery_id, mailbox_id, interaction_id, fingerprint, message_id, message_id_key, subject, text, parser_version, received_at)
    select n, 1, n, int4send(n), n::text, int4send(n), 'Kettle', 'word' || n % 5000, 1, now() from generate_series(1, 20000) n`.execute(
    db,
  )
  await sql`vacuum analyze`.execute(db)
}
