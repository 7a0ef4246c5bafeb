import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { findSurges } from '../../src/desk/surges.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { putOrders } from '../../src/shop/orders.ts'
import { aPerson } from '../support/desk.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, form, password, served, type TestDesk, testDesk } from './desk.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const faults = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))`
let desk: TestDesk
let admin: string
let key: string
let api: ReturnType<typeof createApi>

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  admin = await cookieOf(desk)
  await fill()
  const { db, config, parts } = desk
  api = createApi({ db, config, secrets: parts.secrets, log: parts.log })
  const keyed = await createApiKey(db, { name: 'numbers', role: 'rep' })
  if ('key' in keyed) key = keyed.key
  return () => made.stop()
})

const get = async (path: string, cookie = admin) => {
  const answer = await desk.app.request(path, { headers: { cookie } })
  return { status: answer.status, html: await answer.text() }
}
const ask = async (path: string, init: RequestInit = {}) => {
  const answer = await api.request(path, { ...init, headers: { authorization: `Bearer ${key}` } })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

type Listed = { count: number; list: string }

test('every number of service that the API tells is the total of the list that it names', async () => {
  const { status, body } = await ask('/reports/service?period=all')
  expect(status).toBe(200)
  const numbers: Listed[] = [
    ...body.backlog.slice(-3).map(({ open, list }: { open: number; list: string }) => ({ count: open, list })),
    ...[body.reopenings.closed, body.reopenings.reopened, body.csat.good, body.csat.middle, body.csat.bad],
    ...body.contacts.product.flatMap(({ contacts, orders }: Record<string, Listed>) => [contacts, orders]),
    ...body.contacts.category.flatMap(({ contacts, orders }: Record<string, Listed>) => [contacts, orders]),
    ...body.waits.all.map(({ times }: { times: Listed }) => times),
    ...body.waits.lines,
    ...body.waits.over.slice(-3),
    ...body.goodwill.map(({ certificates }: Record<string, Listed>) => certificates),
    ...body.load[0].filter(({ count }: Listed) => count > 0).slice(0, 3),
  ]
  expect(numbers.length).toBeGreaterThan(15)
  for (const { count, list } of numbers) {
    const rows = await ask(list)
    expect([list, rows.status, rows.body.total]).toEqual([list, 200, count])
  }
  expect((await ask('/reports/service?period=sometimes&by=moon')).body.detail).toContain('period, by')
  for (const by of ['mailbox', 'group', 'rep']) {
    const { lines } = (await ask(`/reports/service?by=${by}&measure=resolution`)).body.waits
    for (const { count, list } of lines) expect((await ask(list)).body.total).toBe(count)
  }
})

test('the page shows the same numbers, each a link to a list that opens', async () => {
  const { status, html } = await get('/reports/service?period=all&whole=yes')
  expect(status).toBe(200)
  const links = [
    ...new Set(
      [...html.matchAll(/href="(\/reports\/(?:issues|orders|goodwill|csat|interactions)\?[^"]*)"/g)].map(
        ([, path]) => path!,
      ),
    ),
  ]
  expect(links.length).toBeGreaterThan(30)
  for (const link of links.slice(0, 12)) {
    const list = await get(link.replaceAll('&amp;', '&'))
    expect(list.status).toBe(200)
    expect(list.html).not.toContain('class="notice bad"')
  }
  expect(html).toContain('Contacts per 100 orders, by product')
  expect((await get('/reports/service?from=yesterday')).html).toContain('was left out: from')
})

test('the front page tells of a surge with its list until somebody dismisses it; undo shows it again', async () => {
  const { html } = await get('/')
  expect(html).toMatch(/“late” has \d[\d.]* times the usual since/)
  const [, list, count] = /href="(\/reports\/issues\?[^"]*surge=\d+[^"]*)">(\d+) issues/.exec(html)!
  expect((await get(list!.replaceAll('&amp;', '&'))).html).toContain(`${count} rows`)
  const [, id] = /\/surges\/(\d+)\/dismiss/.exec(html)!
  await addRep(desk.db, { name: 'Rita Reader', email: 'rita@shop.test', password, role: 'read_only' })
  expect((await get('/', await cookieOf(desk, 'rita@shop.test'))).html).not.toContain('/dismiss"')
  const done = await desk.app.request(`/surges/${id}/dismiss`, form(admin))
  expect(done.headers.get('location')).toMatch(/^\/\?done=\d+$/)
  const after = await get(done.headers.get('location')!)
  expect(after.html).toContain('The surge is dismissed')
  expect(after.html).not.toContain('times the usual')
  expect((await ask('/surges')).body.items).toMatchObject([{ type: 'late', dismissedAt: expect.any(String) }])
  const again = await ask(`/surges/${id}/dismiss`, { method: 'POST' })
  expect(again.status).toBe(409)
  const changeId = /done=(\d+)/.exec(done.headers.get('location')!)![1]
  await desk.app.request(`/undo/${changeId}`, form(admin))
  expect((await get('/')).html).toContain('times the usual')
})

browserTest(
  'service and surges fit a phone, and axe finds nothing; SHOTS shows them in both themes, wide, too',
  { timeout: 120_000 },
  async () => {
    const { url } = await served(desk)
    const browser = await launch()
    const looks = process.env.SHOTS
      ? ([1440, 390] as const).flatMap(
          (width) =>
            [
              [width, 'light'],
              [width, 'dark'],
            ] as const,
        )
      : [[390, 'light'] as const]
    try {
      for (const [width, colorScheme] of looks) {
        const page = await signedInPage(browser, url, { viewport: { width, height: 900 }, colorScheme })
        for (const [name, path, height] of [
          ['service', '/reports/service?period=quarter', 5000],
          ['surge', '/', 900],
        ] as const) {
          await page.goto(`${url}${path}`)
          await expect.poll(() => page.locator('.later').count(), { timeout: 30_000 }).toBe(0)
          expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
          await page.evaluate(axe)
          expect(await page.evaluate(faults)).toEqual([])
          if (!process.env.SHOTS) continue
          await page.setViewportSize({ width, height })
          for (let y = 0; y < height; y += 1250) {
            const clip = { x: 0, y, width, height: Math.min(1250, height - y) }
            await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${colorScheme}-${y}.png`, clip })
          }
        }
        await page.close()
      }
    } finally {
      await browser.close()
    }
  },
)

