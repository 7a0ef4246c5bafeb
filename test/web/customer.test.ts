import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { putOrders } from '../../src/shop/orders.ts'
import { reportProblem } from '../../src/shop/problems.ts'
import { putProducts } from '../../src/shop/products.ts'
import { putShopUsers } from '../../src/shop/users.ts'
import { addViews } from '../../src/shop/views.ts'
import { addRep, cookieOf, form, password, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let cookie: string
let personId: number
let otherRecord: number
let issueId: number

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(desk)
  await fill()
  return () => made.stop()
})

async function fill() {
  const { db } = desk
  const first = await fileMail(db, { text: 'The first of my mails.', at: new Date('2026-01-01') })
  const second = await fileMail(db, { from: 'maria@work.test', subject: 'From work', text: 'The second of my mails.' })
  ;({ personId, issueId } = first)
  otherRecord = second.personId
  await db.transaction().execute(async (tx) => {
    await putShopUsers(tx, [
      {
        externalId: 'u7',
        email: 'maria@example.test',
        firstNames: 'Maria',
        lastName: 'Formica',
        registeredAt: new Date(0),
        classes: ['trade'],
      },
    ])
    await putProducts(tx, [{ externalId: 'p1', name: 'Ant farm', categories: [], priceMinor: 4000, currency: 'EUR' }])
    await putOrders(tx, [
      order('A-1', 'shipped', 4000, 1000),
      order('A-2', 'void', 90_000, 0),
      order('A-3', 'paid', 500, 0),
    ])
    await addViews(tx, [{ user: 'u7', product: 'p1', at: new Date('2026-02-01') }])
    await reportProblem(tx, { text: 'The card was declined twice.', order: 'A-1' })
  })
  await sql`update user_identifications set shop_user_id = (select id from shop_users)`.execute(db)
  await sql`update issues set order_id = 'A-1' where id = ${issueId}`.execute(db)
}

function order(number: string, state: string, totalMinor: number, refundedMinor: number) {
  return {
    ...{
      externalId: number,
      user: 'u7',
      number,
      state,
      placedAt: new Date(),
      currency: 'EUR',
      totalMinor,
      refundedMinor,
    },
    shipping: {
      addresses: [{ kind: 'Delivery', lines: ['Hill 1', 'Formicaville'] }],
      shipments: [{ carrier: 'Snail', tracking: 'S1' }],
    },
    lines: [{ product: 'p1', quantity: 2, amountMinor: totalMinor, state: 'packed' }],
  }
}

const page = async (path: string, as = cookie) => (await desk.app.request(path, { headers: { cookie: as } })).text()

/** Posts a form and answers where it leads. */
async function post(path: string, fields: Record<string, string> = {}, as = cookie) {
  const answer = await desk.app.request(path, form(as, fields))
  return { status: answer.status, to: answer.headers.get('location') ?? '', html: await answer.text() }
}

async function undone(to: string) {
  return post(`/undo/${/done=(\d+)/.exec(to)![1]}`)
}

it('shows the history of all records of one registered user on each of them', async () => {
  for (const id of [personId, otherRecord]) {
    const html = await page(`/people/${id}`)
    expect(html).toContain('The first of my mails.')
    expect(html).toContain('The second of my mails.')
    expect(html).toContain('trade')
    expect(html).toContain('maria@work.test')
  }
})

it('states the money rule beside what was spent, refunds taken off, void orders left out', async () => {
  const html = await page(`/people/${personId}`)
  expect(html).toContain('€35.00')
  expect(html).toContain('€45.00 ordered, €10.00 refunded')
  expect(html).toContain('void, voided')
  expect(html).not.toContain('€935')
})

it('has tabs for issues, orders and what was looked at', async () => {
  expect(await page(`/people/${personId}?tab=orders`)).toContain('/orders/A-1')
  expect(await page(`/people/${personId}?tab=issues`)).toContain('From work')
  expect(await page(`/people/${personId}?tab=seen`)).toContain('Ant farm')
})

