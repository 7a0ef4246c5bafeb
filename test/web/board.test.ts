import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { addItem } from '../../src/desk/picklist-changes.ts'
import { listPicklist, readPicklist } from '../../src/desk/picklists.ts'
import { anIssue, aPerson } from '../support/desk.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, form, password, served, type TestDesk, testDesk } from './desk.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const system = { kind: 'system', repId: null } as const
const sizes = [1440, 1024, 390] as const
let desk: TestDesk
let browser: Browser
let cookie: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  browser = await launch()
  cookie = await cookieOf(desk)
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const get = async (path: string) => {
  const answer = await desk.app.request(path, { headers: { cookie } })
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
}
const post = async (path: string, fields: Record<string, string>) => {
  const answer = await desk.app.request(path, form(cookie, fields))
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
}
const add = (label: string, picklist = 'issue_type') =>
  desk.db.transaction().execute((tx) => addItem(tx, system, { picklist, label }))

it('a desk without any issue begins at its empty list', async () => {
  expect(await get('/')).toMatchObject({ status: 303, location: '/issues' })
})

it('the board counts by type, and each number leads to as many rows', async () => {
  for (const label of ['Leaking sand', 'Late parcel', 'Ants & queens']) await add(label)
  await anIssue(desk.db, { types: ['Leaking sand', 'Late parcel'], subject: 'Sand on my desk' })
  await anIssue(desk.db, { types: ['Leaking sand', 'a rare one'] })
  await anIssue(desk.db, { types: ['Late parcel'], closed: true, subject: 'Closed long ago' })
  await anIssue(desk.db)
  const { text } = await get('/')
  const rows = async (path: string) => (await get(path)).text.match(/<li class="row /g)?.length ?? 0
  const links = [...text.matchAll(/href="(\/issues\?[^"]+)" aria-label="(\d+) open issues/g)]
  expect(links.map(([, , n]) => Number(n))).toEqual([1, 2, 1, 0, 1])
  for (const [, path, n] of links) expect(await rows(path!.replaceAll('&amp;', '&'))).toBe(Number(n))
  expect(await rows('/issues?view=closed&type=Late%20parcel')).toBe(1)
  expect((await get('/issues?view=open&type=Ants%20%26%20queens')).text).toContain('Nothing here is Ants &amp; queens.')
})

