import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { liability } from '../../src/certificates/liability.ts'
import type { Database } from '../../src/database/connection.ts'
import { countRows } from '../../src/reports/counts.ts'
import { csvOf } from '../../src/reports/csv.ts'
import { csvStreams } from '../../src/reports/csv-stream.ts'
import { choicesFor, type Query, type Report, readAsk, wholeTeam } from '../../src/reports/report.ts'
import { reports } from '../../src/reports/reports.ts'
import { listRows, type Row } from '../../src/reports/rows.ts'
import { sumsOf } from '../../src/reports/sums.ts'
import { cloneDatabase } from '../support/database.ts'
import { fillDesk, fillRest } from './filled-desk.ts'

let db: Database

beforeAll(async () => {
  const database = await cloneDatabase()
  db = database.db
  await fillDesk(db)
  await fillRest(db)
  return () => database.stop()
})

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']

/** All rows of a list, a page after the other; each once. */
async function everyRow(report: Report, query: Query, zone: string, limit: number): Promise<Row[]> {
  const { ask } = readAsk(report, query, zone)
  const rows: Row[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listRows(db, report, ask, { cursor, limit })
    rows.push(...items)
    if (!next) break
    cursor = next
  }
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  return rows
}

async function fileOf(report: Report, query: Query, zone: string): Promise<string[]> {
  let text = ''
  for await (const lines of csvOf(db, report, readAsk(report, query, zone).ask)) text += lines
  expect(text.endsWith('\r\n')).toBe(true)
  return text.split('\r\n').slice(0, -1)
}

const day = fc
  .date({ min: new Date('2026-03-20'), max: new Date('2026-04-10'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))

test('every report has the same rows in its pages, its count, its sums and its file, sorted by any column, filtered by anything', {
  timeout: 120_000,
}, async () => {
  const values = new Map<string, readonly string[]>()
  for (const report of reports as readonly Report[])
    for (const [name, filter] of Object.entries(report.filters))
      values.set(`${report.name} ${name}`, [
        ...(await choicesFor(db, filter, wholeTeam)).map(({ value }) => value),
        ...['none', '1', 'EUR', 'N7', 'x'].filter((value) => !filter.choices && filter.where(value)),
      ])
  const asked = fc.record({ from: fc.option(day), to: fc.option(day), column: fc.nat(), down: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(reports as readonly Report[])),
      fc.constantFrom(...zones),
      asked,
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 2 }),
      async (report, zone, { from, to, column, down }, filters) => {
        const names = Object.keys(report.columns)
        const query: Record<string, string> = { sort: `${down ? '-' : ''}${names[column % names.length]}` }
        if (from) query.from = from
        if (to) query.to = to
        for (const [nth, which] of filters) {
          const name = Object.keys(report.filters)[nth % Object.keys(report.filters).length]!
          const offered = values.get(`${report.name} ${name}`)!
          if (offered.length > 0) query[name] = offered[which % offered.length]!
        }
        const { ask, faults } = readAsk(report, query, zone)
        expect(faults).toEqual([])
        const rows = await everyRow(report, query, zone, 37)
        expect(await countRows(db, report, ask)).toBe(rows.length)
        for (const { column: money, currency, minor } of await sumsOf(db, report, ask)) {
          const amounts = rows.filter((row) => row.currency === currency).map((row) => Number(row[money]))
          expect(minor).toBe(amounts.reduce((all, one) => all + one, 0))
        }
        const [, ...lines] = await fileOf(report, query, zone)
        expect(lines.length).toBe(rows.length)
      },
    ),
    { numRuns: 100 },
  )
})

test('the file has the rows of the list, in its order, value for value', async () => {
  for (const report of reports as readonly Report[]) {
    const query = { from: '2026-03-24', to: '2026-04-02' }
    const rows = await everyRow(report, query, 'Europe/Berlin', 50)
    const [head, ...lines] = await fileOf(report, query, 'Europe/Berlin')
    const names = head!.split(',')
    const first = Object.keys(report.columns)[0]!
    expect(names).toContain(first)
    const values = rows.map((row) => {
      const value = row[first] ?? ''
      return value instanceof Date ? value.toISOString() : String(value)
    })
    expect(lines.map((line) => line.split(',')[0])).toEqual(values)
  }
})

/** What each report lists, by another way: the rows as they stand, and the days that a clock on the wall says. */
const plain: Readonly<Record<string, string>> = {
  issues: 'select opened_at as at from issues where deleted_at is null and merged_into_id is null',
  interactions: `select occurred_at as at from interactions n where exists (select from actions a where a.interaction_id = n.id and a.deleted_at is null)
    or not exists (select from actions a where a.interaction_id = n.id)`,
  actions: `select n.occurred_at as at from interactions n, actions a, issues i
    where a.interaction_id = n.id and a.issue_id = i.id and a.deleted_at is null and i.deleted_at is null`,
  letters: 'select created_at as at from letters',
  mail: 'select received_at as at from deliveries',
  certificates: 'select issued_at as at from gift_certificates',
  'certificate-entries': 'select at from gift_entries',
  orders: 'select placed_at as at from shop_orders',
  refunds: 'select placed_at as at from shop_orders where refunded_minor <> 0',
  campaigns: 'select coalesce(started_at, created_at) as at from campaigns',
  recipients:
    'select (select coalesce(c.started_at, c.created_at) from campaigns c where c.id = r.campaign_id) as at from campaign_recipients r',
}

