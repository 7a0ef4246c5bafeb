import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { beforeAll, describe, expect, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { keep } from '../../inbound/keep.ts'
import { startParser } from '../../inbound/parser.ts'
import { type SubmissionDoor, startSubmission } from '../../inbound/submission.ts'
import { letterBytes } from '../../src/letters/letters.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { createApiKey, revokeApiKey } from '../../src/reps/api-keys.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { connectSmtp, type SmtpClient } from '../support/smtp-client.ts'
import { compose, log, secrets, testConfig } from './door.ts'

let db: TestDatabase['db']
let door: SubmissionDoor
let far: SubmissionDoor
let key: string
let plain: (line: string) => string
const clients: SmtpClient[] = []

async function keyWith(role: string, name = `${role} ${Math.random()}`): Promise<string> {
  const made = await createApiKey(db, { name, role })
  if ('problem' in made) throw new Error(made.problem)
  return made.key
}

beforeAll(async () => {
  const database = await cloneDatabase()
  db = database.db
  await ensureFirstMailbox(db, 'support@shop.test')
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-tls-'))
  const [cert, tlsKey] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const options = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-subj',
    '/CN=localhost',
    '-days',
    '2',
  ]
  execFileSync('openssl', [...options, '-out', cert, '-keyout', tlsKey], { stdio: 'ignore' })
  const env = { SMTP_TLS_CERT: readFileSync(cert, 'utf8'), SMTP_TLS_KEY: readFileSync(tlsKey, 'utf8') }
  rmSync(folder, { recursive: true })
  const open = (more: Record<string, string>) => {
    const config = { ...testConfig({ ...env, SMTP_MAX_BYTES: '200000', ...more }), submissionPort: 0 }
    return startSubmission({ db, config, secrets, log })
  }
  door = await open({})
  far = await open({ SMTP_PROXY: '1' })
  key = await keyWith('submit')
  plain = (password) => Buffer.from(`\0shop\0${password}`).toString('base64')
  return async () => {
    for (const one of clients) one.quit()
    await Promise.all([door.stop(), far.stop()])
    await database.stop()
  }
})

async function client(): Promise<SmtpClient> {
  const one = await connectSmtp(door.port)
  clients.push(one)
  return one
}

/** An authenticated session on this machine. */
async function session(password = key) {
  const one = await client()
  expect((await one.command(`AUTH PLAIN ${plain(password)}`)).code).toBe(235)
  return one
}

const order = (id: string, more = '') =>
  `From: The Shop <support@shop.test>\r\nTo: Ada Adams <ada@customer.test>\r\nSubject: Your order A-1\r\nMessage-ID: <${id}>\r\n` +
  `Bcc: hidden@customer.test\r\n${more}Content-Type: text/plain; charset=utf-8\r\n\r\nTwo ants, one leaf.\r\n..dots\r\nend\r\n`
const envelope = (...to: string[]) => ({ from: 'bounce@shop.test', to: to.length > 0 ? to : ['ada@customer.test'] })

async function letters(text: string) {
  const ids = (/Taken as letter ([\d, ]+)/.exec(text)?.[1] ?? '').split(', ').map(Number)
  return Promise.all(
    ids.map(async (id) => {
      const { rows } = await sql<{
        interactionId: number
        issueId: number
        messageId: string
        toList: { address: string; name: string }[]
        envelopeFrom: string
        subject: string
        text: string
        origin: string
        listed: boolean
        closedAt: Date | null
        closedBy: number | null
        originator: string
      }>`select l.*, a.issue_id, i.origin, i.listed, i.closed_at, i.closed_by, n.originator from letters l
        join interactions n on n.id = l.interaction_id join actions a on a.interaction_id = n.id
        join issues i on i.id = a.issue_id where l.id = ${id}`.execute(db)
      return { ...rows[0]!, id, raw: (await letterBytes(db, id))!.toString('latin1') }
    }),
  )
}
const bodyOf = (raw: string) => raw.slice(raw.indexOf('\r\n\r\n') + 4)
const headOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n'))

