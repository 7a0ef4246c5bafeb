import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { makeCanned } from '../../src/letters/canned.ts'
import { keepUploads } from '../../src/mail/attachments.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, form, password, served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let browser: Browser
let ana: number
const soon = { timeout: 15_000 }

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  browser = await launch()
  const row = await made.db.selectFrom('reps').select('id').executeTakeFirstOrThrow()
  ana = row.id
  return async () => {
    await browser.close()
    await made.stop()
  }
})

async function canned(title: string, body: string, files: string[] = []) {
  const uploads = files.map((filename) => ({ filename, contentType: 'text/plain', bytes: Buffer.from('x') }))
  const writer = { actor: { kind: 'rep', repId: ana } as const, admin: true }
  return desk.db.transaction().execute(async (tx) => {
    const attachmentIds = await keepUploads(tx, ana, uploads)
    const done = await makeCanned(tx, writer, { title, body, shared: true, attachmentIds })
    if (typeof done === 'string' || 'problem' in done) throw new Error(JSON.stringify(done))
    return done.id
  })
}

browserTest(
  'responses are inserted at the cursor by keys alone, as often as one likes',
  { timeout: 60_000 },
  async () => {
    const { url } = await served(desk)
    const { issueId } = await fileMail(desk.db, { text: 'Where is it?' })
    await canned('Sorry', 'Sorry, {{ person.name | default: "friend" }}!')
    await canned('Parcel', 'Order {{ order.number }} comes on {{ ask.day }}.', ['map.txt'])
    const page = await signedInPage(browser, url)
    await page.goto(`${url}/issues/${issueId}`)
    const text = page.locator('.composer textarea[name=text]')
    const box = page.locator('#canned')
    const options = page.locator('#canned-list [role=option]')
    await text.focus()
    await page.keyboard.type('Hello\n/')
    await box.waitFor()
    await page.keyboard.type('sor')
    await expect.poll(() => options.count(), soon).toBe(1)
    await page.keyboard.press('Enter')
    await expect.poll(() => text.inputValue(), soon).toMatch(/^Hello\nSorry, .+!$/)
    await page.keyboard.type(' ')

    await page.keyboard.press('Control+.')
    await box.waitFor()
    await page.keyboard.type('parcel')
    await page.keyboard.press('Enter')
    await box.locator('label', { hasText: 'The order’s number' }).waitFor()
    await page.keyboard.type('A-7')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Monday')
    await page.keyboard.press('Enter')
    await expect.poll(() => text.inputValue(), soon).toMatch(/! Order A-7 comes on Monday\.$/)
    expect(await page.locator('[data-uploads] .chip').textContent()).toContain('map.txt')
    await page.keyboard.press('Control+z')
    await expect.poll(() => text.inputValue(), soon).toMatch(/^Hello\nSorry, .+! $/)

    await page.keyboard.press('Control+.')
    await page.keyboard.press('Escape')
    // What is typed at once stays where it was typed, however late the dialog tells that it closed.
    await page.keyboard.type('\nab')
    await page.locator('#canned').evaluate((dialog) => dialog.dispatchEvent(new Event('close')))
    await page.keyboard.type('c')
    expect(await text.inputValue()).toMatch(/! \nabc$/)
    await expect.poll(() => box.isVisible(), soon).toBe(false)
    expect(await text.evaluate((field) => field === document.activeElement)).toBe(true)
  },
)

it('without script a page keeps what was typed, asks what is missing and puts the response below', async () => {
  const { app, db } = desk
  const { issueId } = await fileMail(db, { text: 'And now?' })
  const id = await canned('No script', 'It comes on {{ ask.day }}.', ['plan.txt'])
  const cookie = await cookieOf(desk)
  const place = `issue-${issueId}`
  const kept = await app.request('/canned/choose', form(cookie, { place, text: 'Hello,', mode: 'reply', version: '0' }))
  expect(kept.headers.get('location')).toBe(`/canned/choose?place=${place}`)
  const offered = await app.request(`/canned/choose?place=${place}&q=no+scr`, { headers: { cookie } })
  expect(await offered.text()).toContain('>No script</option>')
  const insert = (fields: Record<string, string>) =>
    app.request('/canned/choose/insert', form(cookie, { place, canned: String(id), ...fields }))
  expect(await (await insert({})).text()).toContain('name="value ask.day"')
  const done = await insert({ anyway: '1', 'value ask.day': 'Monday' })
  expect(done.headers.get('location')).toBe(`/issues/${issueId}#composer`)
  const page = await (await app.request(`/issues/${issueId}`, { headers: { cookie } })).text()
  expect(page).toContain('Hello,\n\nIt comes on Monday.')
  expect(page).toContain('plan.txt')
})

it('reps keep their own responses; what is everybody’s an admin changes', async () => {
  const { app, db } = desk
  await addRep(db, { name: 'Rosa', email: 'rosa@shop.test', password, role: 'rep' })
  const [admin, rosa] = [await cookieOf(desk), await cookieOf(desk, 'rosa@shop.test')]
  const shared = await canned('Thanks', 'Thank you, {{ person.name }}')
  const post = (path: string, cookie: string, fields: Record<string, string>) =>
    app.request(`/settings/canned${path}`, form(cookie, fields))
  const made = await post('/new', rosa, { title: 'Mine', body: 'b', shared: 'yes' })
  expect(made.status).toBe(303)
  expect(made.headers.get('location')).toMatch(/done=\d+/)
  const own = await db.selectFrom('cannedResponses').selectAll().where('title', '=', 'Mine').executeTakeFirstOrThrow()
  expect(own.ownerId).not.toBeNull()
  expect((await post(`/${own.id}`, admin, { title: 'x', body: 'y' })).status).toBe(404)
  expect((await post(`/${shared}`, rosa, { title: 'x', body: 'y' })).status).toBe(403)
  const wrong = await post(`/${shared}`, admin, { title: 'Thanks', body: 'Hi {{ person.nme }}', shared: 'yes' })
  expect(wrong.status).toBe(422)
  const text = await wrong.text()
  expect(text).toContain('no variable person.nme')
  expect(text).toContain('Hi {{ person.nme }}')
  const page = async (path: string) => (await app.request(path, { headers: { cookie: rosa } })).text()
  expect(await page('/settings/canned?q=thank')).toContain('Thanks')
  expect(await page(`/settings/canned/${shared}`)).toContain('Only admins change')
})
