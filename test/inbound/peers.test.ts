import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { proxyHeader } from '../../inbound/proxy.ts'
import { topmostReceived } from '../../inbound/received.ts'
import { processorTime } from '../support/loop.ts'
import { compose, openDoor } from './door.ts'

const envelope = { from: 'ada@customer.example', to: 'support@shop.test' }
const trusted = { SMTP_TRUSTED: '127.0.0.0/8' }

test.each([
  [
    'from mx.customer.example (mail.customer.example [203.0.113.5]) by relay.shop.test',
    '203.0.113.5',
    'mx.customer.example',
  ],
  ['from [6.6.6.6] (unknown [203.0.113.5])\r\n\tby relay.shop.test (Postfix) with ESMTP', '203.0.113.5', '[6.6.6.6]'],
  [
    'from [203.0.113.5] (helo=mx.customer.example)\r\n by relay.shop.test with esmtp',
    '203.0.113.5',
    'mx.customer.example',
  ],
  [
    'from unknown (HELO mx.customer.example) (203.0.113.5)\r\n  by relay.shop.test',
    '203.0.113.5',
    'mx.customer.example',
  ],
  ['from a.example (b.example [IPv6:2001:db8::5]) by relay.shop.test', '2001:db8::5', 'a.example'],
  ['from a.example (2001:db8::5) by relay.shop.test (10.0.0.1)', '2001:db8::5', 'a.example'],
])('of "%s" the client is known', (field, clientIp, helo) => {
  const raw = Buffer.from(`Received: ${field}; Mon, 2 Mar 2026 10:00:00 +0000\r\nReceived: from [9.9.9.9]\r\n\r\n`)
  expect(topmostReceived(raw)).toMatchObject({ clientIp, helo })
})

test.each([
  'by relay.shop.test with local',
  'from here by there',
  'from [1.2.3.4] by there',
  'from a (fe80::1%eth0) by b',
])('of "%s" nothing is known of the client', (field) =>
  expect(topmostReceived(Buffer.from(`Received: ${field}\r\n\r\n`))).toBeUndefined(),
)

test('a Received field of hostile size is read in no time', () => {
  for (const part of ['(', '[', 'a (', ' by', '\r\n ']) {
    const hostile = Buffer.from(`Received: from ${part.repeat(20_000)}\r\n\r\n`)
    expect(processorTime(() => topmostReceived(hostile))).toBeLessThan(100)
  }
})

test('a trusted peer’s topmost Received names the client, its envelope-from the sender', async () => {
  const { db, client } = await openDoor(trusted)
  const smtp = await client()
  const received =
    'Received: from mx.customer.example (x [203.0.113.5]) by relay.shop.test (envelope-from <real@customer.example>)\r\n'
  await smtp.send(envelope, received + compose({}))
  await smtp.send(envelope, compose({ id: 'two@customer.example' }))
  const rows = await db
    .selectFrom('deliveries')
    .select(['clientIp', 'helo', 'mailFrom', 'flags'])
    .orderBy('id')
    .execute()
  expect(rows).toMatchObject([
    {
      clientIp: '203.0.113.5',
      helo: 'mx.customer.example',
      mailFrom: 'real@customer.example',
      flags: { peer: '127.0.0.1' },
    },
    { clientIp: '127.0.0.1', mailFrom: envelope.from, flags: { peer: '127.0.0.1', relay: true } },
  ])
})

test('what a stranger writes into Received counts for nothing', async () => {
  const { db, client } = await openDoor({ SMTP_TRUSTED: '10.0.0.0/8' })
  const smtp = await client()
  await smtp.send(envelope, `Received: from a.example (x [203.0.113.5]) by b.example\r\n${compose({})}`)
  expect(await clients(db)).toEqual(['127.0.0.1'])
})

test('XCLIENT is for trusted peers, and the limits are for the client that it names', async () => {
  const stranger = await (await openDoor()).client()
  expect((await stranger.command('XCLIENT ADDR=203.0.113.5')).code).toBeGreaterThanOrEqual(500)
  const { db, client } = await openDoor({ ...trusted, SMTP_MAILS_PER_IP: '2' })
  const smtp = await client()
  expect((await smtp.command('EHLO proxy.test')).text).toContain('XCLIENT')
  expect((await smtp.command('XCLIENT ADDR=203.0.113.5 HELO=mx.customer.example')).code).toBe(220)
  expect((await smtp.command('EHLO proxy.test')).text).not.toContain('XCLIENT')
  const codes: number[] = []
  for (let i = 0; i < 3; i++) codes.push((await smtp.send(envelope, compose({ id: `m${i}@x.example` }))).code)
  expect(codes).toEqual([250, 250, 450])
  const row = await db.selectFrom('deliveries').select(['clientIp', 'helo', 'flags']).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ clientIp: '203.0.113.5', helo: 'mx.customer.example', flags: { peer: '127.0.0.1' } })
})