describe('a submitted mail', () => {
  test('becomes a letter with our ids in its header and its body byte for byte, in an issue closed at once', async () => {
    const shop = await session()
    const said = await shop.send(
      envelope(),
      order('o1@shop.test', 'X-Antfarm-Types: new order\r\nReply-To: x@y.test\r\n'),
    )
    expect(said).toMatchObject({ code: 250 })
    const [letter] = await letters(said.text)
    expect(letter).toMatchObject({
      ...{ originator: 'automatic', origin: 'automatic', listed: false, closedBy: null, subject: 'Your order A-1' },
      ...{ toList: [{ address: 'ada@customer.test', name: 'Ada Adams' }], closedAt: expect.any(Date) },
    })
    expect(letter!.text).toContain('Two ants, one leaf.')
    expect(bodyOf(letter!.raw)).toBe(bodyOf(order('x')))
    const head = headOf(letter!.raw)
    expect(head).toContain(`Message-ID: <${letter!.messageId}>`)
    expect(head).not.toMatch(/^(Bcc|X-Antfarm-Types):/im)
    expect(head.match(/^Reply-To: .*/gm)).toEqual([expect.stringMatching(/^Reply-To: support\+i\w+\.\w+@shop\.test$/)])
    expect(head).toMatch(/^References: <t[^>]+>\r\n <o1@shop\.test>$/m)
    expect(head).toContain('Auto-Submitted: auto-generated')
    expect(head).toMatch(/^Date: /m)
    expect(letter!.envelopeFrom).toMatch(/^support\+b/)
    const types = await db.selectFrom('issueTypes').select('type').where('issueId', '=', letter!.issueId).execute()
    expect(types).toEqual([{ type: 'new order' }])
  })

  test('goes to every recipient of the envelope as a letter of its own', async () => {
    const shop = await session()
    const said = await shop.send(envelope('ada@customer.test', 'hidden@customer.test'), order('o2@shop.test'))
    const both = await letters(said.text)
    expect(both.map((one) => one.toList[0]!.address).sort()).toEqual(['ada@customer.test', 'hidden@customer.test'])
    expect(new Set(both.map((one) => one.issueId)).size).toBe(2)
    expect(new Set(both.map((one) => one.messageId)).size).toBe(2)
    for (const { raw } of both) expect(raw).not.toContain('hidden@customer.test')
  })

  test('has one effect however often the same key hands it in, side by side too', async () => {
    const four = await Promise.all([1, 2, 3, 4].map(() => session()))
    const said = await Promise.all(four.map((one) => one.send(envelope(), order('again@shop.test'))))
    expect(new Set(said.map(({ text }) => text)).size).toBe(1)
    const [letter] = await letters(said[0]!.text)
    const { rows } = await sql`select from letter_aliases where interaction_id = ${letter!.interactionId}`.execute(db)
    expect(rows).toHaveLength(1)
    const other = await (await session(await keyWith('submit'))).send(envelope(), order('again@shop.test'))
    expect(other.text).not.toBe(said[0]!.text)
    await sql`update submissions set created_at = now() - interval '49 hours'`.execute(db)
    expect((await (await session()).send(envelope(), order('again@shop.test'))).text).not.toBe(said[0]!.text)
  })

  test('threads: an answer to our id or to the shop’s own reopens exactly its issue', async () => {
    const parser = startParser()
    const shop = await session()
    for (const by of ['ours', 'theirs'] as const) {
      const [letter] = await letters((await shop.send(envelope(), order(`t-${by}@shop.test`))).text)
      await shop.send(envelope(), order(`other-${by}@shop.test`))
      const answers = by === 'ours' ? letter!.messageId : 't-theirs@shop.test'
      const raw = Buffer.from(
        compose({
          from: 'Ada <ada@customer.test>',
          answers,
          id: `${by}@x.test`,
          text: by,
          subject: 'Re: Your order A-1',
        }),
      )
      await keep(db, {
        ...{ source: 'smtp', raw, recipients: [{ mailboxId: 1, address: 'support@shop.test' }], flags: {} },
        ...{ mailFrom: 'ada@customer.test', helo: 'x', clientIp: null, tls: false },
      })
      while (await fileWaiting({ db, secrets, log, parser })) {}
      const open = await db.selectFrom('issues').select('id').where('closedAt', 'is', null).execute()
      expect(open).toEqual([{ id: letter!.issueId }])
      await sql`update issues set closed_at = now()`.execute(db)
    }
    await parser.stop()
  })

  test('keeps its files and is found by its words; eight-bit bytes stay as they are', async () => {
    const transport = createTransport({
      ...{ host: '127.0.0.1', port: door.port, auth: { user: 'anything', pass: key }, ignoreTLS: true },
    })
    const info = await transport.sendMail({
      ...{ from: 'support@shop.test', to: 'Zoë <zoe@customer.test>', subject: 'Grüße', text: 'Ein Blatt für dich.' },
      ...{ html: '<p>Ein <b>Blatt</b></p>', attachments: [{ filename: 'bill.pdf', content: Buffer.alloc(500, 7) }] },
    })
    transport.close()
    const [letter] = await letters(info.response)
    expect(letter).toMatchObject({ subject: 'Grüße', text: expect.stringContaining('Ein Blatt für dich.') })
    const files = await db
      .selectFrom('attachments')
      .select(['filename', 'size'])
      .where('letterId', '=', letter!.id)
      .execute()
    expect(files).toEqual([{ filename: 'bill.pdf', size: 500 }])
    const raw = `From: support@shop.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nÖl \xff\r\n`
    const said = await (await session()).send(envelope(), Buffer.from(raw, 'latin1'))
    expect(bodyOf((await letters(said.text))[0]!.raw)).toBe('Öl \xff\r\n')
  })
})

