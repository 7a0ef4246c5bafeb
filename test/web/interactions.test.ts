import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { putShopUsers } from '../../src/shop/users.ts'
import { anIssue, aPerson } from '../support/desk.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { cookieOf, form, served, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let browser: Browser

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const call = { key: 'a-key-of-this-form-1', channel: 'phone', originator: 'customer', details: 'Wants a lid', seen: '' }
const counts = async () => (await desk.db.selectFrom('interactions').select('id').execute()).length

async function post(cookie: string, fields: Record<string, string>, path = '/interactions') {
  const answer = await desk.app.request(path, form(cookie, fields))
  return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() }
}

browserTest('a call is recorded by keyboard alone, for the registered user found while typing', async () => {
  const { url } = await served(desk)
  const registeredAt = new Date()
  const user = { externalId: 'u9', email: 'olga@shop.test', firstNames: 'Olga', lastName: 'Ford', registeredAt }
  await desk.db.transaction().execute((tx) => putShopUsers(tx, [user]))
  const page = await signedInPage(browser, url, { viewport: { width: 1440, height: 900 } })
  const started = Date.now()
  await page.keyboard.press('p')
  await page.waitForURL(/interactions\/new/)
  await page.keyboard.type('Olga')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Ford')
  await page.waitForSelector('.candidate input[value^=u]')
  await page.keyboard.press('Tab')
  await page.keyboard.type('olga@shop.test')
  await page.waitForSelector('.candidate.sure')
  const tabTo = async (id: string) => {
    for (let n = 0; n < 9 && (await page.evaluate(() => document.activeElement?.id)) !== id; n++)
      await page.keyboard.press('Tab')
  }
  await tabTo('subject')
  await page.keyboard.type('Lid for the kettle')
  await tabTo('details')
  await page.keyboard.type('Wants a lid, told her the price.')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/issues\/\d+/)
  expect(Date.now() - started).toBeLessThan(15_000)
  const text = await page.textContent('#pane')
  expect(text).toContain('Lid for the kettle')
  expect(text).toContain('Olga Ford')
  expect(await page.textContent('body')).toContain('recorded')
})

test('a form that is sent twice records once, and one refused keeps all that was typed', async () => {
  const cookie = await cookieOf(desk)
  const before = await counts()
  const fields = { ...call, lastName: 'Zweig' }
  const answers = await Promise.all([post(cookie, fields), post(cookie, fields)])
  expect(new Set(answers.map((answer) => answer.to)).size).toBe(1)
  expect(answers[0]!.to).toMatch(/issues\/\d+\?done=\d+/)
  expect(await counts()).toBe(before + 1)
  const refused = await post(cookie, {
    ...fields,
    key: 'a-key-of-this-form-2',
    issueNumber: 'x',
    followUp: 'Ring "back" <soon>',
  })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Ring &quot;back&quot; &lt;soon&gt;')
  expect(refused.text).toContain('Wants a lid')
})

test('a person saved faster than shown is asked about, then recorded as new or as the known one', async () => {
  const cookie = await cookieOf(desk)
  const id = await aPerson(desk.db, 'nora@known.test', 'Nora Quick')
  const fields = { ...call, key: 'a-key-of-this-form-3', firstNames: 'Nora', lastName: 'Quick' }
  const asked = await post(cookie, fields)
  expect(asked).toMatchObject({ status: 422, text: expect.stringContaining(`value="p${id}"`) })
  const chosen = await post(cookie, { ...fields, seen: `p${id}`, who: `p${id}` })
  const issue = await desk.db
    .selectFrom('issues')
    .select(['userIdentificationId as owner', 'subject'])
    .where('id', '=', Number(/issues\/(\d+)/.exec(chosen.to)?.[1]))
    .executeTakeFirst()
  expect(issue).toEqual({ owner: id, subject: 'Wants a lid' })
})

