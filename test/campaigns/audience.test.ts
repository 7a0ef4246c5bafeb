import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Audience, audienceSql, type Member, membersSql } from '../../src/campaigns/audience.ts'
import { anchorOf } from '../../src/campaigns/audience-anchor.ts'
import { startEstimator } from '../../src/campaigns/audience-estimate.ts'
import { readAudience } from '../../src/campaigns/audience-read.ts'
import { whyInAudience } from '../../src/campaigns/audience-why.ts'
import type { Database } from '../../src/database/connection.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { anApi } from '../api/support.ts'
import { cloneDatabase } from '../support/database.ts'
import { naive } from './audience-naive.ts'
import { anyAudience, keepShop, smallShop } from './audience-shops.ts'

let db: Database

beforeAll(async () => {
  const made = await cloneDatabase()
  db = made.db
  await ensureFirstMailbox(db, 'support@shop.test')
  return made.stop
})

async function addressesOf(audience: Audience): Promise<string[]> {
  const { rows } = await sql<Member>`${audienceSql(audience)}`.execute(db)
  return rows.map(({ addressKey }) => addressKey).sort()
}

/** How many an estimate finds that starts with those whom one clause names; undefined where no clause does. */
async function anchored(audience: Audience): Promise<number | undefined> {
  const few = await db.transaction().execute((tx) => anchorOf(tx, audience))
  const answer = few && (await startEstimator(db, { all: 0, share: 1 })(audience))
  return answer && answer !== 'too slow' ? answer.count : undefined
}

/** With sums made for each person, as where only a share is looked at. */
async function oneByOne(audience: Audience): Promise<string[]> {
  const members = membersSql(audience, () => sql<boolean>`true`)
  const { rows } = await sql<Member>`select distinct m.address_key from (${members}) m`.execute(db)
  return rows.map(({ addressKey }) => addressKey).sort()
}

test('an audience is whom asking everybody every question finds', async () => {
  await fc.assert(
    fc.asyncProperty(smallShop, fc.array(anyAudience, { minLength: 25, maxLength: 25 }), async (shop, audiences) => {
      await keepShop(db, shop)
      for (const audience of audiences) {
        const wanted = naive(shop, audience, Date.now())
        expect(readAudience(JSON.parse(JSON.stringify(audience)))).toEqual({ audience })
        const [whole, each, ...told] = await Promise.all([
          addressesOf(audience),
          oneByOne(audience),
          ...['a@x.test', 'd@x.test'].map((email) => whyInAudience(db, audience, { email })),
        ])
        expect(whole).toEqual(wanted)
        expect(each).toEqual(wanted)
        expect((await anchored(audience)) ?? wanted.length).toBe(wanted.length)
        // An address that several accounts share is in when one of them is.
        for (const one of told) if (one?.in) expect(wanted).toContain(one.address)
        for (const one of told)
          if (one && shop.users.filter(({ email }) => email === one.address).length < 2)
            expect(wanted.includes(one.address)).toBe(one.in)
      }
    }),
    { numRuns: 3 },
  )
})

const faultsOf = (input: unknown) => {
  const read = readAudience(input)
  return 'faults' in read ? read.faults : []
}

test('a hostile tree is refused with the place of every fault', () => {
  const deep = (levels: number): unknown => (levels === 0 ? { country: 'DE' } : { not: deep(levels - 1) })
  expect(faultsOf(deep(5))).toEqual([])
  expect(faultsOf(deep(6))[0]).toMatch(/is nested deeper than 6 levels/)
  expect(faultsOf(deep(5000))).toHaveLength(1)
  const many = (n: number) => ({
    all: [{ any: Array.from({ length: n }, () => ({ country: 'DE' })) }, { country: 'DE' }],
  })
  expect(faultsOf(many(49))).toEqual([])
  expect(faultsOf(many(50))).toEqual(['has more than 50 clauses: split the audience'])
  expect(faultsOf({ all: Array.from({ length: 100_000 }, () => ({ all: [] })) })).toHaveLength(1)
  expect(faultsOf({ all: Array.from({ length: 50 }, () => ({ all: [{ all: [] }, { all: [] }] })) })).toHaveLength(1)
  expect(faultsOf({ all: [{ country: 'DE' }, { spent: { currency: 'eur', sql: '1' } }] })).toEqual([
    'all[1].spent currency: must be an ISO 4217 code in capitals, like EUR',
    'all[1].spent does not know the field "sql"',
  ])
  for (const wrong of [
    ...[
      null,
      1,
      'all',
      [],
      {},
      { all: 1 },
      { __proto__: null },
      { constructor: 'x' },
      { sql: '1 = 1' },
      { toString: 'x' },
    ],
    { country: 'D\0' },
    { country: '\ud800' },
    { bought: { product: 'a', category: 'b' } },
    { bought: {} },
    { bought: { product: { toString: 'x' } } },
    { lastVisit: { from: '2026-02-30' } },
    { lastVisit: { from: '-infinity' } },
    { lastVisit: { from: '2026-03-01T25:00:00Z' } },
    { lastVisit: { zone: 'UTC+3' } },
    { lastVisit: { zone: "Europe/Berlin'; drop table issues --" } },
    { lastVisit: { from: { daysAgo: 1e9 } } },
    { orders: { min: 3, max: 2 } },
    { orders: { min: 1.5 } },
    { people: Array.from({ length: 1001 }, () => 1) },
    { people: [2 ** 31] },
    { received: '1' },
  ])
    expect(faultsOf(wrong), JSON.stringify(wrong)?.slice(0, 80)).not.toEqual([])
})

