import { chmodSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { sql } from 'kysely'
import { expect, onTestFinished } from 'vitest'
import { compose } from './door.ts'
import { imapTest, numbered, openImapLine, until } from './imap-desk.ts'

imapTest('a mail that is too large is held with its header and a notice, and holds up no other', async () => {
  const line = await openImapLine({ maxBytes: 50_000 })
  const large = compose({ subject: 'My photographs', id: 'large@customer.example', text: 'x'.repeat(60_000) })
  await line.dovecot.append([...numbered(1, 2), large, ...numbered(3, 4)])
  line.run()
  const kept = await line.untilKept(5)
  expect(kept.map((one) => one.state)).toEqual(['kept', 'kept', 'held', 'kept', 'kept'])
  expect(kept[2]!.reason).toContain('too large')
  expect(kept[2]!.bytes.toString()).toMatch(/^From: Ada Adams[\s\S]*Subject: My photographs[\s\S]*SMTP_MAX_BYTES/)
})

imapTest('a mail that the server cannot give holds up no other, and is held in the end', async () => {
  const line = await openImapLine()
  await line.dovecot.append(numbered(1, 5))
  const poison = line.dovecot.files().sort()[2]!
  chmodSync(poison, 0o000)
  const door = line.run(300)
  await line.untilKept(4)
  await until(async () => (await line.health()).waiting === 1, 'the one that waits')
  await door.stop()
  await sql`update imap_mails set attempts = 5, next_try_at = null where state = 'waiting'`.execute(line.db)
  line.run()
  const kept = await line.untilKept(5)
  expect(kept[4]).toMatchObject({ state: 'held', reason: expect.stringContaining('could not be fetched') })
})

imapTest('what waits comes in once the server gives it', async () => {
  const line = await openImapLine()
  await line.dovecot.append(numbered(1, 3))
  const poison = line.dovecot.files().sort()[1]!
  chmodSync(poison, 0o000)
  line.run(300)
  await until(async () => (await line.health()).waiting === 1, 'the one that waits')
  chmodSync(poison, 0o644)
  await sql`update imap_mails set next_try_at = null where state = 'waiting'`.execute(line.db)
  await line.untilKept(3)
  await until(async () => (await line.health()).waiting === 0, 'nothing waits')
})

imapTest('faults are said in plain words, and mended settings start at once', { timeout: 60_000 }, async () => {
  const line = await openImapLine()
  await line.dovecot.append(numbered(1, 1))
  line.run()
  await line.untilKept(1)
  const silent = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void silent.close())
  const says = async (imap: Parameters<typeof line.setUp>[0], words: string, password = line.dovecot.password) => {
    await line.setUp(imap, { password })
    await until(async () => (await line.health()).lastError?.includes(words) ?? false, words)
  }
  await says({}, 'refuses this user name and password', 'wrong')
  await says({ folder: 'Nowhere' }, 'no folder “Nowhere”')
  await says({ folder: 'INBOX', tls: 'starttls' }, 'offers no STARTTLS')
  await says({ tls: 'tls' }, 'choose STARTTLS')
  await says({ tls: 'none', port: 1 }, 'Nothing listens on 127.0.0.1:1')
  await says({ port: line.dovecot.port, host: 'mail.invalid' }, 'no host mail.invalid')
  expect(await line.health()).toMatchObject({ state: 'retrying' })
  await line.setUp({ host: '127.0.0.1' }, { password: line.dovecot.password })
  await line.dovecot.append(numbered(2, 2))
  await line.untilKept(2)
  await until(async () => (await line.health()).state === 'ok', 'health')
  expect((await line.health()).lastError).toBeNull()
})

for (const [processed, sign] of [
  ['seen', /:2,S$/],
  ['keyword', /:2,[a-z]$/],
] as const)
  imapTest(`kept mail is marked where the setting says ${processed}`, async () => {
    const line = await openImapLine({ imap: { processed } })
    await line.dovecot.append(numbered(1, 3))
    line.run()
    await until(async () => line.dovecot.files().every((file) => sign.test(file)), 'the marks')
    expect((await line.kept()).length).toBe(3)
  })

