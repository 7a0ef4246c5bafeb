import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, connect as netConnect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as tlsConnect } from 'node:tls'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { smtpLimits } from '../../inbound/limits.ts'
import { startSmtp } from '../../inbound/smtp.ts'
import { connect } from '../../src/database/connection.ts'
import { connectSmtp } from '../support/smtp-client.ts'
import { compose, log, openDoor, testConfig } from './door.ts'

const envelope = { from: 'ada@customer.example', to: 'support@shop.test' }

test('a mail is answered 250 with the id of its delivery, whose bytes are those sent', async () => {
  const { db, client } = await openDoor()
  const smtp = await client()
  const reply = await smtp.send(envelope, compose({ text: '.a line that starts with a dot' }))
  expect(reply.text).toMatch(/^250 2\.6\.0 Kept as delivery \d+$/)
  const row = await db
    .selectFrom('deliveries')
    .innerJoin('blobs', 'sha256', 'rawSha256')
    .selectAll()
    .executeTakeFirstOrThrow()
  expect(row).toMatchObject({ state: 'kept', mailFrom: envelope.from, recipient: envelope.to, helo: 'client.test' })
  expect(row.bytes.toString()).toBe(compose({ text: '.a line that starts with a dot' }))
})

test('one mail for two recipients is one blob and two deliveries, that with a suffix first', async () => {
  const { db, client } = await openDoor()
  const smtp = await client()
  const reply = await smtp.send({ ...envelope, to: ['support@shop.test', 'Support+anything@shop.test'] }, compose({}))
  expect(reply.text).toMatch(/Kept as delivery \d+, \d+/)
  expect(await db.selectFrom('deliveries').select('recipient').orderBy('id').execute()).toEqual([
    { recipient: 'Support+anything@shop.test' },
    { recipient: 'support@shop.test' },
  ])
  expect(await db.selectFrom('blobs').select('size').execute()).toHaveLength(1)
})

test('unknown recipients are refused for good and other domains are not relayed to', async () => {
  const { client } = await openDoor()
  const smtp = await client()
  await smtp.command('MAIL FROM:<ada@customer.example>')
  for (const to of ['nobody@shop.test', 'support@elsewhere.test', 'postmaster@elsewhere.test'])
    expect((await smtp.command(`RCPT TO:<${to}>`)).text).toMatch(/^550 5\.1\.1 /)
})

test('the null sender and postmaster are accepted, AUTH is not there', async () => {
  const { client } = await openDoor()
  const smtp = await client()
  expect((await smtp.command('AUTH PLAIN AGFkYQBzZWNyZXQ=')).code).toBe(500)
  expect((await smtp.send({ from: '', to: 'Postmaster@shop.test' }, compose({}))).code).toBe(250)
})

test('a mail whose mailbox goes away before its DATA is asked for again, and then refused', async () => {
  const { db, client } = await openDoor()
  const smtp = await client()
  await smtp.command('MAIL FROM:<ada@customer.example>')
  expect((await smtp.command('RCPT TO:<support@shop.test>')).code).toBe(250)
  await db.deleteFrom('mailboxes').execute()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6000 })
  onTestFinished(() => void vi.useRealTimers())
  await smtp.command('DATA')
  expect((await smtp.command(`${compose({})}\r\n.`)).code).toBe(451)
  expect((await smtp.send(envelope, compose({}))).code).toBe(550)
})

test('a mail has at most a hundred recipients', async () => {
  const { client } = await openDoor()
  const smtp = await client()
  await smtp.command('MAIL FROM:<ada@customer.example>')
  for (let i = 0; i < 100; i++) expect((await smtp.command(`RCPT TO:<support+${i}@shop.test>`)).code).toBe(250)
  expect((await smtp.command('RCPT TO:<support+100@shop.test>')).text).toMatch(/^452 4\.5\.3 /)
})

test('an endless command line ends the connection', async () => {
  const { client } = await openDoor()
  const smtp = await client()
  expect((await smtp.command(`NOOP ${'x'.repeat(70_000)}`)).code).toBe(421)
})

