import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { countRows } from '../../src/reports/counts.ts'
import { type Query, type Report, readAsk } from '../../src/reports/report.ts'
import { listRows } from '../../src/reports/rows.ts'
import { statisticLines, statistics } from '../../src/reports/statistics.ts'
import { testDatabase } from '../support/database.ts'

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']
const labels = ['delay', 'return', 'odd one', 'odder', '(none) ', 'Größe']

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
        for (const { value, count } of await statisticLines(db, statistic, ask)) {
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

/** Some hundred issues around the days on which clocks change in Europe and Australia, and what deals with them. */
async function fillDesk(db: Database) {
  await sql`insert into reps (name, email) select 'Rep ' || n, 'rep' || n || '@shop.test' from generate_series(1, 3) n`.execute(
    db,
  )
  await sql`insert into picklist_items (picklist, label, position) values ('issue_type', 'delay', 1), ('issue_type', 'return', 2), ('info_used', 'delay', 1)`.execute(
    db,
  )
  await sql`insert into user_identifications (first_names, last_name) select 'Person', case when n % 3 > 0 then 'No ' || n else '' end from generate_series(1, 20) n`.execute(
    db,
  )
  await sql`insert into issues (user_identification_id, subject, origin, opened_at, closed_at, deleted_at, assignee_id)
    select 1 + n % 20, 'Subject ' || n % 7, (array['human', 'human', 'automatic', 'campaign'])[1 + n % 4],
      timestamptz '2026-03-20 00:00+00' + n * interval '77 minutes', case when n % 2 = 0 then timestamptz '2026-04-20 00:00+00' end,
      case when n % 11 = 0 then now() end, case when n % 3 > 0 then n % 3 end from generate_series(1, 400) n`.execute(
    db,
  )
  await sql`insert into issue_types (issue_id, type) select distinct id, (${sql.val(labels)}::text[])[1 + (id * k) % 6] from issues, generate_series(1, 2) k where id % 5 > 0`.execute(
    db,
  )
  await sql`insert into interactions (user_identification_id, originator, channel, rep_id, occurred_at)
    select user_identification_id, (array['customer', 'rep', 'automatic'])[1 + id % 3], (array['email', 'phone', 'note', 'pigeon', 'fax'])[1 + id % 5],
      case when id % 3 = 1 then 1 + id % 2 end, opened_at from issues`.execute(db)
  await sql`insert into actions (interaction_id, issue_id, details, deleted_at) select id, id, 'x', case when id % 13 = 0 then now() end from interactions`.execute(
    db,
  )
  await sql`insert into actions (interaction_id, issue_id, details) select id, 1 + id % 400, 'y' from interactions where id % 26 = 0 and 1 + id % 400 <> id`.execute(
    db,
  )
  await sql`insert into action_info_used (action_id, info_used) select distinct id, (${sql.val(labels)}::text[])[1 + (id * k) % 6] from actions, generate_series(1, 3) k where id % 4 > 0`.execute(
    db,
  )
}
