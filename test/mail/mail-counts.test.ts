import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { storeBlobs } from '../../src/database/blobs.ts'
import type { Database } from '../../src/database/connection.ts'
import { settleDeliveries } from '../../src/mail/deliveries.ts'
import { foldMailCounts, oldestWaiting, readMailCounts } from '../../src/mail/mail-counts.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { recountMail } from '../../src/mail/recount.ts'
import { testDatabase } from '../support/database.ts'

async function desk() {
  const { db } = await testDatabase()
  await ensureFirstMailbox(db, 'support@shop.test')
  return db
}

async function arrive(db: Database, count: number, source: 'smtp' | 'imap' = 'smtp', daysAgo = 0): Promise<number[]> {
  const [key] = await storeBlobs(db, [Buffer.from('Subject: x\r\n\r\n')])
  const { rows } = await sql<{ id: number }>`
    insert into deliveries (mailbox_id, source, recipient, raw_sha256, received_at)
    select 1, ${source}, 'support@shop.test', ${key}, now() - make_interval(days => ${daysAgo}) from generate_series(1, ${count})
    returning id`.execute(db)
  return rows.map((row) => row.id)
}

const settle = (db: Database, ids: number[], state: 'filed' | 'held' | 'failed', automatic = false) =>
  settleDeliveries(
    db,
    ids.map((id) => ({ id, state, automatic, reason: null, copyOfId: null })),
  )

test('counters follow every mail from received to where it ends', async () => {
  const db = await desk()
  const ids = await arrive(db, 10)
  await arrive(db, 2, 'imap', 3)
  expect((await readMailCounts(db, 1)).all).toMatchObject({ received: 10, kept: 10, filed: 0 })
  await settle(db, ids.slice(0, 5), 'filed')
  await settle(db, ids.slice(5, 7), 'filed', true)
  await settle(db, ids.slice(7, 9), 'held')
  const today = await readMailCounts(db, 1)
  expect(today).toMatchObject({
    all: { received: 10, filed: 7, automatic: 2, held: 2, failed: 0, kept: 1 },
    missing: 0,
    mailboxes: [{ mailbox: 'support@shop.test', received: 10 }],
    sources: [{ source: 'smtp', received: 10 }],
  })
  const week = await readMailCounts(db, 7)
  expect(week.all).toMatchObject({ received: 12, kept: 3 })
  expect(week.sources.map(({ source, received }) => [source, received])).toEqual([
    ['imap', 2],
    ['smtp', 10],
  ])
  await foldMailCounts(db)
  expect(await readMailCounts(db, 7)).toEqual(week)
})

test('a claim, which changes no state, writes no counter', async () => {
  const db = await desk()
  await arrive(db, 50)
  const rows = () => sql<{ n: number }>`select count(*)::int as n from mail_counts`.execute(db)
  const before = (await rows()).rows
  await sql`update deliveries set attempts = attempts + 1, lease_until = now()`.execute(db)
  expect((await rows()).rows).toEqual(before)
})

test('the oldest waiting mail is the lag', async () => {
  const db = await desk()
  expect(await oldestWaiting(db)).toBeNull()
  const [id] = await arrive(db, 1, 'smtp', 1)
  await arrive(db, 1)
  expect(Date.now() - +(await oldestWaiting(db))!).toBeGreaterThan(86_000_000)
  await settle(db, [id!], 'held')
  expect(Date.now() - +(await oldestWaiting(db))!).toBeLessThan(60_000)
})

test('the recount finds a filed mail that is nowhere, and sets drifted counters right', async () => {
  const db = await desk()
  const [lost] = await arrive(db, 3)
  expect(await recountMail(db, 1)).toMatchObject({ received: 3, kept: 3, missing: 0, missingIds: [], corrected: 0 })
  await settle(db, [lost!], 'filed')
  await sql`delete from mail_counts where bucket = 'kept'`.execute(db)
  const found = await recountMail(db, 1)
  expect(found).toMatchObject({ received: 3, filed: 1, kept: 2, missing: 1, missingIds: [lost], corrected: 1 })
  expect((await readMailCounts(db, 1)).all).toMatchObject({ received: 3, filed: 1, kept: 2 })
})

test('a row that vanished is missing on the ledger', async () => {
  const db = await desk()
  const ids = await arrive(db, 3)
  await sql`delete from deliveries where id = ${ids[0]}`.execute(db)
  await recountMail(db, 1)
  expect(await readMailCounts(db, 1)).toMatchObject({ all: { received: 3, kept: 2 }, missing: 1 })
})
