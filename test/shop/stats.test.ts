import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../src/database/connection.ts'
import { eraseBuyer } from '../../src/shop/erase-buyer.ts'
import { type PutOrder, putOrders } from '../../src/shop/orders.ts'
import { lastShopRecount, recountAsked, recountByNight } from '../../src/shop/recount.ts'
import { readRules, readShopRules, type ShopRules, writeShopRules } from '../../src/shop/rules.ts'
import { spendOf } from '../../src/shop/spend.ts'
import { putShopUsers } from '../../src/shop/users.ts'
import { addViews } from '../../src/shop/views.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.stop())

const users = ['u1', 'u2', 'u3']
const write = (orders: readonly PutOrder[]) => database.db.transaction().execute((tx) => putOrders(tx, orders))
const setRules = (rules: ShopRules) => database.db.transaction().execute((tx) => writeShopRules(tx, rules))

/** What the sums must be, straight from the orders and the rules, by other means than those of the program. */
async function live(db: Db) {
  const rules = await readShopRules(db)
  const { rows } = await sql<Record<string, unknown>>`
    select coalesce(u.external_id, 'guest ' || o.email_key) as who, o.currency, count(*)::int as orders,
      sum(o.total_minor)::text as ordered, sum(o.refunded_minor)::text as refunded, min(o.placed_at) as first, max(o.placed_at) as last
    from shop_orders o left join shop_users u on u.id = o.shop_user_id
    where not (lower(o.state) = any(${[...rules.uncountedStates]}::text[])) and (o.shop_user_id is not null or o.email_key <> '')
      and (${rules.currencies.length} = 0 or o.currency = any(${[...rules.currencies]}::text[]))
    group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

async function kept(db: Db) {
  const { rows } = await sql<Record<string, unknown>>`
    select u.external_id as who, currency, orders, ordered_minor::text as ordered, refunded_minor::text as refunded,
      first_at as first, last_at as last from customer_stats s join shop_users u on u.id = s.shop_user_id
    union all select 'guest ' || address_key, currency, orders, ordered_minor::text, refunded_minor::text, first_at, last_at
    from guest_stats order by 1, 2`.execute(db)
  return rows
}

const anOrder: fc.Arbitrary<PutOrder> = fc.record({
  externalId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  user: fc.constantFrom('u1', 'u2', 'u3', 'unknown', undefined),
  email: fc.constantFrom('Guest@one.example', 'two@guest.example', ''),
  number: fc.constant('N'),
  state: fc.constantFrom('shipped', 'Cancelled', 'void', 'returned'),
  placedAt: fc.date({ min: new Date('2025-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }),
  currency: fc.constantFrom('EUR', 'JPY'),
  totalMinor: fc.integer({ min: -500, max: 100_000 }),
  refundedMinor: fc.integer({ min: 0, max: 500 }),
  lines: fc.constant([]),
})
const someRules = fc.constantFrom<ShopRules>(
  { uncountedStates: ['void', 'cancelled'], currencies: [] },
  { uncountedStates: ['returned'], currencies: ['EUR'] },
)

describe('the sums of each customer', () => {
  it('equal those of the orders after any writes, batches, refunds, new states, new owners and new rules', async () => {
    const { db } = database
    await db.transaction().execute((tx) =>
      putShopUsers(
        tx,
        users.map((externalId) => ({
          ...{ externalId, email: `${externalId}@shop.example`, firstNames: externalId, lastName: 'Demo' },
          registeredAt: new Date('2025-01-01'),
        })),
      ),
    )
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.array(anOrder, { minLength: 1, maxLength: 5 }) },
      { weight: 1, arbitrary: someRules },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        for (const one of steps) {
          if ('currencies' in one) {
            await setRules(one)
            await recountAsked(db)
          } else await write(one)
        }
        expect(await kept(db)).toEqual(await live(db))
      }),
      { numRuns: 25 },
    )
  })

  it('equal those of the orders after writers at the same time', async () => {
    const { db } = database
    const placedAt = new Date('2026-02-02')
    const order = (externalId: string, user?: string): PutOrder => ({
      ...{ externalId, user, email: 'many@guest.example', number: externalId, state: 'paid', placedAt },
      ...{ currency: 'EUR', totalMinor: 100, lines: [] },
    })
    const each = Array.from({ length: 24 }, (_, at) => at)
    await Promise.all(each.map((at) => write([order(`m${at}`), order(`n${at}`, 'u1')])))
    expect(await kept(db)).toEqual(await live(db))
    expect(await spendOf(db, { shopUserIds: [], emails: ['MANY@guest.example', 'many@guest.example'] })).toMatchObject([
      { currency: 'EUR', orders: 24, spentMinor: 2400 },
    ])
  })

  it('are mended by night, with the visits, and the recount says what it mended', async () => {
    const { db } = database
    await sql`insert into shop_products (external_id, name) values ('p', 'P')`.execute(db)
    const seen = new Date('2026-03-03T03:03:03Z')
    await db.transaction().execute((tx) => addViews(tx, [{ user: 'u1', product: 'p', at: seen }]))
    const lastView = async () =>
      (await sql<{ at: Date }>`select last_view_at as at from shop_users where external_id = 'u1'`.execute(db)).rows[0]!
        .at
    expect(await lastView()).toEqual(seen)
    expect(await recountByNight(db)).toMatchObject({ orders: 0, customers: 0, visits: 0 })
    await sql`update customer_stats set ordered_minor = ordered_minor + 1`.execute(db)
    await sql`insert into guest_stats select 'nobody@shop.example', 'EUR', 1, 1, 0, now(), now()`.execute(db)
    await sql`update shop_users set last_view_at = null where external_id = 'u1'`.execute(db)
    await sql`update shop_orders set counted = not counted where external_id = 'm1'`.execute(db)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from customer_stats`.execute(db)
    // m1 is a guest's: the sums of that guest were right before the mark was wrong, and are so again.
    expect(await recountByNight(db)).toMatchObject({ why: 'night', orders: 1, customers: rows[0]!.n + 1, visits: 1 })
    expect(await kept(db)).toEqual(await live(db))
    expect(await lastView()).toEqual(seen)
  })

  it('count by the rules of the settings, anew in the background when these change', async () => {
    const { db } = database
    await setRules({ uncountedStates: ['paid'], currencies: [] })
    expect(await lastShopRecount(db)).toMatchObject({ why: 'rules', endedAt: null })
    const done = await recountAsked(db)
    expect(done).toMatchObject({ why: 'rules', endedAt: expect.any(Date) })
    expect(done!.orders).toBeGreaterThan(47)
    expect(await recountAsked(db)).toBeUndefined()
    expect(await spendOf(db, { shopUserIds: [], emails: ['many@guest.example'] })).toEqual([])
    expect(readRules([' Void ', 'void', ''], ['eur'])).toEqual({ uncountedStates: ['void'], currencies: ['EUR'] })
    expect(readRules(['x'.repeat(61)], [])).toHaveProperty('wrong')
    expect(readRules([], ['Euro'])).toEqual({ wrong: 'EURO' })
  })

  it('of a guest go when the guest is erased', async () => {
    const { db } = database
    await setRules({ uncountedStates: [], currencies: [] })
    await recountAsked(db)
    await db.transaction().execute((tx) => eraseBuyer(tx, [], ['many@guest.example']))
    expect((await kept(db)).some((row) => row.who === 'guest many@guest.example')).toBe(false)
  })
})
