import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { codeOf } from '../../src/certificates/certificates.ts'
import { grantCertificate } from '../../src/certificates/issue.ts'
import { startOutbox } from '../../src/letters/outbox.ts'
import { holdsAnywhere } from '../support/everything.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, form, password, secrets, served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let admin: string
let browser: Browser
const logged: string[] = []

beforeAll(async () => {
  const made = await testDesk({ UNDO_SECONDS: '0' })
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  desk = { ...made, parts: { ...made.parts, log } }
  admin = await cookieOf(desk)
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const get = async (path: string, cookie = admin) => {
  const answer = await desk.app.request(path, { headers: { cookie } })
  return { status: answer.status, text: await answer.text() }
}
const post = (path: string, fields: Record<string, string>, cookie = admin) =>
  desk.app.request(path, form(cookie, fields))
const readable = (raw: Buffer) => raw.toString('latin1').replace(/=\r\n/g, '')

const program = {
  ...{ name: 'Sorry', kind: 'promotional', currency: 'EUR', each: '50', repEach: '20.00', repDay: '30', budget: '500' },
  ...{ validDays: '90', timeZone: 'Europe/Berlin', terms: 'A promotional reward. No cash value.', version: '0' },
}

test('an admin makes a program, is told what is wrong with one, and changes are undone', async () => {
  const wrong = await post('/settings/gift-programs', { ...program, each: 'x', validDays: '0', timeZone: 'Nowhere/At' })
  expect(wrong.status).toBe(422)
  expect((await wrong.text()).match(/class="error"/g)).toHaveLength(3)
  expect((await post('/settings/gift-programs', program)).status).toBe(303)
  const saved = await post('/settings/gift-programs/1', { ...program, each: '60', active: 'yes', version: '1' })
  expect((await get(saved.headers.get('location')!)).text).toContain('/undo/')
  const stale = await post('/settings/gift-programs/1', { ...program, active: 'yes', version: '1' })
  expect(stale.headers.get('location')).toContain('conflict')
  expect((await get('/settings/gift-programs/1')).text).toContain('value="60.00"')
})

browserTest('a rep sends a certificate with a reply: only the letter holds the code', { timeout: 60_000 }, async () => {
  const taken: RelayedLetter[] = []
  const relay = await startRelay((letter) => taken.push(letter))
  const { db, parts } = desk
  const config = { ...desk.config, relayUrl: relay.url }
  const outbox = startOutbox({ db, config, secrets, instance: 'this one', log: parts.log })
  const waking = setInterval(outbox.wake, 100)
  onTestFinished(async () => {
    clearInterval(waking)
    await outbox.stop()
    await relay.stop()
  })
  const { url } = await served(desk, config)
  const { issueId } = await fileMail(db, { from: 'maria@example.test', text: 'It came broken.' })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.fill('.composer textarea', 'I am sorry. Take this: {{ certificate.code }}.')
  await page.click('.composer-gift summary')
  await page.fill('#gift-amount', '12.50')
  await page.click('button[name=deed][value=send]')
  await vi.waitFor(() => expect(taken).toHaveLength(1), { timeout: 30_000, interval: 50 })
  const { id } = await db.selectFrom('giftCertificates').select('id').executeTakeFirstOrThrow()
  const code = await codeOf(db, secrets, id)
  expect(readable(taken[0]!.raw)).toContain(`Take this: ${code}.`)
  await page.goto(`${url}/issues/${issueId}`)
  expect(await page.content()).toContain(`xxxx-xxxx-xxxx-${code.slice(-5, -1)}x`)
  await page.goto(`${url}/certificates/${id}`)
  expect(await page.textContent('h1')).toBe(`Certificate ${id}`)
  expect(await page.content()).not.toContain(code)
  expect(await holdsAnywhere(db, code)).toEqual([])
  await claimed(page, url, code)
  await page.goto(`${url}/certificates/${id}`)
  await page.fill('#reason', 'Sent to the wrong person')
  await page.click('button.danger')
  await page.waitForURL(/done=/)
  expect(await page.textContent('.gift-sum')).toContain('Void')
  await typed(page, url, code)
  expect(await page.textContent('.notice.bad')).toContain('No certificate is good')
  expect(await holdsAnywhere(db, code)).toEqual([])
  expect(logged.join()).toContain('letter tried')
  expect(logged.join()).not.toContain(code)
})

async function typed(page: Page, url: string, code: string) {
  await page.goto(`${url}/gift`)
  await page.fill('#code', code.toLowerCase().replaceAll('-', ' '))
  await page.click('button.primary')
  await page.waitForSelector('.notice')
}

async function claimed(page: Page, url: string, code: string) {
  await typed(page, url, code)
  const said = await page.textContent('.notice.good')
  expect(said).toContain('12.50 is left.')
  expect(await page.content()).not.toContain(code)
  expect(page.url()).not.toContain(code.slice(0, 4))
}

test('a certificate is granted from a customer’s page after a look once more, and once', async () => {
  const { issueId, personId } = await fileMail(desk.db, { from: 'bo@example.test' })
  const rep = await addRep(desk.db, { name: 'Rosa Rep', email: 'rosa@shop.test', password, role: 'rep' })
  expect(rep).toBeGreaterThan(1)
  const rosa = await cookieOf(desk, 'rosa@shop.test')
  const page = await get(`/people/${personId}/certificates/new?issue=${issueId}`, rosa)
  expect(page.text).toContain('up to €20.00 at once, €30.00 left today')
  const wish = { amount: '15', program: '1', until: '', issue: String(issueId), seen: '0' }
  const check = await post(`/people/${personId}/certificates/check`, wish, rosa)
  expect(await check.text()).toContain('€15.00 for')
  const path = `/people/${personId}/certificates`
  const answers = await Promise.all([post(path, wish, rosa), post(path, wish, rosa)])
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  const mine = () => desk.db.selectFrom('giftCertificates').select('id').where('userIdentificationId', '=', personId)
  expect(await mine().execute()).toHaveLength(1)
  const { id } = await mine().executeTakeFirstOrThrow()
  const over = await post(path, { ...wish, amount: '16', seen: String(id) }, rosa)
  expect(over.status).toBe(422)
  expect(await over.text()).toContain('15.00 EUR more today')
  expect((await get(`/people/${personId}?tab=certificates`)).text).toContain('€15.00')
  expect((await get(`/certificates?by=reps&program=1&status=active`)).text).toContain(`/certificates/${id}`)
  expect((await get('/certificates?kind=sold')).text).not.toContain(`/certificates/${id}"`)
  expect((await get('/certificates/liability')).text).toContain('Closing')
  expect((await get('/certificates/liability?from=2030-01-02&to=2030-01-01')).status).toBe(422)
})

test('looking at the claim page does nothing; a bad code gets one answer, and guessing ends soon', async () => {
  const grant = { personId: null, kind: 'sold', amountMinor: 700, currency: 'EUR', repId: null } as const
  const sold = { ...grant, recipientEmail: 'friend@example.test' }
  const id = (await desk.db.transaction().execute((tx) => grantCertificate(tx, secrets, sold))) as number
  const code = await codeOf(desk.db, secrets, id)
  expect((await get(`/gift?code=${code}`, '')).text).not.toContain('€7.00')
  const owner = async () =>
    (
      await desk.db
        .selectFrom('giftCertificates')
        .select('userIdentificationId as owner')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).owner
  expect(await owner()).toBeNull()
  const good = await post('/gift', { code }, '')
  expect(await good.text()).toContain('€7.00 is left.')
  expect(await owner()).not.toBeNull()
  const bad = []
  for (let n = 0; n < 22; n++) bad.push(await post('/gift', { code: n % 2 ? 'ABCD' : code.replace(/.$/, '?') }, ''))
  const texts = await Promise.all(bad.slice(0, 10).map((answer) => answer.text()))
  expect(new Set(texts).size).toBe(1)
  expect(bad.at(-1)!.status).toBe(429)
  expect((await post('/gift', { code }, '')).status).toBe(429)
})