it('finders tell registered users from other people, by any clue', async () => {
  const { db } = desk
  const shop = {
    externalId: 'u1',
    email: 'mia@customer.test',
    emailKey: 'mia@customer.test',
    firstNames: 'Mia',
    lastName: 'Sand',
  }
  const user = await db
    .insertInto('shopUsers')
    .values({ ...shop, registeredAt: null, lastVisitAt: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  const known = await aPerson(db, 'mia2@customer.test', 'Mia Sand')
  await db.updateTable('userIdentifications').set({ shopUserId: user.id }).where('id', '=', known).execute()
  const stranger = await aPerson(db, 'q@customer.test', 'Otto Sandmann')
  const more = { phone: '+44 20 7946 0958', postalCode: 'AB1 2CD', other: 'has a parrot' }
  await db.updateTable('userIdentifications').set(more).where('id', '=', stranger).execute()
  expect((await get('/find?who=users&q=sand')).text).toContain(`/people/${known}`)
  for (const q of ['sandm', '020 7946 0958', 'ab12cd', 'parrot', 'q@customer.test']) {
    const { text } = await get(`/find?who=people&q=${encodeURIComponent(q)}`)
    expect(text, q).toContain(`/people/${stranger}`)
    expect(text, q).not.toContain(`/people/${known}`)
  }
})

it('an older page of a list is refused, and keeps what was typed', async () => {
  const { revision } = (await readPicklist(desk.db, 'info_used'))!
  await add('Manual', 'info_used')
  const typed = { label: 'The “old” catalogue', revision: String(revision) }
  const refused = await post('/settings/picklists/info_used/items', typed)
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('value="The “old” catalogue"')
  expect(refused.text).toContain('Somebody changed this list')
  expect(await listPicklist(desk.db, 'info_used')).toEqual(['Manual'])
})

it('the history shows what was before, and restores it', async () => {
  const { items } = (await readPicklist(desk.db, 'info_used'))!
  await post(`/settings/picklists/items/${items[0]!.id}`, { label: 'Handbook', version: String(items[0]!.version) })
  const { text } = await get('/settings/history?kind=picklist')
  expect(text).toMatch(/<del[^>]*>Manual<\/del> <ins[^>]*>Handbook<\/ins>/)
  const [, id] = /action="\/undo\/(\d+)"/.exec(text.slice(text.indexOf('id="change-')))!
  expect((await post(`/undo/${id}`, { back: '/settings/history' })).status).toBe(303)
  expect(await listPicklist(desk.db, 'info_used')).toEqual(['Manual'])
  expect((await get('/settings/history?kind=mailbox')).text).toContain('Nothing was changed yet.')
})

it('lists are changed by those who may set settings', async () => {
  await addRep(desk.db, { name: 'Rob', email: 'rob@shop.test', password, role: 'rep' })
  const rob = await cookieOf(desk, 'rob@shop.test')
  const tried = await desk.app.request('/settings/picklists/issue_type/items', form(rob, { label: 'x' }))
  expect(tried.status).toBe(403)
  expect((await desk.app.request('/', { headers: { cookie: rob } })).status).toBe(200)
})

browserTest('items are moved by keys, by drag, and without script by buttons', { timeout: 60_000 }, async () => {
  const { url } = await served(desk)
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/settings/picklists`)
  const labels = () => page.locator('#picklist-inquired_via .picklist-label').allTextContents()
  await page.fill('#add-inquired_via', 'half typed')
  await page.locator('#picklist-inquired_via .grip').first().focus()
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => listPicklist(desk.db, 'inquired_via')).toEqual(['chat', 'visit', 'phone', 'fax', 'post'])
  expect(await page.inputValue('#add-inquired_via')).toBe('half typed')
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('grip')
  expect(await page.textContent('#picklist-said')).toContain('phone is now number 3')
  const grips = page.locator('#picklist-inquired_via .grip')
  const [from, to] = [(await grips.last().boundingBox())!, (await grips.first().boundingBox())!]
  await page.mouse.move(from.x + 5, from.y + 5)
  await page.mouse.down()
  await page.mouse.move(to.x + 5, to.y + 4, { steps: 12 })
  await page.mouse.up()
  await expect.poll(() => listPicklist(desk.db, 'inquired_via')).toEqual(['post', 'chat', 'visit', 'phone', 'fax'])
  expect(await labels()).toEqual(['post', 'chat', 'visit', 'phone', 'fax'])
  const plain = await signedInPage(browser, url, { javaScriptEnabled: false })
  await plain.goto(`${url}/settings/picklists`)
  await plain.click('button[aria-label="Move post down"]')
  await expect.poll(() => listPicklist(desk.db, 'inquired_via')).toEqual(['chat', 'post', 'visit', 'phone', 'fax'])
})

for (const colorScheme of ['light', 'dark'] as const) {
  browserTest(
    `axe finds nothing on the ${colorScheme} board and lists, at any width`,
    { timeout: 90_000 },
    async () => {
      const { url } = await served(desk)
      const page = await signedInPage(browser, url, { colorScheme, bypassCSP: true, reducedMotion: 'reduce' })
      const item = (await readPicklist(desk.db, 'issue_type'))!.items[0]!.id
      const paths = [
        '/',
        '/find?who=people&q=sand',
        '/settings/picklists',
        `/settings/picklists/items/${item}`,
        '/settings/history',
      ]
      for (const path of paths) {
        for (const width of sizes) {
          await page.setViewportSize({ width, height: 900 })
          await page.goto(url + path)
          expect(await faults(page), `${path} ${width}`).toEqual([])
          expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
          if (process.env.SHOTS)
            await page.screenshot({ path: `${process.env.SHOTS}/${name(path)}-${width}-${colorScheme}.png` })
        }
      }
    },
  )
}

const name = (path: string) => path.replace(/\W+/g, '-') || 'front'

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const { violations } = await (window as any).axe.run(document, { resultTypes: ['violations'] })
    return violations.flatMap((v: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
      v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`),
    )
  })
}