imapTest('kept mail is moved where the setting says so, what is too large stays', async () => {
  const line = await openImapLine({ maxBytes: 10_000, imap: { processed: 'move', moveTo: 'Done' } })
  await line.dovecot.append([...numbered(1, 3), compose({ id: 'big@x.test', text: 'y'.repeat(20_000) })])
  line.run()
  await line.untilKept(4)
  const done = () => line.dovecot.other(async (client) => client.mailbox && client.mailbox.exists, 'Done')
  await until(async () => (await done()) === 3, 'the moved ones')
  expect(line.dovecot.files().length).toBe(1)
})

imapTest('a folder to move to that is missing is said, and mail still comes in', async () => {
  const line = await openImapLine({ imap: { processed: 'move', moveTo: 'Nowhere' } })
  await line.dovecot.append(numbered(1, 1))
  line.run()
  await line.untilKept(1)
  await until(
    async () => (await line.health()).lastError?.includes('cannot be moved to “Nowhere”') ?? false,
    'the warning',
  )
  expect((await line.health()).state).toBe('ok')
})

imapTest('only new mail comes in where old mail is not wanted', async () => {
  const line = await openImapLine({ imap: { takeOld: false } })
  await line.dovecot.append(numbered(1, 3))
  line.run(300)
  await until(async () => (await line.health()).state === 'ok', 'the first look')
  await line.dovecot.append(numbered(4, 5))
  expect((await line.untilKept(2)).map((one) => one.bytes.toString())).toEqual(numbered(4, 5))
})

imapTest('the recipient is the one that the server wrote down, with its suffix', async () => {
  const line = await openImapLine()
  const headers = [
    'Delivered-To: support+token@shop.test',
    'X-Original-To: SUPPORT@shop.test',
    'Cc: support+two@shop.test',
  ]
  await line.dovecot.append([
    ...headers.map((header, i) => compose({ headers: header, to: 'a list <list@other.test>', id: `${i}@x.test` })),
    compose({ to: 'undisclosed-recipients:;', id: '4@x.test', headers: 'Return-Path: <>' }),
  ])
  line.run()
  const kept = await line.untilKept(4)
  expect(kept.map((one) => one.recipient)).toEqual([
    'support+token@shop.test',
    'SUPPORT@shop.test',
    'support+two@shop.test',
    'support@shop.test',
  ])
  expect(kept[3]).toMatchObject({ mailFrom: '', flags: { envelope: 'return-path' } })
  await line.fileAll()
  const rows = await line.db.selectFrom('emails').select('automatic').orderBy('id').execute()
  expect(rows.map((row) => row.automatic !== null)).toEqual([false, false, false, true])
})

imapTest('a server that leaves UIDNEXT out gives what is new, and no old mail where none is wanted', async () => {
  const line = await openImapLine()
  await line.dovecot.append(numbered(1, 3))
  const silent = createServer((client) => {
    const server = connect(line.dovecot.port, '127.0.0.1')
    server.on('data', (bytes) => client.write(bytes.toString('latin1').replaceAll('UIDNEXT', 'X-NONE'), 'latin1'))
    client.on('data', (bytes) => server.write(bytes))
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void silent.close())
  const { port } = silent.address() as AddressInfo
  await line.setUp({ port, takeOld: false }, { password: line.dovecot.password })
  line.run(300)
  await until(async () => Boolean((await line.health()).lastSuccessAt), 'the first look')
  await line.dovecot.append(numbered(4, 4))
  const kept = await line.untilKept(1)
  expect(kept.map((one) => /^Subject: (.*)$/m.exec(one.bytes.toString())?.[1]?.trim())).toEqual(['Mail 4'])
})
