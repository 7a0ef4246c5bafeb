import { sql } from 'kysely'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { letterStates } from '../../src/database/tables.ts'
import { dkimRecord, listDkimKeys } from '../../src/letters/dkim-keys.ts'
import { startOutbox } from '../../src/letters/outbox.ts'
import { reply } from '../../src/letters/reply.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { createApp } from '../../src/web/app.ts'
import { type Refusals, type RelayedLetter, startRelay } from '../support/relay.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { cookieOf, form, secrets, served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk & { stop: () => Promise<void> }
let cookie: string
let issueId: number
const zone = new Map<string, string[][]>()
const txt = async (name: string) => zone.get(name) ?? Promise.reject(Object.assign(new Error(), { code: 'ENODATA' }))

beforeAll(async () => {
  const made = await testDesk()
  const parts = { ...made.parts, txt }
  desk = { ...made, parts, app: createApp(parts) }
  cookie = await cookieOf(desk)
  issueId = (await fileMail(desk.db)).issueId
})
afterAll(() => desk.stop())

async function write(text: string, state?: string) {
  const actor = { kind: 'rep', repId: 1 } as const
  const outcome = await desk.db
    .transaction()
    .execute((tx) => reply(tx, { secrets, config: { relayUrl: 'x', undoSeconds: 0 } }, actor, issueId, { text }))
  if (typeof outcome === 'string' || !('letterId' in outcome)) throw new Error(JSON.stringify(outcome))
  const { letterId } = outcome
  const later = sql`due_at = now() + interval '1 hour', attempts = 2, reason = ${`Why it is ${state}.`}, relay_reply = '451 4.3.0 later'`
  if (state) await sql`update letters set state = ${state}, ${later} where id = ${letterId}`.execute(desk.db)
  return letterId
}

