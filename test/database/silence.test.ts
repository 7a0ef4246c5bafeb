import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { startHandoff } from '../../inbound/handoff.ts'
import { startKeeper } from '../../inbound/keep.ts'
import { connect, type Database } from '../../src/database/connection.ts'
import { listen, notify } from '../../src/database/listen.ts'
import { testDatabase } from '../support/database.ts'
import { lossyWay } from '../support/lossy-way.ts'

const answers = (db: Database) =>
  expect.poll(() => sql`select 1 as n`.execute(db).then(({ rows }) => rows), { timeout: 30_000 }).toEqual([{ n: 1 }])

test('a statement that is never answered ends with its connection, and the next one is asked by another', async () => {
  const way = await lossyWay((await testDatabase()).url)
  const { db, stop } = connect(way.url, { max: 1, silence: 500 })
  onTestFinished(stop)
  await answers(db)
  way.silence()
  const transaction = db.transaction().execute((tx) => sql`select 1`.execute(tx))
  await expect(transaction).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  await answers(db)
})

test('a transaction that sets a limit of its own is left to it', async () => {
  const { url } = await testDatabase()
  const { db, stop } = connect(url, { max: 1, silence: 500 })
  onTestFinished(stop)
  await answers(db)
  const slow = () =>
    db.transaction().execute(async (tx) => {
      await sql`set local statement_timeout = '5min'`.execute(tx)
      return (await sql`select 1 as n from pg_sleep(0.7)`.execute(tx)).rows
    })
  await expect.poll(slow, { timeout: 30_000 }).toEqual([{ n: 1 }])
})

test('a listener whose connection went silent hears again', async () => {
  const { url, db } = await testDatabase()
  const way = await lossyWay(url)
  const heard: string[] = []
  const listener = listen(way.url, ['ants'], (_channel, message) => heard.push(message), { quiet: 500 })
  onTestFinished(() => listener.stop())
  const hears = (message: string) =>
    expect.poll(() => notify(db, 'ants', message).then(() => heard), { timeout: 30_000 }).toContain(message)
  await hears('here')
  way.silence()
  await hears('and here')
})

test('a batch that the database never answers is refused for now, and gives its room back', async () => {
  const way = await lossyWay((await testDatabase()).url)
  const { db, stop } = connect(way.url, { max: 1, silence: 500 })
  onTestFinished(stop)
  await answers(db)
  way.silence()
  const handoff = startHandoff(1, () => undefined)
  const keeper = startKeeper(db, handoff, 100)
  const envelope = { source: 'smtp', mailFrom: 'lea@customer.test', helo: '', clientIp: null, tls: true } as const
  const recipients = [{ mailboxId: 1, address: 'support@localhost' }]
  const kept = keeper.keep({
    ...envelope,
    recipients,
    flags: {},
    raw: Buffer.from('Subject: Ants\r\n\r\nThey come.\r\n'),
  })
  await expect(kept).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  expect(handoff.reserve({ mails: 2000, bytes: 32 << 20 })).toBe(true)
})