test('one call deals with two issues of one person, and somebody else’s issue is offered', async () => {
  const cookie = await cookieOf(desk)
  const [ann, bob] = [await aPerson(desk.db), await aPerson(desk.db, 'bob@two.test', 'Bob Two')]
  const [mine, his] = [await anIssue(desk.db, { personId: ann }), await anIssue(desk.db, { personId: bob })]
  const refused = await post(cookie, { ...call, key: 'a-key-of-this-form-4', who: `p${ann}`, issueNumber: String(his) })
  expect(refused).toMatchObject({ status: 422, text: expect.stringContaining('Record it for Bob Two') })
  const first = await post(cookie, {
    ...call,
    key: 'a-key-of-this-form-5',
    who: `p${ann}`,
    issue: String(mine),
    more: 'yes',
  })
  const more = /interactions\/(\d+)\/more/.exec(first.to)!
  const shown = await (await desk.app.request(more[0].replace(/^/, '/'), { headers: { cookie } })).text()
  expect(shown).toContain('The person stays the same')
  const second = await post(
    cookie,
    { ...call, key: 'a-key-of-this-form-6', subject: 'And a spout', close: 'yes' },
    `/interactions/${more[1]}/actions`,
  )
  expect(second.to).toMatch(/issues\/\d+/)
  const actions = await desk.db
    .selectFrom('actions')
    .select('issueId')
    .where('interactionId', '=', Number(more[1]))
    .execute()
  expect(actions).toHaveLength(2)
})

browserTest('the page fits every width in both themes', { timeout: 60_000 }, async () => {
  const { url } = await served(desk)
  await aPerson(desk.db, 'pia@wide.test', 'Pia Lang')
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await signedInPage(browser, url, { colorScheme, viewport: { width: 1440, height: 900 } })
    await page.goto(`${url}/interactions/new`)
    await page.fill('#firstNames', 'Pia')
    await page.fill('#lastName', 'Lang')
    await page.waitForSelector('.candidate')
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
      if (!process.env.SHOTS) continue
      mkdirSync(process.env.SHOTS, { recursive: true })
      await page.screenshot({ path: `${process.env.SHOTS}/call-${width}-${colorScheme}.png` })
      await page.evaluate(() => document.querySelector('#pane')?.scrollTo(0, 9999))
      await page.screenshot({ path: `${process.env.SHOTS}/call-end-${width}-${colorScheme}.png` })
      await page.evaluate(() => document.querySelector('#pane')?.scrollTo(0, 0))
    }
  }
})

test('the customer page asks whether the record is a registered user, and takes yes, no and their undo', async () => {
  const cookie = await cookieOf(desk)
  const id = await aPerson(desk.db, 'carl@later.test', 'Carl Later')
  const user = { externalId: 'u10', email: 'carl@later.test', firstNames: 'Carl', lastName: 'Later' }
  await desk.db.transaction().execute((tx) => putShopUsers(tx, [{ ...user, registeredAt: new Date() }]))
  const pageOf = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).text()
  expect(await pageOf(`/people/${id}`)).toContain('Is this the registered user Carl Later?')
  expect(await pageOf(`/people/${id}/matches?back=/issues/1`)).toContain('value="/issues/1"')
  const { shopUser } = {
    shopUser: String(
      (await desk.db.selectFrom('shopUsers').select('id').where('externalId', '=', 'u10').executeTakeFirstOrThrow()).id,
    ),
  }
  const said = await post(cookie, { shopUser }, `/people/${id}/match`)
  const change = /done=(\d+)/.exec(said.to)?.[1]
  expect(await pageOf(`/people/${id}`)).not.toContain('Is this the registered user')
  await post(cookie, { back: '/issues' }, `/undo/${change}`)
  expect(await pageOf(`/people/${id}`)).toContain('Is this the registered user')
  await post(cookie, { shopUser }, `/people/${id}/match/dismiss`)
  expect(await pageOf(`/people/${id}`)).not.toContain('Is this the registered user')
})

test('a table of postal codes is taken from a file, and shows the place while typing', async () => {
  const cookie = await cookieOf(desk)
  const body = new FormData()
  body.set('file', new File(['code,place\r\nAB1 2CD,"Antham, North"\n12345;Bad Ameis\n\nrubbish'], 'codes.csv'))
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const answer = await desk.app.request('/settings/postal-codes', { method: 'POST', headers, body })
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('2 postal codes')])
  const shown = await desk.app.request('/interactions/candidates?postalCode=ab12cd', { headers: { cookie } })
  expect(await shown.text()).toContain('Antham, North')
})