const get = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).text()
const post = (path: string, fields: Record<string, string> = {}) => desk.app.request(path, form(cookie, fields))
const stateOf = async (id: number) =>
  (await desk.db.selectFrom('letters').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

test('every state has its list with counts, reasons, tries and what the relay said', async () => {
  for (const state of letterStates) await write(`A letter that is ${state}.`, state)
  const all = await get('/letters')
  for (const state of letterStates) expect(all).toContain(`Why it is ${state}.`)
  const deferred = await get('/letters?state=deferred')
  expect(deferred).toContain('Why it is deferred.')
  expect(deferred).not.toContain('Why it is failed.')
  expect(deferred).toMatch(/Tried 2 times.*Next try/s)
  expect(deferred).toContain('451 4.3.0 later')
  expect(deferred.replace(/<[^>]*>/g, '')).toMatch(/Waiting to be sent\s+1/)
  expect(await get('/letters?kind=campaign')).toContain('No letter is here.')
  expect(await get('/letters?kind=rep&rep=1&mailbox=1&state=failed')).toContain('Why it is failed.')
  expect(await get('/letters?rep=999')).not.toContain('Why it is failed.')
})

test('several letters are tried again or kept back at once, asked once more, and one undo takes it back', async () => {
  const [failed, uncertain, sent] = [
    await write('a', 'failed'),
    await write('b', 'uncertain'),
    await write('c', 'sent'),
  ]
  const ids = [failed, uncertain, sent].join(',')
  const asked = await post('/letters/bulk', { deed: 'retry', ids, back: '/letters?trouble' })
  expect(await asked.text()).toContain('Try these 3 letters again?')
  expect(await stateOf(failed)).toBe('failed')
  const done = await post('/letters/bulk', { deed: 'retry', ids, sure: 'yes', back: '/letters?trouble' })
  const location = done.headers.get('location')!
  expect(await get(location)).toContain('2 letters will be tried again.')
  expect(await Promise.all([failed, uncertain, sent].map(stateOf))).toEqual(['queued', 'queued', 'sent'])
  const changeId = /done=(\d+)/.exec(location)![1]
  await post(`/undo/${changeId}`, { back: '/letters' })
  expect(await Promise.all([failed, uncertain].map(stateOf))).toEqual(['failed', 'uncertain'])
  const waiting = await write('d')
  await post('/letters/bulk', { deed: 'cancel', ids: String(waiting), sure: 'yes' })
  expect(await stateOf(waiting)).toBe('cancelled')
})

test('the API lists, counts, retries and dismisses as the page does, and sets relays and keys', async () => {
  const made = await createApiKey(desk.db, { name: 'outbox', role: 'admin' })
  if ('problem' in made) throw new Error(made.problem)
  const api = createApi({ ...desk.parts, txt })
  const call = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${made.key}`, ...(body && { 'content-type': 'application/json' }) }
    const answer = await api.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return { status: answer.status, body: await answer.json() }
  }
  const id = await write('by the API', 'failed')
  const { body: list } = await call('GET', '/letters?state=failed&kind=rep&mailbox=1')
  expect(list.items[0]).toMatchObject({ id, reason: 'Why it is failed.', mailbox: { address: 'support@shop.test' } })
  expect((await call('GET', '/letters/counts')).body.counts.failed).toBeGreaterThan(0)
  expect((await call('GET', `/letters/${id}`)).body).toMatchObject({ id, attempts: 2 })
  expect((await call('POST', `/letters/${id}/dismiss`)).body).toMatchObject({ letterId: id })
  expect((await call('POST', '/letters/bulk', { deed: 'retry', ids: [id] })).body).toMatchObject({ done: 1, left: 0 })
  const relay = { name: 'Provider', host: 'smtp.provider.test', user: 'shop', password: 'p', rate: 0.5 }
  const { body: stored } = await call('POST', '/relays', relay)
  expect(stored).toMatchObject({ hasPassword: true, port: 587, tls: 'starttls', rate: 0.5, standard: false })
  expect(JSON.stringify(stored)).not.toContain('"p"')
  expect((await call('PATCH', `/relays/${stored.id}`, { connections: 1 })).status).toBe(422)
  expect((await call('PATCH', `/relays/${stored.id}`, { rate: null })).body).toMatchObject({ rate: null, version: 2 })
  expect((await call('DELETE', `/relays/${stored.id}`)).body).toMatchObject({ id: stored.id })
  const { body: key } = await call('POST', '/dkim-keys', { domain: 'shop.test' })
  expect((await call('POST', `/dkim-keys/${key.id}/check`)).body).toMatchObject({ state: 'made' })
  zone.set(key.record.name, [[key.record.value]])
  expect((await call('POST', `/dkim-keys/${key.id}/check`)).body).toMatchObject({ state: 'active', finding: null })
  expect((await call('POST', '/sending-domains/look', { domain: 'shop.test' })).body.records).toHaveLength(2)
  expect((await call('POST', `/dkim-keys/${key.id}/retire`)).body).toHaveProperty('changeId')
})

test.each<[string, Refusals, string, RegExp]>([
  ['421', { data: () => '421 4.3.2 closing' }, 'deferred', /said “not now”: 421 4\.3\.2 closing.*Next try/s],
  ['450', { to: () => '450 4.2.1 greylisted' }, 'deferred', /450 4\.2\.1 greylisted.*Next try/s],
  ['550', { to: () => '550 5.1.1 no such user' }, 'failed', /550 5\.1\.1 no such user/],
])('a relay that answers %s is quoted on the page', async (_, refuse, state, words) => {
  const got: RelayedLetter[] = []
  const relay = await startRelay((letter) => got.push(letter), refuse)
  onTestFinished(() => relay.stop())
  await sql`delete from sending_pauses`.execute(desk.db)
  const id = await write('to a relay that says no')
  const { db, parts } = desk
  const outbox = startOutbox({ ...parts, db, config: { relayUrl: relay.url } })
  onTestFinished(() => outbox.stop())
  await expect.poll(() => stateOf(id), { timeout: 15_000 }).toBe(state)
  expect((await get(`/letters?state=${state}`)).replace(/<[^>]*>/g, '')).toMatch(words)
  await sql`update letters set state = 'cancelled' where state in ('queued', 'deferred')`.execute(db)
})

browserTest(
  'the outbox is renewed while it is open; relays and keys are set by hand',
  { timeout: 60_000 },
  async () => {
    const browser: Browser = await launch()
    onTestFinished(() => browser.close())
    const { url } = await served(desk)
    const page = await signedInPage(browser, url)
    const id = await write('Changes while it is looked at', 'deferred')
    await page.goto(`${url}/letters`)
    await page
      .locator(`#letter-${id} .badge`, { hasText: 'again' })
      .or(page.locator(`#letter-${id} .badge`))
      .first()
      .waitFor()
    await sql`update letters set state = 'failed', reason = 'It was refused.' where id = ${id}`.execute(desk.db)
    await sql`select pg_notify('desk', ${JSON.stringify({ issue: issueId })})`.execute(desk.db)
    await page.locator(`#letter-${id}.bad`).waitFor()
    await page.check(`#letter-${id} input[type=checkbox]`)
    await page.click('.outbox-bar button[value=dismiss]')
    await page.click('main .button.primary')
    await page.getByText('One letter dismissed.').first().waitFor()
    await page.goto(`${url}/settings/domains`)
    await page.click('button:has-text("Make an RSA key")')
    await page.getByText('Waits for its record').first().waitFor()
    const [key] = (await listDkimKeys(desk.db)).filter(({ state }) => state === 'made')
    const { name, value } = dkimRecord(key!)
    expect(await page.locator(`#key-${key!.id} code`).allTextContents()).toEqual([name, value])
    zone.set(name, [[value]])
    await page.click(`#key-${key!.id} button:has-text("Look for the record")`)
    await page.getByText('Letters are signed', { exact: true }).waitFor()
    const relay = await startRelay(() => undefined)
    onTestFinished(() => relay.stop())
    await page.goto(`${url}/settings/relays/new`)
    await page.fill('#name', 'Provider')
    await page.fill('#host', '127.0.0.1')
    await page.fill('#port', String(relay.port))
    await page.check('input[name=tls][value=none]')
    await page.check('#standard')
    await page.click('main form.settings-form button.primary')
    await page.fill('#to', 'ana@example.test')
    await page.click('button:has-text("Test now")')
    await page.getByText('The relay took the letter to ana@example.test, signed by DKIM').waitFor()
  },
)
