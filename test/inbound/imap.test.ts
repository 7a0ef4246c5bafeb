import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { compose } from './door.ts'
import { imapTest, numbered, openImapLine, until } from './imap-desk.ts'

imapTest('mail of a folder is kept once, byte for byte, and marked in no way', async () => {
  const line = await openImapLine()
  const mails = numbered(1, 120)
  await line.dovecot.append(mails)
  line.run()
  const kept = await line.untilKept(120)
  expect(kept.map((one) => one.bytes.toString())).toEqual(mails)
  expect(kept.every((one) => one.source === 'imap' && one.recipient === 'support@shop.test')).toBe(true)
  await until(async () => (await line.health()).state === 'ok', 'health')
  expect(await line.health()).toMatchObject({ lastError: null, waiting: 0 })
  expect(line.dovecot.files().every((file) => /:2,$/.test(file) || file.includes('/new/'))).toBe(true)
  expect(await line.fileAll()).toBe(120)
  expect((await line.db.selectFrom('issues').select('id').execute()).length).toBe(120)
})

imapTest('new mail comes in at once, whoever read it before us', async () => {
  const line = await openImapLine()
  line.run()
  await until(async () => (await line.health()).state === 'ok', 'the first look')
  await sleep(500) // IDLE has begun
  const begin = Date.now()
  await line.dovecot.append([compose({ id: 'one@x.test' })])
  await line.untilKept(1)
  expect(Date.now() - begin).toBeLessThan(3000)
  await line.dovecot.other(async (client) => {
    await client.append('INBOX', Buffer.from(compose({ id: 'two@x.test' })), ['\\Seen', '\\Flagged'])
    await client.messageFlagsAdd('1:*', ['\\Seen'])
  })
  await line.untilKept(2)
})

imapTest('what was moved away and back is one issue; what was deleted before us is no trouble', async () => {
  const line = await openImapLine()
  await line.dovecot.append(numbered(1, 6))
  const door = line.run()
  await line.untilKept(6)
  await door.stop()
  await line.dovecot.append(numbered(7, 10))
  await line.dovecot.other(async (client) => {
    await client.messageMove('1:2', 'Done')
    await client.messageDelete('7', { uid: true })
    await client.mailboxOpen('Done')
    await client.messageMove('1:*', 'INBOX')
  })
  line.run()
  await line.untilKept(11)
  await until(async () => (await line.health()).state === 'ok', 'health')
  await line.fileAll()
  expect((await line.db.selectFrom('issues').select('id').execute()).length).toBe(9)
  expect((await line.kept()).filter((one) => one.state === 'kept')).toEqual([])
})

imapTest(
  'a new UIDVALIDITY reads the folder again, doubles nothing and is called out',
  { timeout: 30_000 },
  async () => {
    const line = await openImapLine()
    await line.dovecot.append(numbered(1, 20))
    line.run(500)
    await line.untilKept(20)
    await line.dovecot.bumpUidvalidity()
    await line.dovecot.append(numbered(21, 23))
    const kept = await line.untilKept(23)
    await until(async () => (await line.health()).uidvalidityChangedAt !== null, 'the alarm')
    await until(async () => (await line.health()).state === 'ok', 'health')
    expect(kept.length).toBe(23)
    expect((await line.kept()).length).toBe(23)
    const rows = await line.db.selectFrom('imapMails').select('uidvalidity').distinct().execute()
    expect(rows.length).toBe(2)
  },
)

imapTest('a server that is killed in mid-fetch loses and doubles nothing', { timeout: 60_000 }, async () => {
  const line = await openImapLine()
  const mails = numbered(1, 300).map((mail) => mail + 'x'.repeat(20_000))
  await line.dovecot.append(mails)
  line.run(500)
  for (let round = 0; round < 4; round++) {
    const before = (await line.kept()).length
    await until(async () => (await line.kept()).length > before || before === 300, 'progress')
    await line.dovecot.kill()
    await line.dovecot.start()
  }
  const kept = await line.untilKept(300)
  expect(kept.map((one) => one.bytes.toString()).sort()).toEqual([...mails].sort())
  await until(async () => (await line.health()).state === 'ok', 'health')
})

imapTest('two workers at once keep every mail once, one goes on when the other ends', { timeout: 30_000 }, async () => {
  const line = await openImapLine()
  await line.dovecot.append(numbered(1, 60))
  const first = line.run()
  line.run()
  await line.untilKept(60)
  await first.stop()
  await line.dovecot.append(numbered(61, 70))
  const kept = await line.untilKept(70)
  expect(new Set(kept.map((one) => one.bytes.toString())).size).toBe(70)
  expect((await line.kept()).length).toBe(70)
})

imapTest('a door that loses its locks goes on with them, and keeps every mail once', { timeout: 30_000 }, async () => {
  const line = await openImapLine()
  await line.dovecot.append(numbered(1, 10))
  line.run()
  await line.untilKept(10)
  const { rows } = await sql<{ gone: boolean }>`
    select pg_terminate_backend(pid) as gone from pg_stat_activity
    where application_name = 'antfarm imap' and datname = current_database()`.execute(line.db)
  expect(rows).toEqual([{ gone: true }])
  await line.dovecot.append(numbered(11, 15))
  await line.untilKept(15)
  await sleep(300)
  expect((await line.kept()).length).toBe(15)
})