it('keeps a note on a person, and takes it back', async () => {
  const { to } = await post(`/people/${personId}/notes`, { text: 'Prefers the telephone.' })
  expect(await page(`/people/${otherRecord}`)).toContain('Prefers the telephone.')
  await undone(to)
  expect(await page(`/people/${personId}`)).not.toContain('Prefers the telephone.')
  expect((await post(`/people/${personId}/notes`, { text: ' ' })).status).toBe(422)
})

it('shows an order with lines, totals, refunds, addresses, its issues and problems', async () => {
  const html = await page('/orders/A-1')
  for (const text of [
    'Ant farm',
    '€40.00',
    '-€10.00',
    '€30.00',
    'Formicaville',
    'Snail',
    'declined twice',
    `#${issueId}`,
  ])
    expect(html).toContain(text)
  expect((await desk.app.request('/orders/none', { headers: { cookie } })).status).toBe(404)
  expect(await page('/orders?q=a-')).toContain('/orders/A-3')
})

it('keeps both comments when two reps write one on an order at once', async () => {
  const { id } = await desk.db
    .selectFrom('shopOrders')
    .select('id')
    .where('number', '=', 'A-1')
    .executeTakeFirstOrThrow()
  const wish = { order: String(id), version: '1' }
  const { to } = await post('/orders/A-1/comment', { ...wish, comment: 'Call before delivery.' })
  const second = await post('/orders/A-1/comment', { ...wish, comment: 'Leave at the gate.' })
  expect(second.status).toBe(409)
  expect(second.html).toContain('Call before delivery.')
  expect(second.html).toContain('Leave at the gate.')
  await undone(to)
  expect(await page('/orders/A-1')).toContain('Earlier comments')
})

it('resolves a problem, counts it no more, and opens it again by undo', async () => {
  expect(await page('/problems')).toContain('declined twice')
  const { to } = await post('/problems/1', { resolved: 'yes', back: '/problems' })
  expect(await page('/problems')).not.toContain('declined twice')
  expect(await page('/problems?resolved')).toContain('Resolved by Ana Formica')
  await undone(to)
  expect(await page('/problems')).toContain('declined twice')
})

it('finds who spent over a sum in the last days, all orders together', async () => {
  const query = (over: string) => `/people/spent?over=${over}&currency=eur&days=30`
  expect(await page(query('34.99'))).toContain('€35.00')
  expect(await page(query('35'))).toContain('Nobody spent more')
  expect(await page(query('much'))).toContain('Write a sum')
  const csv = await page('/people/spent.csv?over=1&currency=EUR&days=30')
  expect(csv.split('\r\n')[1]).toMatch(/^\d+,u7,Maria Formica,maria@example.test,2,3500,EUR,/)
})

it('lets only admins erase, after they typed the number', async () => {
  await addRep(desk.db, { name: 'Rob', email: 'rob@shop.test', password, role: 'rep' })
  const rob = await cookieOf(desk, 'rob@shop.test')
  const { personId: id } = await fileMail(desk.db, { from: 'gone@example.test', name: 'Gone Soon' })
  expect((await post(`/people/${id}/erase`, { confirm: String(id) }, rob)).status).toBe(403)
  expect(await page(`/people/${id}`, rob)).not.toContain(`/people/${id}/erase`)
  expect((await post(`/people/${id}/erase`, { confirm: 'yes' })).html).toContain('Nothing was erased')
  expect((await post(`/people/${id}/erase`, { confirm: String(id) })).status).toBe(303)
  expect(await page(`/people/${id}`)).not.toContain('Gone Soon')
})

it('lets those who only read comment on nothing and resolve nothing', async () => {
  await addRep(desk.db, { name: 'Ray', email: 'ray@shop.test', password, role: 'read_only' })
  const ray = await cookieOf(desk, 'ray@shop.test')
  expect((await post('/problems/1', { resolved: 'yes' }, ray)).status).toBe(403)
  expect((await post('/orders/A-1/comment', { order: '1', comment: 'x' }, ray)).status).toBe(403)
  expect((await post(`/people/${personId}/notes`, { text: 'x' }, ray)).status).toBe(403)
  expect(await page('/problems', ray)).not.toContain('Resolve</button>')
})

it('gives everything as a file', async () => {
  const answer = await desk.app.request(`/people/${personId}/export`, { headers: { cookie } })
  expect(answer.headers.get('content-type')).toBe('application/zip')
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
})