/** Four months of a shop of ants, with a surge of the last two days. */
async function fill() {
  const { db } = desk
  const run = (statement: string) => sql.raw(statement).execute(db)
  await aPerson(db)
  await run(
    `insert into picklist_items (picklist, label, position) values ('issue_type', 'late', 1), ('issue_type', 'return', 2), ('issue_type', 'care of ants', 3)`,
  )
  await run(`insert into issues (user_identification_id, subject, opened_at, closed_at, order_id)
    select 1, 'Where are my ants?', opened, case when n % 20 > 0 then least(now(), opened + (n % 13) * interval '5 hours') end, case when n % 3 > 0 then 'A-' || 1 + n % 90 end
    from generate_series(1, 900) n, lateral (select now() - n * interval '3 hours' - interval '4 days' as opened) o`)
  await run(`insert into issues (user_identification_id, subject, opened_at, order_id)
    select 1, 'Still no parcel', now() - n * interval '70 minutes', 'A-1' from generate_series(1, 40) n`)
  await run(
    `insert into issue_types (issue_id, type) select id, (array['late', 'return', 'care of ants', 'moulting'])[1 + id % 4] from issues where id <= 900 and id % 5 > 0`,
  )
  await run(`insert into issue_types (issue_id, type) select id, 'late' from issues where id > 900`)
  await run(
    `insert into issue_closings (issue_id, closed_at, reopened_at) select id, opened_at + interval '1 hour', opened_at + interval '4 hours' from issues where id % 7 = 0 and closed_at > opened_at + interval '5 hours'`,
  )
  await run(`update issues i set reopened = (select count(*) from issue_closings c where c.issue_id = i.id)`)
  await run(`insert into interactions (user_identification_id, originator, channel, occurred_at)
    select 1, case when id % 4 > 0 then 'customer' else 'rep' end, 'email', date_trunc('day', opened_at) + (8 + (id * 7919) % 13) * interval '1 hour' from issues`)
  await run(`insert into actions (interaction_id, issue_id, details) select id, id, 'x' from interactions`)
  await run(
    `insert into shop_products (external_id, name) select 'p' || n, (array['Ant farm, large', 'Ant farm, small', 'Sugar water', 'Queen', 'Sand, 2 kg'])[n] from generate_series(1, 5) n`,
  )
  await run(
    `insert into shop_product_categories (product_id, category) select id, (array['Farms', 'Farms', 'Food', 'Ants', 'Supplies'])[id] from shop_products`,
  )
  const orders = Array.from({ length: 200 }, (_, n) => ({
    ...{
      externalId: `o${n}`,
      number: `A-${n + 1}`,
      state: 'paid',
      currency: 'EUR',
      totalMinor: 100,
      placedAt: new Date(Date.now() - n * 13 * 3_600_000),
    },
    lines: [
      { product: `p${1 + (n % 5)}`, quantity: 1, amountMinor: 50 },
      { product: `p${1 + ((n * n) % 3)}`, quantity: 1, amountMinor: 50 },
    ],
  }))
  await db.transaction().execute((tx) => putOrders(tx, orders))
  await run(`insert into gift_programs (name, kind, currency, each_minor) values ('Sorry', 'promotional', 'EUR', 5000)`)
  await run(`insert into gift_certificates (program_id, issue_id, kind, code_digest, code_sealed, last4, currency, initial_minor, status, issued_at, expires_at)
    select 1, id, 'promotional', decode(md5(id::text), 'hex'), '', '0000', 'EUR', 500 * (1 + id % 5), 'active', opened_at, now() + interval '1 year' from issues where id % 19 = 1`)
  await run(
    `insert into csat_questions (issue_id, user_identification_id, choices, question, asked_at) select id, 1, 3, 'How?', opened_at from issues where id % 6 = 0`,
  )
  await run(
    `insert into csat_answers (question_id, issue_id, score, choices, at) select id, issue_id, case when id % 9 = 0 then 1 when id % 5 = 0 then 2 else 3 end, choices, asked_at from csat_questions`,
  )
  await run(`update issues set first_response_seconds = 1800 + (id * 7919) % 90000, first_response_business = 900 + (id * 7919) % 20000,
    next_response_seconds = case when id % 3 = 0 then (id * 104729) % 200000 end, next_response_business = case when id % 3 = 0 then (id * 104729) % 30000 end,
    resolution_seconds = extract(epoch from closed_at - opened_at)::int, resolution_business = extract(epoch from closed_at - opened_at)::int / 4,
    first_response_by = 1 where closed_at is not null`)
  await findSurges(db, 'Europe/Berlin')
}
