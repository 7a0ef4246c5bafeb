import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { listAudiences } from '../../src/desk/audiences.ts'
import { putOrders } from '../../src/shop/orders.ts'
import { putProducts } from '../../src/shop/products.ts'
import { putShopUsers } from '../../src/shop/users.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { cookieOf, form, served, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let browser: Browser
let cookie: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  browser = await launch()
  cookie = await cookieOf(desk)
  await desk.db.transaction().execute(async (tx) => {
    const user = (n: number, country: string) => ({
      ...{ externalId: `u${n}`, email: `buyer${n}@shop.test`, firstNames: 'Ann', lastName: `Buyer ${n}`, country },
      registeredAt: new Date('2025-01-01T00:00:00Z'),
    })
    await putShopUsers(tx, [user(1, 'DE'), user(2, 'DE'), user(3, 'FR')])
    const product = {
      externalId: 'ant-farm',
      name: 'Ant farm',
      categories: ['Farms'],
      priceMinor: 1000,
      currency: 'EUR',
    }
    await putProducts(tx, [product])
    const order = (n: number, totalMinor: number) => ({
      ...{ externalId: `o${n}`, number: `A-${n}`, user: `u${n}`, state: 'shipped', currency: 'EUR', totalMinor },
      placedAt: new Date(),
      lines: [{ product: 'ant-farm', quantity: 1, amountMinor: totalMinor }],
    })
    await putOrders(tx, [order(1, 5000), order(2, 1000), order(3, 9900)])
  })
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const post = async (path: string, fields: Record<string, string>) => {
  const answer = await desk.app.request(path, form(cookie, fields))
  return { status: answer.status, text: await answer.text() }
}

it('the finder of who spent over a sum opens as an audience', async () => {
  const finder = await desk.app.request('/people/spent?over=49.99&currency=EUR&days=30', { headers: { cookie } })
  const link = /href="(\/audiences\/new\?[^"]+)"/.exec(await finder.text())?.[1]?.replaceAll('&amp;', '&')
  const page = await (await desk.app.request(link!, { headers: { cookie } })).text()
  expect(page).toContain('name="r0.min" type="text" value="50"')
  expect(page).toContain('name="r0.days" type="text" value="30"')
})

it('rules are added, corrected, counted and explained without script', async () => {
  const added = await post('/audiences/new', { join: 'all', add: 'country', do: 'add' })
  expect(added.text).toContain('name="r0.kind" value="country"')
  const rules = { join: 'all', 'r0.kind': 'country', 'r0.value': 'DE', 'r1.kind': 'spent', 'r1.currency': 'EUR' }
  const wrong = await post('/audiences/new', { ...rules, 'r1.min': 'much', do: 'count' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('minMinor: must be a whole number')
  expect(wrong.text).toContain('value="much"')
  const counted = await post('/audiences/new', { ...rules, 'r1.min': '20', do: 'why', who: 'buyer2@shop.test' })
  expect(counted.text).toContain('1 person')
  expect(counted.text).toContain('Ann Buyer 2 is not in it.')
  expect(counted.text).toMatch(/spent at least €20.00.*€10.00/s)
  const taken = await post('/audiences/new', { ...rules, do: 'take.0' })
  expect(taken.text).not.toContain('.kind" value="country"')
  const hostile = { 'r0.kind': 'tree', 'r0.tree': '{"all":[{"sql":"1"}]}', 'r1.kind': '__proto__', do: 'count' }
  expect((await post('/audiences/new', hostile)).text).toContain('Nothing is asked')
})

browserTest('marketing staff build an audience that counts while they type, and keep it', async () => {
  const { url: base } = await served(desk)
  const page = await signedInPage(browser, base, { viewport: { width: 1440, height: 900 } })
  await page.goto(`${base}/audiences`)
  await page.getByRole('link', { name: 'New audience' }).first().click()
  await page.getByLabel('A rule more').selectOption('country')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByLabel('Country code').fill('DE')
  await page.getByLabel('A rule more').selectOption('bought')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByLabel('Product', { exact: true }).fill('ant-farm')
  await page.getByLabel('Within the last days').fill('30')
  await page.getByLabel('Name').fill('German farmers')
  await page.getByText('2 people').waitFor()
  await page.getByText('buyer2@shop.test').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('bought product ant-farm within the last 30 days').waitFor()
  const [kept] = await listAudiences(desk.db)
  expect(kept?.audience).toEqual({
    all: [{ country: 'DE' }, { bought: { product: 'ant-farm', from: { daysAgo: 30 } } }],
  })
})