test('a connection that breaks within DATA keeps nothing and gives its memory back', async () => {
  const { client, db } = await openDoor({ SMTP_DATA_BYTES: '10000' })
  for (let i = 0; i < 4; i++) {
    const smtp = await client()
    for (const line of ['MAIL FROM:<a@x.example>', 'RCPT TO:<support@shop.test>', 'DATA']) await smtp.command(line)
    smtp.command(`Subject: x\r\n\r\n${'x'.repeat(4000)}`).catch(() => undefined)
    smtp.quit()
  }
  await new Promise((resolve) => setTimeout(resolve, 200))
  const smtp = await client()
  expect((await smtp.send(envelope, compose({ text: 'x'.repeat(6000) }))).code).toBe(250)
  expect(await db.selectFrom('deliveries').select('id').execute()).toHaveLength(1)
})

test('STARTTLS encrypts, and what was sent ahead of it in the clear is dropped', async () => {
  const [cert, key] = certificate()
  const { door, db } = await openDoor({ SMTP_TLS_CERT: cert, SMTP_TLS_KEY: key })
  const plain = netConnect(door.port, '127.0.0.1')
  await once(plain, 'data')
  plain.write('EHLO client.test\r\n')
  expect(String((await once(plain, 'data'))[0])).toContain('STARTTLS')
  plain.write('STARTTLS\r\nMAIL FROM:<evil@x.example>\r\n')
  expect(String((await once(plain, 'data'))[0])).toMatch(/^220 /)
  const socket = tlsConnect({ socket: plain, ca: cert, servername: 'localhost' })
  await once(socket, 'secureConnect')
  const command = async (line: string) => {
    socket.write(`${line}\r\n`)
    return String((await once(socket, 'data'))[0])
  }
  await command('EHLO client.test')
  expect(await command('RCPT TO:<support@shop.test>')).toMatch(/^503 /)
  for (const line of ['MAIL FROM:<ada@x.example>', 'RCPT TO:<support@shop.test>', 'DATA']) await command(line)
  expect(await command(`${compose({})}\r\n.`)).toMatch(/^250 /)
  const rows = await db.selectFrom('deliveries').select(['tls', 'mailFrom']).execute()
  expect(rows).toEqual([{ tls: true, mailFrom: 'ada@x.example' }])
  socket.destroy()
})

test('control characters in the envelope are refused', async () => {
  const { client } = await openDoor()
  const smtp = await client()
  expect((await smtp.command('MAIL FROM:<a\u0001da@customer.example>')).code).toBe(501)
  await smtp.command('MAIL FROM:<ada@customer.example>')
  expect((await smtp.command('RCPT TO:<support+\u0000x@shop.test>')).code).toBe(501)
})

test('the size limit is advertised, and enforced whether declared or not', async () => {
  const { client, db } = await openDoor({ SMTP_MAX_BYTES: '4096' })
  const smtp = await client()
  expect((await smtp.command('EHLO client.test')).text).toContain('250 SIZE 4096')
  expect((await smtp.command('MAIL FROM:<a@customer.example> SIZE=5000')).text).toMatch(/^552 5\.3\.4 /)
  expect((await smtp.send(envelope, compose({ text: 'x'.repeat(5000) }))).text).toMatch(/^552 5\.3\.4 /)
  expect((await smtp.send(envelope, compose({}))).code).toBe(250)
  expect(await db.selectFrom('deliveries').select('id').execute()).toHaveLength(1)
})

test('with the database away the answer is 451 and never 5xx', async () => {
  const { db, url, client } = await openDoor()
  const smtp = await client()
  await smtp.send(envelope, compose({}))
  await sql`alter table deliveries rename to elsewhere`.execute(db)
  expect((await smtp.send(envelope, compose({}))).text).toMatch(/^451 4\.3\.0 /)
  const gone = connect(url.replace(/\/test_[0-9a-f]+/, '/no_such_database'))
  const door = await startSmtp({ db: gone.db, config: testConfig({}), log })
  const other = await connectSmtp(door.port)
  expect((await other.send(envelope, compose({}))).text).toMatch(/^451 4\.3\.0 /)
  other.quit()
  await door.stop()
  await gone.stop()
})

