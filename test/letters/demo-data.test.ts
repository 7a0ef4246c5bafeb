import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Db } from '../../src/database/connection.ts'
import { addNote } from '../../src/desk/notes.ts'
import { addDemo, countDemo, removeDemo } from '../../src/letters/demo-data.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson, aRep } from '../support/desk.ts'

const nobody = { kind: 'system', repId: null } as const

test('demo data goes with what was written in it, and what belongs to others stays', async () => {
  const { db } = await testDatabase()
  await ensureFirstMailbox(db, 'support@shop.test')
  const rep = { kind: 'rep', repId: await aRep(db) } as const
  await anIssue(db, { personId: await aPerson(db, 'real@customer.test') })
  const before = await everything(db)
  expect(await addDemo(db, nobody)).toEqual({ people: 5, issues: 6, entries: 12 })
  expect(await addDemo(db, nobody)).toEqual({ people: 5, issues: 6, entries: 12 })
  expect(await countOpen(db)).toBe(5)
  const issue = await db
    .selectFrom('issues')
    .select('id')
    .where('subject', '=', 'Wrong size arrived')
    .executeTakeFirstOrThrow()
  await addNote(db as never, rep, issue.id, 'Looked into it.')
  expect((await countDemo(db)).entries).toBe(13)
  expect(await removeDemo(db, rep)).toEqual({ people: 5, issues: 6, entries: 13 })
  expect(await everything(db)).toEqual(before)
  expect(await countDemo(db)).toEqual({ people: 0, issues: 0, entries: 0 })
})

/** Rows of each table and the counters, but for the history of settings. */
async function everything(db: Db) {
  const { rows } = await sql<Record<string, number>>`select
    (select count(*)::int from user_identifications) as people, (select count(*)::int from user_identification_emails) as addresses,
    (select count(*)::int from issues) as issues, (select count(*)::int from interactions) as interactions,
    (select count(*)::int from actions) as actions, (select count(*)::int from emails) as emails,
    (select count(*)::int from letters) as letters, (select count(*)::int from deliveries) as deliveries,
    (select count(*)::int from blobs) as blobs, (select count(*)::int from issue_participants) as participants,
    (select count(*)::int from changes where issue_id is not null or user_identification_id is not null) as changes,
    (select coalesce(sum(delta), 0)::int from issue_counts) as counted,
    (select coalesce(sum(delta), 0)::int from issue_type_counts) as typed,
    (select coalesce(sum(delta), 0)::int from mail_counts) as mails`.execute(db)
  return rows[0]
}

async function countOpen(db: Db) {
  const rows = await db.selectFrom('issues').select('id').where('closedAt', 'is', null).execute()
  return rows.length
}
