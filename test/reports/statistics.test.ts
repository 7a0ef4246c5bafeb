import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { countRows } from '../../src/reports/counts.ts'
import { type Query, type Report, readAsk } from '../../src/reports/report.ts'
import { listRows } from '../../src/reports/rows.ts'
import { statisticLines, statistics } from '../../src/reports/statistics.ts'
import { testDatabase } from '../support/database.ts'
import { fillDesk } from './filled-desk.ts'

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']

it('every number of every statistic equals the rows of the list that it links to', { timeout: 120_000 }, async () => {
  const { db } = await testDatabase()
  await fillDesk(db)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...statistics),
      fc.constantFrom(...zones),
      query,
      fc.nat(),
      async (statistic, zone, asked, nth) => {
        const { ask } = readAsk(statistic.report, asked, zone)
        for (const { value, count } of (await statisticLines(db, [statistic], ask))[0]!) {
          const filters = { ...ask.filters, [statistic.dimension.filter]: value }
          const drilled = { ...ask, filters }
          expect(statistic.report.filters[statistic.dimension.filter]!.where(value)).toBeDefined()
          if (ask.filters[statistic.dimension.filter]) continue // a breakdown by what is fixed is one line
          expect(
            await everyRow(db, statistic.report, { ...asked, ...filters, sort: sortOf(statistic.report, nth) }, zone),
          ).toBe(count)
          expect(await countRows(db, statistic.report, drilled)).toBe(count)
        }
      },
    ),
    { numRuns: 60 },
  )
})

const day = fc
  .date({ min: new Date('2026-03-20'), max: new Date('2026-04-10'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const query: fc.Arbitrary<Query> = fc.record(
  {
    from: day,
    to: day,
    origin: fc.constantFrom('human', 'automatic', 'campaign', 'nonsense'),
    originator: fc.constantFrom('customer', 'rep'),
    type: fc.constantFrom('(none)', '(others)', 'delay'),
    rep: fc.constantFrom('none', '1'),
  },
  { requiredKeys: [] },
)

/** Each column takes its turn, in both directions. */
function sortOf({ columns }: Report, nth: number): string {
  const names = Object.keys(columns)
  return `${nth % 2 ? '-' : ''}${names[(nth >> 1) % names.length]}`
}

/** How many rows the pages of a list have, a few at a time; each row once. */
async function everyRow(db: Database, report: Report, asked: Query, zone: string): Promise<number> {
  const { ask } = readAsk(report, asked, zone)
  const seen = new Set<unknown>()
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listRows(db, report, ask, { cursor, limit: 17 })
    for (const { key } of items) {
      expect(seen.has(key)).toBe(false)
      seen.add(key)
    }
    if (!next) return seen.size
    cursor = next
  }
}
