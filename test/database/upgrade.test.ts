import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { connect, type Database } from '../../src/database/connection.ts'
import { knownMigrations, migrate, migrateTo, pendingMigrations } from '../../src/database/migrate.ts'
import { getIssue } from '../../src/desk/issues.ts'
import { testDatabase } from '../support/database.ts'

/** A desk as it was after that migration, with a person who wrote and was answered, and a change. */
async function oldDesk(last: string): Promise<Database & { url: string }> {
  const { db, url } = await testDatabase()
  await sql`drop schema public cascade`.execute(db)
  await sql`create schema public`.execute(db)
  await db.destroy()
  const { db: old, stop } = connect(url, { max: 4 })
  onTestFinished(() => stop())
  await migrateTo(old, last)
  await sql`
    with m as (insert into mailboxes (address, address_key) values ('support@shop.test', 'support@shop.test') returning id),
    r as (insert into reps (name, email, role) values ('Ana', 'ana@shop.test', 'admin') returning id),
    p as (insert into user_identifications default values returning id),
    b as (insert into blobs (sha256, size, bytes) values (sha256('Please help.'), 12, 'Please help.') returning sha256),
    i as (insert into issues (user_identification_id, mailbox_id, subject, assignee_id) select p.id, m.id, 'The ants have escaped', r.id from p, m, r returning id),
    n as (insert into interactions (user_identification_id, mailbox_id, originator, channel) select p.id, m.id, 'customer', 'email' from p, m returning id),
    a as (insert into actions (interaction_id, issue_id) select n.id, i.id from n, i),
    d as (insert into deliveries (mailbox_id, source, recipient, raw_sha256, state) select m.id, 'smtp', 'support@shop.test', b.sha256, 'filed' from m, b returning id),
    e as (insert into emails (delivery_id, mailbox_id, interaction_id, fingerprint, message_id, message_id_key, from_address, subject, text, why, parser_version, received_at)
      select d.id, m.id, n.id, sha256('1'), 'a@example.test', sha256('2'), 'maria@example.test', 'The ants have escaped', 'Please help.', '{}', 1, now() from d, m, n),
    l as (insert into letters (interaction_id, mailbox_id, envelope_from, to_list, subject, text, message_id, message_id_key, raw_sha256, state)
      select n.id, m.id, 'support@shop.test', '[]', 'Re: ants', 'They are back.', 'b@shop.test', sha256('3'), b.sha256, 'sent' from n, m, b)
    insert into changes (actor, rep_id, kind, issue_id, after) select 'rep', r.id, 'issue.update', i.id, '{"priority": "high"}' from r, i`.execute(
    old,
  )
  return Object.assign(old, { url })
}

const landed = knownMigrations().filter((name) => /^00(10|17|25|33)-/.test(name))

test.each(landed)('a desk of %s opens with all that was in it', async (last) => {
  const db = await oldDesk(last)
  const applied = await migrate(db)
  expect(applied).toEqual(knownMigrations().slice(knownMigrations().indexOf(last) + 1))
  expect(await pendingMigrations(db)).toEqual([])
  const issue = await db.selectFrom('issues').select(['id', 'subject']).executeTakeFirstOrThrow()
  expect(await getIssue(db, issue.id)).toMatchObject({ subject: 'The ants have escaped', closedAt: null })
  expect(await db.selectFrom('emails').select('text').execute()).toEqual([{ text: 'Please help.' }])
  expect(await db.selectFrom('letters').select(['text', 'state']).execute()).toEqual([
    { text: 'They are back.', state: 'sent' },
  ])
  expect(await db.selectFrom('changes').select('after').execute()).toEqual([{ after: { priority: 'high' } }])
})

test('a migration waits for a table in use without stopping those who read it', async () => {
  const db = await oldDesk(landed.at(-1)!)
  const busy = await db.startTransaction().execute()
  await sql`select 1 from issues`.execute(busy)
  let done = false
  const migrating = migrate(db, 50).then(() => {
    done = true
  })
  const blocked = async () => {
    const { rows } = await sql`select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())`.execute(db)
    return rows.length
  }
  for (let round = 0; round < 3; round++) {
    await expect.poll(blocked, { timeout: 10_000, interval: 5 }).toBe(1)
    expect((await sql`select id from issues`.execute(db)).rows).toHaveLength(1) // behind the migration, until it gives way
  }
  expect(done).toBe(false)
  await busy.commit().execute()
  await migrating
  expect(await pendingMigrations(db)).toEqual([])
})