describe('the submission door', () => {
  test('takes AUTH LOGIN, and no key that is wrong, revoked or may not submit', async () => {
    const anyone = await client()
    expect((await anyone.send(envelope(), order('x@shop.test'))).code).toBe(530)
    const base64 = (text: string) => Buffer.from(text).toString('base64')
    await anyone.command('AUTH LOGIN')
    await anyone.command(base64('whoever'))
    expect((await anyone.command(base64('af_wrong'))).text).toContain('535 5.7.8')
    expect((await anyone.command(`AUTH PLAIN ${plain(await keyWith('rep'))}`)).text).toContain('role submit')
    await anyone.command('AUTH LOGIN')
    await anyone.command(base64('whoever'))
    expect((await anyone.command(base64(await keyWith('admin')))).code).toBe(235)
    const live = await keyWith('submit', 'to be revoked')
    const open = await session(live)
    await revokeApiKey(db, 'to be revoked')
    expect((await open.send(envelope(), order('late@shop.test'))).text).toContain('535 5.7.8')
    expect((await (await client()).command(`AUTH PLAIN ${plain(live)}`)).code).toBe(535)
  })

  test('writes in the name of its mailboxes only, and not to itself', async () => {
    const shop = await session()
    const froms = [
      'mallory@evil.test',
      'support@shop.test, mallory@evil.test',
      '"support@shop.test" <mallory@evil.test>',
    ]
    for (const from of froms) {
      const said = await shop.send(envelope(), order('f@shop.test').replace('The Shop <support@shop.test>', from))
      expect(said.text).toMatch(/^550 5\.7\.1 From names .*add it as a mailbox/)
    }
    const twice = await shop.send(envelope(), `From: mallory@evil.test\r\n${order('f@shop.test')}`)
    expect(twice.code).toBe(550)
    await shop.command('MAIL FROM:<>')
    expect((await shop.command('RCPT TO:<support+x@shop.test>')).text).toContain('550 5.7.1')
    expect((await shop.command('RCPT TO:<ada@@x>')).code).toBeGreaterThanOrEqual(500)
  })

  test('refuses what is smuggled or too much, and mends plain line feeds', async () => {
    const shop = await session()
    const smuggled = order('s@shop.test').replace('Subject: Your', 'Subject: Your\nBcc: x@y.test\r\nX: Your')
    expect((await shop.send(envelope(), smuggled)).text).toContain('554 5.6.0')
    const bomb = order('b@shop.test', `X-A: ${'a'.repeat(900)}\r\n`.repeat(300))
    expect((await shop.send(envelope(), bomb)).code).toBeGreaterThanOrEqual(552)
    const many = order('m@shop.test', 'X-A: a\r\n'.repeat(1001))
    expect((await shop.send(envelope(), many)).text).toContain('more than 1000 fields')
    const large = await shop.send(envelope(), `${order('l@shop.test')}${'x\r\n'.repeat(80_000)}`)
    expect(large.code).toBe(552)
    const said = await shop.send(envelope(), `${order('n@shop.test')}.`.replaceAll('\r\n', '\n').replace(/\.$/, '\r\n'))
    expect(bodyOf((await letters(said.text))[0]!.raw)).toBe('Two ants, one leaf.\r\n..dots\r\nend\r\n\r\n')
  })

  test('wants STARTTLS from elsewhere before it takes a key, and from nobody here', async () => {
    const socket = connect(far.port, '127.0.0.1')
    socket.write('PROXY TCP4 192.0.2.7 192.0.2.1 4000 587\r\n')
    const talk = lines(socket)
    expect(await talk()).toMatch(/^220/)
    const greeting = await talk('EHLO there')
    expect(greeting).toContain('STARTTLS')
    expect(greeting).not.toContain('AUTH')
    expect(await talk(`AUTH PLAIN ${plain(key)}`)).toMatch(/^538/)
    expect(await talk('MAIL FROM:<x@shop.test>')).toMatch(/^530/)
    socket.destroy()
    const tls = await new Promise<Socket>((resolve) => {
      const one = connect(far.port, '127.0.0.1', () => {
        one.write('PROXY TCP4 192.0.2.7 192.0.2.1 4000 587\r\n')
        resolve(one)
      })
    })
    const transport = createTransport({
      ...{ connection: tls, requireTLS: true, tls: { rejectUnauthorized: false }, auth: { user: 'x', pass: key } },
    } as Parameters<typeof createTransport>[0])
    const info = await transport.sendMail({
      from: 'support@shop.test',
      to: 'tls@customer.test',
      subject: 'x',
      text: 'y',
    })
    expect(info.response).toContain('Taken as letter')
    transport.close()
    expect((await (await client()).command('EHLO near')).text).toContain('AUTH PLAIN LOGIN')
  })

  test('stops listening to a network that tries too many keys', async () => {
    const first = await client()
    await sql`delete from rate_limits`.execute(db)
    for (let at = 0; at < 50; at += 1) {
      const one = at % 8 === 0 ? await client() : first
      expect((await one.command(`AUTH PLAIN ${plain('af_wrong')}`)).code).toBe(535)
    }
    const late = await client()
    expect((await late.command(`AUTH PLAIN ${plain(key)}`)).text).toContain('454 4.7.0')
    await sql`delete from rate_limits`.execute(db)
  })
})

/** Says a line, if any, and answers what comes back. */
function lines(socket: Socket): (line?: string) => Promise<string> {
  let text = ''
  socket.on('data', (chunk) => (text += chunk))
  return async (line) => {
    if (line) socket.write(`${line}\r\n`)
    const deadline = Date.now() + 30_000
    while (!/^\d{3} .*\r\n$/m.test(text)) {
      if (Date.now() > deadline) throw new Error(`no answer: ${text}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const said = text
    text = ''
    return said
  }
}
