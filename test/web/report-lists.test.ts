import { sql } from 'kysely'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { countRows } from '../../src/reports/counts.ts'
import { type Report, readAsk } from '../../src/reports/report.ts'
import { reports } from '../../src/reports/reports.ts'
import { type Api, anApi } from '../api/support.ts'
import { fillDesk, fillRest } from '../reports/filled-desk.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, password, served, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let browser: Browser
let cookie: string
let repCookie: string
let repId: number

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  await fillDesk(desk.db)
  await fillRest(desk.db)
  await sql`insert into settings (name, value) values ('time_zone', '"UTC"') on conflict (name) do update set value = excluded.value`.execute(
    desk.db,
  )
  repId = await addRep(desk.db, { name: 'Bo', email: 'bo@shop.test', password, role: 'rep' })
  cookie = await cookieOf(desk)
  repCookie = await cookieOf(desk, 'bo@shop.test')
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const get = (path: string, as = cookie) => desk.app.request(path, { headers: { cookie: as } })
const rowsIn = (html: string) => (html.match(/<tr>/g)?.length ?? 1) - 1

describe('the pages', () => {
  test('every report opens with its number of rows, fifty of them and the address of the next', async () => {
    for (const report of reports as readonly Report[]) {
      const answer = await get(`/reports/${report.name}?from=2026-03-01&to=2026-05-01`)
      expect([report.name, answer.status]).toEqual([report.name, 200])
      const html = await answer.text()
      const { ask } = readAsk(report, { from: '2026-03-01', to: '2026-05-01' }, 'UTC')
      const count = await countRows(desk.db, report, ask)
      expect(html.includes(count === 1 ? '>1 row<' : `>${count} rows<`)).toBe(true)
      expect(rowsIn(html)).toBe(Math.max(0, Math.min(50, count)))
      expect(html.includes('cursor=')).toBe(count > 50)
      const unsorted = Object.keys(report.columns).filter((name) => !new RegExp(`sort=-?${name}"`).test(html))
      if (count > 0) expect([report.name, unsorted]).toEqual([report.name, []])
    }
    expect((await get('/reports/nothing')).status).toBe(404)
  })

  test('what a form sends becomes the address that says the same, days changed by hand before the time chosen', async () => {
    const to = async (query: string) =>
      (await get(`/reports/issues?${query}`)).headers.get('location')?.replace(/&sort=-opened$/, '')
    expect(await to('was=days&period=&from=2026-03-01&to=&status=open&type=&sort=-opened')).toBe(
      '/reports/issues?from=2026-03-01&status=open',
    )
    expect(await to('was=all&period=all&from=2026-03-01&to=')).toBe('/reports/issues?from=2026-03-01')
    expect(await to('was=all&period=month&from=2026-03-01&to=')).toBe('/reports/issues?period=month')
    expect(await to('was=days&period=week&from=2026-03-01&to=')).toBe('/reports/issues?period=week')
  })

  test('what the report does not know is named and left out', async () => {
    const html = await (
      await get('/reports/issues?status=%3Cb%3E&sort=nothing&from=2026-02-30&cursor=x&type=%F0%9F')
    ).text()
    expect(html).toContain('was left out: from, status, sort.')
    expect((await get('/reports/issues/rows.csv?status=x')).status).toBe(422)
  })

  test('a rep filters by himself alone, an admin by everybody', async () => {
    expect(await (await get('/reports/letters?period=all')).text()).toContain('>Rep 2</option>')
    const html = await (await get('/reports/letters?rep=1', repCookie)).text()
    expect(html).not.toContain('>Rep 2</option>')
    expect(html).toContain('>Bo</option>')
    expect(html).toContain('was left out: rep.')
    expect(await (await get('/reports/letters?rep=me', repCookie)).text()).toContain(`rep=${repId}&amp;`)
  })

  test('the file is the list', async () => {
    const answer = await get('/reports/orders/rows.csv?sort=total&refund=part')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toContain('orders.csv')
    const [head, ...lines] = (await answer.text()).trim().split('\r\n')
    expect(head).toMatch(/^order,orderRef,placed,/)
    const totals = lines.map((line) => Number(line.split(',')[head!.split(',').indexOf('total')]))
    expect(totals.length).toBe(60)
    expect(totals).toEqual([...totals].sort((a, b) => a - b))
  })

  browserTest('with script a head sorts in place, and the way back is there', async () => {
    const web = await served(desk)
    const page = await signedInPage(browser, web.url)
    await page.goto(`${web.url}/reports/orders?period=all`)
    await page.evaluate(() => Object.assign(window, { same: true }))
    await page.click('th a:has-text("Total")')
    await page.waitForURL(/sort=-total/)
    await page.waitForSelector('th[aria-sort=descending]:has-text("Total")')
    await page.selectOption('#f-refund', 'whole')
    await page.click('.report-filters button.primary')
    await page.waitForURL(/refund=whole/)
    await page.waitForSelector('strong:has-text("60 rows")')
    expect(page.url()).not.toContain('was=')
    expect(await page.evaluate(() => 'same' in window)).toBe(true)
    await page.goBack()
    await page.waitForURL(/period=all&sort=-total$/)
    await page.waitForSelector('strong:has-text("300 rows")')
  })
})

describe('the API', () => {
  let api: Api
  beforeAll(async () => {
    api = await anApi(desk.db, { role: 'read_only' })
  })

  test('names the reports with their columns and filters', async () => {
    const { status, body } = await api.send('GET', '/reports')
    expect(status).toBe(200)
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(reports.map(({ name }) => name))
    const [issues] = body.items
    expect(issues.columns).toContainEqual({ name: 'subject', kind: 'text', names: 'issue' })
    const origins = ['human', 'automatic', 'campaign'].map((value) => ({ value, label: value }))
    expect(issues.filters).toContainEqual({ name: 'origin', kind: 'choice', choices: origins })
  })

  test('pages through the rows in any order, and says how many there are', async () => {
    const first = await api.send('GET', '/reports/orders?sort=total&limit=200')
    expect(first.body).toMatchObject({ total: 300, items: { length: 200 }, sums: { length: 4 } })
    const second = await api.send('GET', `/reports/orders?sort=total&limit=200&cursor=${first.body.next}`)
    expect(second.body).toMatchObject({ total: null, next: null, items: { length: 100 } })
    const totals = [...first.body.items, ...second.body.items].map(({ total }: { total: number }) => total)
    expect(totals).toEqual([...totals].sort((a, b) => a - b))
    expect(Object.keys(first.body.items[0])).not.toContain('key')
  })

  test('streams the file, and refuses by name what it does not know', async () => {
    const file = await api.send('GET', '/reports/refunds?currency=EUR', undefined, { Accept: 'text/csv' })
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const wrong = await api.send('GET', '/reports/issues?status=odd&sort=-x&typo=1&from=yesterday&cursor=!')
    expect(wrong.status).toBe(422)
    expect(wrong.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(
      ['cursor', 'from', 'sort', 'status', 'typo'].sort(),
    )
    expect((await api.send('GET', '/reports/nothing')).status).toBe(404)
  })

  test('a key without the deed “team” asks for its own rep alone', async () => {
    const own = await anApi(desk.db, { role: 'rep', repEmail: 'bo@shop.test' })
    expect((await own.send('GET', '/reports/letters?rep=1')).status).toBe(422)
    expect((await own.send('GET', '/reports/letters?rep=me')).status).toBe(200)
    expect((await api.send('GET', '/reports/letters?rep=1')).status).toBe(200)
  })
})