test('a full backlog and too many bytes in memory are answered 452', async () => {
  const full = await openDoor({ SMTP_BACKLOG: '0' })
  const smtp = await full.client()
  expect((await smtp.send(envelope, compose({}))).code).toBe(250)
  await new Promise((resolve) => setTimeout(resolve, 2100))
  expect((await smtp.send(envelope, compose({}))).text).toMatch(/^452 4\.3\.1 /)
  const small = await openDoor({ SMTP_DATA_BYTES: '1000' })
  const other = await small.client()
  expect((await other.send(envelope, compose({ text: 'x'.repeat(3000) }))).text).toMatch(/^452 4\.3\.1 /)
  expect((await other.send(envelope, compose({}))).code).toBe(250)
})

test('strangers have limits per address and per sender, loopback and trusted peers have not', () => {
  const limits = smtpLimits({ connectionsPerIp: 2, mailsPerIp: 3, mailsPerSender: 2, dataBytes: 100, backlog: 1 }, [
    '10.0.0.0/8',
  ])
  const stranger = '203.0.113.7'
  expect([1, 2, 3].map(() => limits.connect(stranger)?.code)).toEqual([undefined, undefined, 421])
  expect([1, 2, 3].map(() => limits.mail(stranger, 'a@x.test')?.code)).toEqual([undefined, undefined, 450])
  expect(limits.mail(stranger, 'b@x.test')).toMatchObject({ code: 450, enhanced: '4.7.1' })
  for (const ip of ['127.0.0.1', '::1', '10.9.8.7'])
    for (let i = 0; i < 9; i++) expect(limits.connect(ip) ?? limits.mail(ip, 'a@x.test')).toBeUndefined()
  expect([1, 2, 3, 4].map(() => limits.mail('203.0.113.8', '')?.code)).toEqual([undefined, undefined, undefined, 450])
  expect([
    limits.connect('2001:db8::1'),
    limits.connect('2001:db8::2'),
    limits.connect('2001:db8:0:0:9::')?.code,
  ]).toEqual([undefined, undefined, 421])
})

test('a port in use is an error that names the setting', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  )
  await expect(openDoor({ SMTP_PORT: String(port) })).rejects.toThrow(/SMTP_PORT/)
  other.close()
})

test('a stop lets the mail in hand finish and greets nobody new', async () => {
  const { client, door, db } = await openDoor()
  const smtp = await client()
  await smtp.command('MAIL FROM:<ada@customer.example>')
  await smtp.command('RCPT TO:<support@shop.test>')
  await smtp.command('DATA')
  const stopped = door.stop()
  const late = await connectSmtp(door.port).catch((error: Error) => error)
  expect(late).toBeInstanceOf(Error)
  expect((await smtp.command(`${compose({})}\r\n.`)).code).toBe(250)
  await stopped
  expect(await db.selectFrom('deliveries').select('id').execute()).toHaveLength(1)
})

test('a mail that the database refuses does not take its neighbours along', async () => {
  const { db, client } = await openDoor()
  await sql`alter table deliveries add check (mail_from not like 'bad%')`.execute(db)
  const clients = await Promise.all(Array.from({ length: 8 }, client))
  const replies = await Promise.all(
    clients.map((smtp, i) => smtp.send({ ...envelope, from: i === 3 ? 'bad@x.test' : `good${i}@x.test` }, compose({}))),
  )
  expect(replies.map((reply) => reply.code)).toEqual([250, 250, 250, 451, 250, 250, 250, 250])
})

/** A certificate for localhost of a day's life, and its key, as PEM. */
function certificate(): [string, string] {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [cert, key] = [join(folder, 'cert'), join(folder, 'key')]
  const options = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost'
  execFileSync('openssl', [...options.split(' '), '-out', cert, '-keyout', key], { stdio: 'ignore' })
  return [readFileSync(cert, 'utf8'), readFileSync(key, 'utf8')]
}
