import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Db } from '../../src/database/connection.ts'
import { findOrder, ordersLike, ordersOf } from '../../src/shop/orders.ts'
import { findProduct } from '../../src/shop/products.ts'
import { findShopUsers } from '../../src/shop/users.ts'
import { testDatabase } from '../support/database.ts'
import { anApi } from './support.ts'

const anna = {
  email: 'Anna@Shop.example',
  firstNames: 'Anna',
  lastName: 'Demo',
  phone: '+44 20 7946 0018',
  registeredAt: '2025-01-02T03:04:05Z',
  classes: ['trade', 'vip'],
}
const kettle = { name: 'Kettle', sku: 'K-1', categories: ['kitchen'], priceMinor: 2999, currency: 'EUR' }
const order = {
  user: 'u1',
  number: 'A-10234',
  state: 'shipped',
  placedAt: '2026-02-03T04:05:06Z',
  currency: 'EUR',
  totalMinor: 5998,
  lines: [{ product: 'p1', quantity: 2, amountMinor: 5998 }],
}

const count = async (db: Db, table: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)).rows[0]!.n

describe('shop data by the API', () => {
  it('is kept under the shop’s own ids, however often it is sent', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'data_entry' })
    for (let times = 0; times < 2; times++) {
      expect((await send('PUT', '/shop/users/u1', anna)).status).toBe(200)
      expect((await send('PUT', '/shop/products/p1', kettle)).status).toBe(200)
      expect((await send('PUT', '/shop/orders/o1', order)).status).toBe(200)
    }
    const [user] = await findShopUsers(db, { externalId: 'u1' })
    expect(user).toMatchObject({ email: 'Anna@Shop.example', classes: ['trade', 'vip'] })
    expect(await findProduct(db, 'p1')).toMatchObject({ ...kettle })
    expect(await findOrder(db, 'A-10234')).toMatchObject({
      shopUserId: user!.id,
      totalMinor: 5998,
      lines: [{ product: 'p1', name: 'Kettle', quantity: 2, amountMinor: 5998 }],
    })
    expect(await count(db, 'shop_order_lines')).toBe(1)
  })

  it('changes classes and categories only where they are sent', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    await send('PUT', '/shop/users/u1', anna)
    const { classes: _, ...bare } = anna
    await send('PUT', '/shop/users/u1', bare)
    expect((await findShopUsers(db, { externalId: 'u1' }))[0]!.classes).toEqual(['trade', 'vip'])
    await send('PUT', '/shop/users/u1', { ...anna, classes: ['vip'] })
    expect((await findShopUsers(db, { externalId: 'u1' }))[0]!.classes).toEqual(['vip'])
  })

  it('joins lines with a product that the shop tells of later', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    await send('PUT', '/shop/orders/o1', { ...order, user: undefined, email: 'guest@shop.example' })
    expect((await findOrder(db, 'A-10234'))!.lines[0]!.name).toBe('')
    await send('PUT', '/shop/products/p1', kettle)
    expect((await findOrder(db, 'A-10234'))!.lines[0]!.name).toBe('Kettle')
    expect(await ordersOf(db, { shopUserIds: [], emails: ['GUEST@shop.example'] }, 10)).toHaveLength(1)
    expect(await ordersLike(db, 'a-102', 10)).toHaveLength(1)
    expect(await ordersLike(db, '%', 10)).toHaveLength(0)
  })

  it('takes each view once and moves the last visit', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    await send('PUT', '/shop/users/u1', anna)
    await send('PUT', '/shop/products/p1', kettle)
    const views = [
      { user: 'u1', product: 'p1', at: '2026-03-01T10:00:00Z' },
      { user: 'u1', category: 'kitchen', at: '2026-03-02T10:00:00Z' },
      { user: 'u9', product: 'p1', at: '2026-03-02T10:00:00Z' },
      { user: 'u1', product: 'p9', at: '2026-03-02T10:00:00Z' },
    ]
    expect((await send('POST', '/shop/views', views)).body).toEqual({ taken: 2, unknown: 2 })
    await send('POST', '/shop/views', views)
    expect(await count(db, 'shop_views')).toBe(2)
    expect((await findShopUsers(db, { externalId: 'u1' }))[0]!.lastVisitAt).toEqual(new Date('2026-03-02T10:00:00Z'))
  })

  it('comes in batches, where a wrong line is named and stops no other', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const lines = [
      JSON.stringify({ put: '/shop/users/u1', body: anna }),
      JSON.stringify({ put: '/shop/users/u2', body: { ...anna, registeredAt: 'yesterday' } }),
      '{"put": 7',
      JSON.stringify({ put: '/shop/products/p1', body: kettle }),
      JSON.stringify({ put: '/shop/orders/o1', body: order }),
      JSON.stringify({ post: '/shop/problems', body: { text: 'Card declined twice', order: 'A-10234' } }),
      JSON.stringify({ post: '/issues', body: {} }),
    ]
    const headers = { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': 'nightly' }
    const { status, body } = await send('POST', '/shop/batch', lines.join('\n'), headers)
    expect([status, body]).toMatchObject([200, { done: 4, failed: 3 }])
    expect((await send('POST', '/shop/batch', lines.join('\n'), headers)).body).toEqual(body)
    expect(await count(db, 'shop_problems')).toBe(1)
    expect(body.failures.map((one: { line: number }) => one.line)).toEqual([2, 3, 7])
    expect(await findOrder(db, 'A-10234')).toBeDefined()
  })

  it('has problems that a rep resolves and opens again', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const { id } = (await send('POST', '/shop/problems', { text: 'Card declined twice' })).body
    const { changeId } = (await send('POST', `/shop/problems/${id}/resolve`)).body
    expect((await send('POST', `/shop/problems/${id}/resolve`)).status).toBe(404)
    expect((await send('POST', `/undo/${changeId}`)).status).toBe(200)
    expect((await send('POST', `/shop/problems/${id}/resolve`)).status).toBe(200)
  })

  it.each([
    ['/shop/users/u1', { ...anna, email: 'x'.repeat(300) }, 'email'],
    ['/shop/products/p1', { ...kettle, currency: 'euro' }, 'currency'],
    ['/shop/products/p1', { ...kettle, priceMinor: 29.99 }, 'priceMinor'],
    ['/shop/orders/o1', { ...order, user: undefined }, 'user'],
  ])('names the wrong field of %s', async (path, body, field) => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const answer = await send('PUT', path, body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].field).toBe(field)
  })
})