test('PROXY of version 1 and 2 names the client, whose limits hold', async () => {
  const { db, door } = await openDoor({ SMTP_PROXY: '1', SMTP_CONNECTIONS_PER_IP: '1' })
  const version1 = await speak(door.port, 'PROXY TCP4 203.0.113.5 127.0.0.1 4000 25\r\n')
  expect(version1.greeting).toMatch(/^220 /)
  expect((await speak(door.port, 'PROXY TCP4 203.0.113.5 127.0.0.1 4001 25\r\n')).greeting).toMatch(/^421 /)
  const other = await speak(door.port, binaryHeader('203.0.113.9'))
  await version1.mail(envelope.from, compose({}))
  await other.mail(envelope.from, compose({ id: 'two@x.example' }))
  expect((await clients(db)).sort()).toEqual(['203.0.113.5', '203.0.113.9'])
})

test('on loopback a client without the header is greeted all the same, a wrong header is not', async () => {
  const { client, door } = await openDoor({ SMTP_PROXY: '1' })
  const smtp = await client()
  expect((await smtp.send(envelope, compose({}))).code).toBe(250)
  for (const header of ['PROXY TCP4 not-an-ip 127.0.0.1 1 2\r\n', 'EHLO too.soon\r\n', `PROXY ${'x'.repeat(300)}`]) {
    const socket = connect(door.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(header)
    let heard = ''
    socket.on('data', (data) => (heard += data))
    await once(socket, 'close')
    expect(heard).toBe('')
  }
})

test('a PROXY header is read to its last byte and no further', () => {
  const header = binaryHeader('203.0.113.9')
  for (let cut = 0; cut < header.length; cut++) expect(proxyHeader(header.subarray(0, cut))).toBe('more')
  expect(proxyHeader(Buffer.concat([header, Buffer.from('EHLO x')]))).toEqual({
    from: { address: '203.0.113.9', port: 4000 },
    length: header.length,
  })
  expect(proxyHeader(Buffer.from('PROXY UNKNOWN\r\n'))).toEqual({ from: null, length: 15 })
  for (const wrong of ['GET / HTTP/1.1\r\n', 'PROXY TCP4 1.2.3.4\r\n', 'PROXY TCP6 1.2.3.4 ::1 1 2\r\n', '\n'])
    expect(proxyHeader(Buffer.from(wrong))).toBe('none')
})

test('odd commands are refused and cost nothing but their answer', async () => {
  const { client, db } = await openDoor()
  const smtp = await client()
  for (const line of ['BDAT 10 LAST', 'TURN', 'EXPN staff', 'STARTTLS', '.', 'DATA', 'XFORWARD ADDR=1.2.3.4'])
    expect((await smtp.command(line)).code).toBeGreaterThanOrEqual(500)
  expect((await smtp.command('NOOP')).code).toBe(250)
  expect(await db.selectFrom('deliveries').select('id').execute()).toEqual([])
})

test('commands that end in a bare LF cannot be smuggled in with the data of a mail', async () => {
  const { client, db } = await openDoor()
  const smtp = await client()
  const smuggled = `${compose({})}\n.\nMAIL FROM:<evil@x.example>\nRCPT TO:<support@shop.test>\nDATA\nSubject: x\n\nhi`
  expect((await smtp.send(envelope, smuggled)).code).toBe(250)
  const rows = await db.selectFrom('deliveries').select('mailFrom').execute()
  expect(rows).toEqual([{ mailFrom: envelope.from }])
})

test('SMTP_TRUSTED that names no network stops the start', async () => {
  await expect(openDoor({ SMTP_TRUSTED: 'relay.example' })).rejects.toThrow(/SMTP_TRUSTED: relay\.example/)
})

async function clients(db: Awaited<ReturnType<typeof openDoor>>['db']): Promise<(string | null)[]> {
  const rows = await db.selectFrom('deliveries').select('clientIp').orderBy('id').execute()
  return rows.map((row) => row.clientIp)
}

function binaryHeader(ip: string): Buffer {
  const head = Buffer.from('\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c', 'latin1')
  const ports = Buffer.from([0x0f, 0xa0, 0, 25])
  return Buffer.concat([head, Buffer.from(ip.split('.').map(Number)), Buffer.from([127, 0, 0, 1]), ports])
}

/** A connection that begins with some bytes before the greeting. */
async function speak(port: number, first: string | Buffer) {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write(first)
  const heard = async () => String((await once(socket, 'data'))[0])
  const greeting = await heard()
  const command = async (line: string) => {
    socket.write(`${line}\r\n`)
    return heard()
  }
  return {
    greeting,
    async mail(from: string, text: string) {
      for (const line of ['EHLO x', `MAIL FROM:<${from}>`, 'RCPT TO:<support@shop.test>', 'DATA']) await command(line)
      expect(await command(`${text}\r\n.`)).toMatch(/^250 /)
    },
  }
}