test('what staff typed is a parameter, never SQL', () => {
  const typed = "x'; drop table issues; --"
  const strings: Audience[] = [{ country: typed }, { language: typed }, { inClass: typed }, { onList: typed }]
  const whats = [{ product: typed }, { category: typed }]
  const audience = { all: [...strings, ...whats.flatMap((what) => [{ bought: what }, { viewed: what }])] }
  const compiled = audienceSql(audience).compile(db)
  expect(compiled.sql).not.toContain('drop table')
  expect(compiled.parameters.filter((value) => value === typed)).not.toHaveLength(0)
})

test('of many people a share is looked at, and the truth is near', async () => {
  await db.transaction().execute(async (tx) => {
    await sql`insert into shop_users (external_id, email, email_key, country) select 'many' || n, 'm' || n || '@y.test',
      'm' || n || '@y.test', case when n % 4 = 0 then 'AT' else 'CH' end from generate_series(1, 4000) n`.execute(tx)
  })
  const answer = await startEstimator(db, { all: 100, share: 800 })({ country: 'at' })
  if (answer === 'too slow') throw new Error('it was too slow')
  expect(answer.exact).toBe(false)
  expect(Math.abs(answer.count - 1000)).toBeLessThan(Math.max(250, answer.margin))
  expect(answer.sample).toHaveLength(20)
  const rare = await startEstimator(db, { all: 100, share: 100 })({
    all: [{ country: 'CH' }, { not: { country: 'CH' } }],
  })
  expect(rare).toMatchObject({ count: 0, sample: [] })
})

test('the API estimates, explains and keeps audiences, and takes a change back', async () => {
  const { send } = await anApi(db, { role: 'admin' })
  const audience = { all: [{ country: 'AT' }, { orders: { max: 0 } }] }
  expect(await send('POST', '/audiences/estimate', { audience })).toMatchObject({ status: 200, body: { count: 1000 } })
  const why = await send('POST', '/audiences/why', { audience, email: 'm3@y.test' })
  expect(why.body).toMatchObject({
    in: false,
    address: 'm3@y.test',
    why: {
      all: [{ clause: { openIssue: false } }, { all: [{ holds: false, fact: { text: 'CH' } }, { holds: true }] }],
    },
  })
  expect((await send('POST', '/audiences/why', { audience, email: 'nobody@y.test' })).status).toBe(404)
  const wrong = await send('POST', '/audiences/estimate', { audience: { all: [{ country: 1 }] } })
  expect(wrong).toMatchObject({ status: 422, body: { detail: expect.stringContaining('all[0].country must be') } })
  const made = await send('POST', '/audiences', { name: 'Austria', audience })
  expect(made).toMatchObject({ status: 201, body: { name: 'Austria', audience, version: 1 } })
  const path = `/audiences/${made.body.id}`
  const changed = await send('PATCH', path, { audience: { country: 'CH' }, version: 1 })
  expect(changed.body).toMatchObject({ audience: { country: 'CH' }, version: 2 })
  expect((await send('PATCH', path, { name: 'Late', version: 1 })).status).toBe(409)
  expect((await send('GET', `${path}/versions`)).body.items[0]).toMatchObject({ audience })
  expect((await send('POST', `/undo/${changed.body.changeId}`, {})).status).toBe(200)
  expect((await send('GET', path)).body.audience).toEqual(audience)
  const gone = await send('DELETE', path)
  expect((await send('GET', path)).status).toBe(404)
  await send('POST', `/undo/${gone.body.changeId}`, {})
  expect((await send('GET', '/audiences')).body.items).toHaveLength(1)
  const rep = await anApi(db, { role: 'rep' })
  expect((await rep.send('GET', '/audiences')).status).toBe(403)
})
