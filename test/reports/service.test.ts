import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { backlog } from '../../src/reports/backlog.ts'
import { contacts } from '../../src/reports/contacts.ts'
import { countBy, countRows } from '../../src/reports/counts.ts'
import { csat, csatByVerdict } from '../../src/reports/csat.ts'
import { goodwill, goodwillByType } from '../../src/reports/goodwill.ts'
import { interactions } from '../../src/reports/interactions.ts'
import { issues } from '../../src/reports/issues.ts'
import { load } from '../../src/reports/load.ts'
import { orders } from '../../src/reports/orders.ts'
import { reopenings } from '../../src/reports/reopenings.ts'
import { type Query, type Report, readAsk } from '../../src/reports/report.ts'
import { listRows } from '../../src/reports/rows.ts'
import { putOrders } from '../../src/shop/orders.ts'
import { writeShopRules } from '../../src/shop/rules.ts'
import { cloneDatabase } from '../support/database.ts'

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']
let db: Database

beforeAll(async () => {
  const made = await cloneDatabase()
  db = made.db
  await fillDesk()
  return () => made.stop()
})

const day = fc
  .date({ min: new Date('2026-03-18'), max: new Date('2026-04-12'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const asked: fc.Arbitrary<Query> = fc.record(
  {
    from: day,
    to: day,
    origin: fc.constantFrom('human', 'automatic'),
    type: fc.constantFrom('(none)', '(others)', 'delay'),
  },
  { requiredKeys: [] },
)

/** Each number of a page is counted by its SQL; here beside the rows of the list that it links to. */
function holds(check: (query: Query, zone: string) => Promise<void>, numRuns = 12) {
  return fc.assert(fc.asyncProperty(asked, fc.constantFrom(...zones), check), { numRuns })
}

const askFor = (report: Report, query: Query, zone: string) => readAsk(report, query, zone).ask

/** The rows that pages of the list have, each read. */
async function rowsOf(report: Report, query: Query, zone: string) {
  const { ask, faults } = readAsk(report, query, zone)
  expect(faults).toEqual([])
  const { items, next } = await listRows(db, report, ask, { limit: 5000 })
  expect(next).toBeNull()
  return items
}

test('the backlog of a day is the list of what was open when it ended, by a second SQL, too', async () => {
  await holds(async (query, zone) => {
    const { from: _, to: __, ...others } = query
    const points = await backlog(db, askFor(issues, query, zone), Date.parse('2026-04-20T12:00:00Z'))
    for (const { day, open } of points.filter((_, nth) => nth % 4 === 0 || nth === points.length - 1)) {
      expect((await rowsOf(issues, { ...others, openAt: day }, zone)).length).toBe(open)
      if (!query.origin && !query.type) expect(await openThen(day, zone)).toBe(open)
    }
  })
})

test('the issues that were closed and reopened are their lists', async () => {
  await holds(async (query, zone) => {
    const { all, types } = await reopenings(db, askFor(issues, query, zone))
    expect((await rowsOf(issues, { ...query, reopened: 'yes' }, zone)).length).toBe(all.reopened)
    expect((await rowsOf(issues, { ...query, everClosed: 'yes' }, zone)).length).toBe(all.closed)
    if (query.type) return
    for (const { type, closed, reopened } of types) {
      expect(await countRows(db, issues, askFor(issues, { ...query, type, everClosed: 'yes' }, zone))).toBe(closed)
      expect(await countRows(db, issues, askFor(issues, { ...query, type, reopened: 'yes' }, zone))).toBe(reopened)
    }
  })
  const { all } = await reopenings(db, askFor(issues, {}, 'UTC'))
  const { rows } =
    await sql`select count(distinct c.issue_id)::int as reopened from issue_closings c join issues i on i.id = c.issue_id
    where i.deleted_at is null`.execute(db)
  expect(rows).toEqual([{ reopened: all.reopened }])
})

test('contacts and orders of a product or a category are their lists', async () => {
  for (const by of ['product', 'category'] as const)
    await holds(async (query, zone) => {
      for (const line of await contacts(db, askFor(issues, query, zone), by)) {
        expect((await rowsOf(issues, { ...query, [by]: line.value }, zone)).length).toBe(line.contacts)
        const { from, to } = query
        const placed = await rowsOf(orders, { from, to, counted: 'yes', [by]: line.value }, zone)
        expect(placed.length).toBe(line.orders)
      }
    })
  const lines = await contacts(db, askFor(issues, {}, 'UTC'), 'category')
  const { rows } = await sql<{ value: string; contacts: number }>`
    select c.category as value, (select count(*)::int from issues i where i.deleted_at is null and i.order_id in (
      select o.number from shop_orders o, shop_order_lines l, shop_product_categories x
      where l.order_id = o.id and x.product_id = l.product_id and x.category = c.category)) as contacts
    from (select distinct category from shop_product_categories) c`.execute(db)
  expect(Object.fromEntries(lines.map((line) => [line.value, line.contacts]))).toEqual(
    Object.fromEntries(rows.map((row) => [row.value, row.contacts])),
  )
  expect(lines.every(({ orders }) => orders > 0 && orders < 60)).toBe(true)
})

test('every hour of the week is its list, also where clocks change', async () => {
  await holds(async (query, zone) => {
    const { type: _, ...of } = query
    const ask = askFor(interactions, { ...of, originator: 'customer' }, zone)
    const cells = await load(db, ask)
    expect(cells.flat().reduce((all, n) => all + n, 0)).toBe(await countRows(db, interactions, ask))
    for (const [at, hour] of [
      [0, 0],
      [6, 2],
      [6, 3],
      [2, 14],
    ] as const) {
      const list = await rowsOf(
        interactions,
        { ...of, originator: 'customer', weekday: String(at + 1), hour: String(hour) },
        zone,
      )
      expect(list.length).toBe(cells[at]![hour])
      for (const { occurred } of list) expect(clock(occurred as Date, zone)).toBe(`${at + 1} ${hour}`)
    }
  })
})

test('goodwill of a type is the sum of its list, and void certificates are in neither', async () => {
  await holds(async (query, zone) => {
    const { origin: _, type: __, ...of } = query
    for (const { type, currency, count, minor } of await goodwillByType(db, askFor(goodwill, of, zone))) {
      const list = await rowsOf(goodwill, { ...of, type, currency }, zone)
      expect([list.length, list.reduce((all, row) => all + Number(row.amount), 0)]).toEqual([count, minor])
    }
  })
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from gift_certificates where status <> 'void'`.execute(db)
  expect(await countRows(db, goodwill, askFor(goodwill, {}, 'UTC'))).toBe(rows[0]!.n)
})

test('what customers answered is its list, whatever number of choices they had', async () => {
  await holds(async (query, zone) => {
    const { origin: _, ...of } = query
    const ask = askFor(csat, of, zone)
    for (const { value, count } of await countBy(db, csat, ask, csatByVerdict))
      expect((await rowsOf(csat, { ...of, verdict: value }, zone)).length).toBe(count)
  })
  const all = await rowsOf(csat, {}, 'UTC')
  const saidSo = new Set(all.map(({ score, choices, verdict }) => `${score}/${choices} ${verdict}`))
  for (const one of ['1/2 bad', '2/2 good', '2/3 middle', '3/3 good', '2/5 bad', '3/5 middle', '4/5 good'])
    expect(saidSo).toContain(one)
})

async function openThen(day: string, zone: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with t as (select ((${day}::date + 1)::timestamp at time zone ${zone}::text) as at),
    moves as (
      select id, opened_at as at, 1 as n from issues where deleted_at is null
      union all select id, closed_at, -1 from issues where closed_at is not null and deleted_at is null
      union all select c.issue_id, c.closed_at, -1 from issue_closings c join issues i on i.id = c.issue_id where i.deleted_at is null
      union all select c.issue_id, c.reopened_at, 1 from issue_closings c join issues i on i.id = c.issue_id where i.deleted_at is null)
    select coalesce(sum(moves.n), 0)::int as n from moves, t where moves.at < t.at`.execute(db)
  return rows[0]!.n
}

function clock(at: Date, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday!) + 1} ${Number(parts.hour)}`
}

/** Some hundred issues around the days on which clocks change, with orders, certificates, answers and closings. */
async function fillDesk() {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(
    `insert into picklist_items (picklist, label, position) values ('issue_type', 'delay', 1), ('issue_type', 'return', 2)`,
  )
  await run(
    `insert into user_identifications (first_names, last_name) select 'Person', 'No ' || n from generate_series(1, 9) n`,
  )
  await run(`insert into issues (user_identification_id, subject, origin, opened_at, closed_at, deleted_at, order_id)
    select 1 + n % 9, 'Subject', (array['human', 'human', 'automatic'])[1 + n % 3], opened,
      case when n % 5 > 0 then opened + (n % 7) * interval '31 hours' end, case when n % 23 = 0 then now() end,
      case when n % 3 > 0 then 'A-' || n % 70 end
    from generate_series(1, 300) n, lateral (select timestamptz '2026-03-20 00:00+00' + n * interval '97 minutes' as opened) o`)
  await run(`insert into issue_types (issue_id, type) select id, (array['delay', 'return', 'odd'])[1 + id % 3] from issues where id % 4 > 0
    union select id, 'delay' from issues where id % 6 = 0`)
  await run(`insert into issue_closings (issue_id, closed_at, reopened_at)
    select id, opened_at + interval '1 hour' * k, opened_at + interval '1 hour' * (k + 13 + id % 9) from issues, unnest(array[1, 40]) k
    where id % 4 = 0 and (closed_at is null or closed_at > opened_at + interval '70 hours')`)
  await run(`update issues i set reopened = (select count(*) from issue_closings c where c.issue_id = i.id)`)
  await run(`insert into interactions (user_identification_id, originator, channel, occurred_at)
    select user_identification_id, (array['customer', 'customer', 'rep'])[1 + id % 3], 'email', opened_at from issues`)
  await run(`insert into actions (interaction_id, issue_id, details) select id, id, 'x' from interactions`)
  await run(
    `insert into shop_products (external_id, name) select 'p' || n, 'Product ' || n from generate_series(1, 6) n`,
  )
  await run(`insert into shop_product_categories (product_id, category) select id, (array['ants', 'food'])[1 + id % 2] from shop_products
    union select id, 'sale' from shop_products where id % 3 = 0`)
  await db.transaction().execute((tx) => writeShopRules(tx, { uncountedStates: ['cancelled'], currencies: [] }))
  const made = Array.from({ length: 75 }, (_, n) => ({
    ...{
      externalId: `o${n}`,
      number: `A-${n % 68}`,
      state: n % 5 === 0 ? 'cancelled' : 'paid',
      currency: 'EUR',
      totalMinor: 100,
    },
    placedAt: new Date(Date.UTC(2026, 2, 18) + n * 8 * 3_600_000),
    lines: [1, 2, 2].map((k) => ({ product: `p${1 + ((n * k) % 7)}`, quantity: 1, amountMinor: 50 })),
  }))
  await db.transaction().execute((tx) => putOrders(tx, made))
  await run(
    `insert into gift_programs (name, kind, currency, each_minor) values ('Sorry', 'promotional', 'EUR', 5000), ('Sorry too', 'promotional', 'USD', 5000)`,
  )
  await run(`insert into gift_certificates (program_id, issue_id, kind, code_digest, code_sealed, last4, currency, initial_minor, balance_minor, status, issued_at, expires_at)
    select 1 + id % 2, id, 'promotional', decode(md5(id::text), 'hex'), '', '0000', (array['EUR', 'USD'])[1 + id % 2], 100 * (1 + id % 9), 0,
      (array['active', 'void', 'exhausted'])[1 + id % 3], opened_at, now() + interval '1 year'
    from issues where id % 4 = 1 and deleted_at is null`)
  await run(`insert into csat_questions (issue_id, user_identification_id, choices, question, asked_at)
    select id, user_identification_id, (array[2, 3, 5])[1 + id % 3], 'How?', opened_at from issues`)
  await run(`insert into csat_answers (question_id, issue_id, score, choices, at)
    select id, issue_id, 1 + (id / 3) % choices, choices, asked_at from csat_questions where id % 7 > 0`)
}
