import axe from 'axe-core'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { startShopWork } from '../../src/shop/work.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, form, password, served, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let browser: Browser
let cookie: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(desk)
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const rows = Array.from({ length: 30 }, (_, at) => `N${at},n${at}@own.example,Nina,"Demo ${at}",=SUM(1)\n`)
const file = { name: 'newcomers.csv', mimeType: 'text/csv' }
const csv = `Kundennr,Mail,Vorname,Nachname,Remark\n${rows.join('')}X1,nonsense,Xaver,Demo,\n`

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself into the window
    const { violations } = await (window as any).axe.run()
    return violations.map((one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes[0]!.html}`)
  })
}

browserTest(
  'a file is uploaded, mapped, looked at and imported, and its bad rows are shown',
  { timeout: 90_000 },
  async () => {
    const { url } = await served(desk)
    const page = await signedInPage(browser, url)
    await page.goto(`${url}/shop/import`)
    await page.setInputFiles('#file', { ...file, buffer: Buffer.from(csv) })
    await page.click('main button.primary')
    await page.waitForURL(/\/shop\/import\/\d+$/)
    expect(await page.inputValue('[name=column-1]')).toBe('email')
    expect(await page.inputValue('[name=column-2]')).toBe('firstNames')
    await page.selectOption('[name=column-0]', 'id')
    await page.click('button[value=preview]')
    await page.waitForFunction(() => document.querySelector('.import-preview td:nth-child(2)')?.textContent === 'N0')
    expect(await page.locator('.import-preview tbody tr').count()).toBe(20)
    expect(await faultsOf(page)).toEqual([])
    await page.click('button[value=start]')
    await page.waitForSelector('.import-progress')
    expect(await faultsOf(page)).toEqual([])
    const work = startShopWork({ db: desk.db, log: pino({ level: 'silent' }) })
    try {
      // Nobody reloads: the page asks by itself.
      await page.waitForSelector('p#progress.notice', { timeout: 30_000 })
    } finally {
      await work.stop()
    }
    await page.waitForSelector('text=is no e-mail address')
    expect(await page.textContent('#progress')).toContain('31 rows read, 30 written, 1 bad.')
    expect(await faultsOf(page)).toEqual([])
    const bad = await page.request.get(`${page.url()}/bad.csv`)
    expect(await bad.text()).toContain('32,email,is no e-mail address')
  },
)

test('rules of which orders count are set on their page, undone, and wrong ones named', async () => {
  const post = (fields: Record<string, string>) => desk.app.request('/settings/shop-rules', form(cookie, fields))
  const set = await post({ states: 'Void\r\nreturned', currencies: 'eur, usd' })
  const done = new URL(set.headers.get('location')!, 'http://x').searchParams.get('done')
  const shown = async () => (await desk.app.request('/settings/shop-rules', { headers: { cookie } })).text()
  expect(await shown()).toContain('but void, returned, in EUR, USD alone')
  expect((await post({ states: 'void', currencies: 'Euros' })).status).toBe(422)
  await desk.app.request(`/undo/${done}`, form(cookie))
  expect(await shown()).toContain('in_basket')
})

test('importing takes the deed of entering people', async () => {
  await addRep(desk.db, { name: 'Ro', email: 'ro@shop.test', password, role: 'read_only' })
  const reader = await cookieOf(desk, 'ro@shop.test')
  expect((await desk.app.request('/shop/import', { headers: { cookie: reader } })).status).toBe(403)
  expect((await desk.app.request('/shop/import/1/cancel', form(reader))).status).toBe(403)
})
