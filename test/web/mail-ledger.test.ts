import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { sha256, storeBlobs } from '../../src/database/blobs.ts'
import { cookieOf, form, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let cookie: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(desk)
  return () => made.stop()
})

type Stuck = { state?: 'held' | 'failed'; reason?: string; subject?: string; raw?: string; from?: string }

async function stuckMail(mail: Stuck = {}): Promise<number> {
  const { state = 'held', reason = 'Held: it says nothing.', subject = 'Odd', from = 'eve@evil.test' } = mail
  const [key] = await storeBlobs(desk.db, [
    Buffer.from(mail.raw ?? `Subject: ${subject}\r\n\r\nHi ${randomBytes(4).toString('hex')}\r\n`),
  ])
  const { rows } = await sql<{ id: number }>`
    insert into deliveries (mailbox_id, source, recipient, mail_from, raw_sha256, state, reason, settled_at)
    values (1, 'smtp', 'support@shop.test', ${from}, ${key}, ${state}, ${reason}, now()) returning id`.execute(desk.db)
  const id = rows[0]!.id
  const messageId = `${id}@evil.test`
  await sql`insert into emails (delivery_id, mailbox_id, fingerprint, message_id, message_id_key, from_address, subject, parser_version, received_at)
    values (${id}, 1, ${randomBytes(32)}, ${messageId}, ${sha256(messageId)}, ${from}, ${subject}, 1, now())`.execute(
    desk.db,
  )
  return id
}

async function page(path: string): Promise<{ status: number; text: string }> {
  const answer = await desk.app.request(path, { headers: { cookie } })
  return { status: answer.status, text: await answer.text() }
}

const post = (path: string, fields: Record<string, string> = {}) => desk.app.request(path, form(cookie, fields))
const stateOf = async (id: number) =>
  (await desk.db.selectFrom('deliveries').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

test('the ledger adds up what came today, by mailbox and by way', async () => {
  await fileMail(desk.db)
  await stuckMail()
  const { text } = await page('/mail')
  const plain = text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  const { rows } = await sql<{ all: number; held: number }>`
    select count(*)::int as all, count(*) filter (where state = 'held')::int as held from deliveries`.execute(desk.db)
  expect(plain).toContain(`Received ${rows[0]!.all} Filed`)
  expect(plain).toContain(`Held + ${rows[0]!.held} Failed`)
  expect(plain).toContain('Missing + 0')
  expect(plain).toContain('No mail waits.')
  expect(text).toContain('support@shop.test')
})

test('the list is narrowed by state, mailbox and who wrote', async () => {
  await stuckMail({ subject: 'Only held' })
  expect((await page('/mail?state=held')).text).toContain('Only held')
  expect((await page('/mail?state=filed')).text).not.toContain('Only held')
  expect((await page('/mail?mailbox=1&automatic=no')).text).toContain('Only held')
  expect((await page('/mail?automatic=yes')).text).not.toContain('Only held')
  expect((await page('/mail?mailbox=77')).text).toContain('No mail fits these filters.')
})

test('failed mail is named with its remedy', async () => {
  await stuckMail({ state: 'failed', reason: 'Filing this mail was tried 5 times.' })
  expect((await page('/mail')).text).toContain('could not be filed')
  const { text } = await page('/mail?state=failed')
  expect(text).toContain('Filing this mail was tried 5 times.')
  expect(text).toContain('Try again')
})

test('a mail is shown as it came, cut to size and harmless', async () => {
  const raw = `Subject: x\r\nX-Evil: <script>alert(1)</script>\r\n\r\n<img src=x onerror=alert(1)>\u202eabc\r\n${'y'.repeat(100_000)}`
  const id = await stuckMail({ raw })
  const { text } = await page(`/mail/${id}`)
  expect(text).not.toContain('<script>alert')
  expect(text).not.toContain('<img src=x')
  expect(text).toContain('&lt;img src=x')
  expect(text).not.toContain('\u202e')
  expect(text).toContain('eve@evil.test')
  expect(text.length).toBeLessThan(100_000)
  expect(await (await desk.app.request(`/mail/${id}/source`, { headers: { cookie } })).text()).toBe(raw)
})

test('many held mails are let in after one question, and held again by one Undo', async () => {
  const ids = [
    await stuckMail({ reason: 'Same' }),
    await stuckMail({ reason: 'Same' }),
    await stuckMail({ reason: 'Else' }),
  ]
  const asked = await page(`/mail/release?${ids.map((id) => `id=${id}`).join('&')}`)
  expect(asked.text.replace(/<[^>]*>/g, '')).toContain('2 Same')
  expect(asked.text).toContain('File 3 mails')
  expect(await Promise.all(ids.map(stateOf))).toEqual(['held', 'held', 'held'])
  const body = new URLSearchParams(ids.map((id) => ['id', String(id)]))
  const done = await desk.app.request('/mail/release', { ...form(cookie), body })
  expect(await Promise.all(ids.map(stateOf))).toEqual(['kept', 'kept', 'kept'])
  const location = done.headers.get('location')!
  expect((await page(location)).text).toContain('3 mails are being filed.')
  await post(`/undo/${new URL(location, 'http://x').searchParams.get('done')}`)
  expect(await Promise.all(ids.map(stateOf))).toEqual(['held', 'held', 'held'])
})

test('a sender is blocked from a mail of theirs, and unblocked by Undo', async () => {
  const id = await stuckMail({ from: 'junk@block.test' })
  const done = await post(`/mail/${id}/block`)
  const rules = () =>
    sql<{ verdict: string }>`select verdict from sender_rules where sender = 'junk@block.test'`.execute(desk.db)
  expect((await rules()).rows).toEqual([{ verdict: 'block' }])
  const location = done.headers.get('location')!
  expect((await page(location)).text).toContain('Mail from junk@block.test is held from now on.')
  await post(`/undo/${new URL(location, 'http://x').searchParams.get('done')}`)
  expect((await rules()).rows).toEqual([])
})

test('who may only read can let nothing in', async () => {
  const id = await stuckMail()
  await sql`update reps set role = 'read_only'`.execute(desk.db)
  try {
    expect((await post(`/mail/${id}/release`)).status).toBe(403)
    expect((await page(`/mail/release?id=${id}`)).status).toBe(403)
    expect((await post('/mail/refile')).status).toBe(403)
  } finally {
    await sql`update reps set role = 'admin'`.execute(desk.db)
  }
})