test('every report counts what another SQL and a clock on the wall count, over days on which clocks change', async () => {
  for (const [name, text] of Object.entries(plain)) {
    const report: Report = reports.find((one) => one.name === name)!
    const { rows } = await sql<{ at: Date }>`${sql.raw(text)}`.execute(db)
    for (const zone of zones) {
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
      const days = rows.map(({ at }) => wall.format(at))
      for (const [from, to] of [
        ['2026-03-29', '2026-03-29'],
        ['2026-03-28', '2026-04-05'],
      ] as const) {
        const { ask } = readAsk(report, { from, to }, zone)
        const counted = await countRows(db, report, ask)
        expect([name, zone, counted]).toEqual([name, zone, days.filter((one) => one >= from && one <= to).length])
      }
    }
  }
})

test('the values of choices part a report: each row has one of them', async () => {
  const parted: readonly (readonly [string, string])[] = [
    ['letters', 'letterState'],
    ['letters', 'writtenBy'],
    ['mail', 'mailState'],
    ['mail', 'automaticMail'],
    ['mail', 'source'],
    ['certificates', 'certificateStatus'],
    ['certificates', 'certificateKind'],
    ['certificates', 'grantor'],
    ['certificate-entries', 'entryKind'],
    ['orders', 'refund'],
    ['campaigns', 'campaignState'],
    ['campaigns', 'basis'],
    ['recipients', 'recipientState'],
  ]
  for (const [name, filter] of parted) {
    const report: Report = reports.find((one) => one.name === name)!
    const { ask } = readAsk(report, {}, 'UTC')
    let sum = 0
    for (const { value } of await choicesFor(db, report.filters[filter]!, wholeTeam))
      sum += await countRows(db, report, { ...ask, filters: { [filter]: value } })
    expect([name, filter, sum]).toEqual([name, filter, await countRows(db, report, ask)])
  }
})

test('the numbers of a campaign are the rows of its recipients', async () => {
  const campaigns: Report = reports.find(({ name }) => name === 'campaigns')!
  const recipients: Report = reports.find(({ name }) => name === 'recipients')!
  for (const row of await everyRow(campaigns, {}, 'UTC', 50)) {
    for (const state of ['sent', 'failed', 'skipped']) {
      const { ask } = readAsk(recipients, { campaign: String(row.campaignRef), recipientState: state }, 'UTC')
      expect(await countRows(db, recipients, ask)).toBe(row[state])
    }
  }
})

test('whoever may not see the numbers of others asks for his own alone', () => {
  const letters: Report = reports.find(({ name }) => name === 'letters')!
  const rep = { repId: 2, team: false }
  expect(readAsk(letters, { rep: 'me' }, 'UTC', rep)).toMatchObject({ ask: { filters: { rep: '2' } }, faults: [] })
  expect(readAsk(letters, { rep: '2' }, 'UTC', rep).faults).toEqual([])
  expect(readAsk(letters, { rep: '1' }, 'UTC', rep)).toMatchObject({ ask: { filters: {} }, faults: ['rep'] })
  expect(readAsk(letters, { rep: '1' }, 'UTC', { repId: null, team: true }).faults).toEqual([])
  expect(readAsk(letters, { rep: 'me' }, 'UTC', { repId: null, team: true }).faults).toEqual(['rep'])
})

test('a file waits for its reader, and whoever breaks it off frees the cursor and its place', async () => {
  const orders: Report = reports.find(({ name }) => name === 'orders')!
  const files = csvStreams(1)
  const ask = readAsk(orders, {}, 'UTC').ask
  const stream = files.open(csvOf(db, orders, ask))!
  const reader = stream.getReader()
  expect(Buffer.from((await reader.read()).value!).toString()).toMatch(/^order,/)
  expect(files.open(csvOf(db, orders, ask))).toBeUndefined()
  await reader.read()
  const open = sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and state = 'idle in transaction'`
  expect((await open.execute(db)).rows[0]!.n).toBe(1)
  await reader.cancel()
  expect((await open.execute(db)).rows[0]!.n).toBe(0)
  expect(files.open(csvOf(db, orders, ask))).toBeDefined()
})

test('what is owed for certificates as of a day is what the lines of the ledger until then come to', async () => {
  const ledger: Report = reports.find(({ name }) => name === 'certificate-entries')!
  for (const to of ['2026-03-22', '2026-04-01', '2026-05-01']) {
    const { programs } = await liability(db, { from: '2026-03-01', to })
    const [amount] = await sumsOf(db, ledger, readAsk(ledger, { to }, 'UTC').ask)
    expect(amount!.minor).toBe(programs.reduce((all, { closingMinor }) => all + closingMinor, 0))
  }
})
