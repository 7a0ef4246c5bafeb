import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { countRows } from '../../src/reports/counts.ts'
import { issues } from '../../src/reports/issues.ts'
import { type Ask, readAsk } from '../../src/reports/report.ts'
import {
  askMeasured,
  measures,
  type Times,
  timeDimensions,
  timesBy,
  timesOf,
  timesOver,
} from '../../src/reports/response-times.ts'
import { listRows } from '../../src/reports/rows.ts'
import { testDatabase } from '../support/database.ts'

const zone = 'Europe/Berlin'

it('medians, 90th percentiles and counts are those of the list that they stand on', { timeout: 30_000 }, async () => {
  const { db } = await testDatabase()
  await fillDesk(db)
  for (const measure of measures)
    for (const query of [{}, { from: '2026-03-23', to: '2026-04-02', origin: 'human' }]) {
      const { ask } = readAsk(issues, query, zone)
      const check = async (times: Times, asked: Ask) => {
        const list = askMeasured(asked, measure)
        const { items } = await listRows(db, issues, list, { limit: 500 })
        expect([times.count, times.count]).toEqual([items.length, await countRows(db, issues, list)])
        const [clock, business] = measure.columns.map((column) => items.map((row) => Number(row[column])))
        expect(times).toMatchObject({ median: share(clock!, 0.5), p90: share(clock!, 0.9) })
        expect(times).toMatchObject({ medianBusiness: share(business!, 0.5), p90Business: share(business!, 0.9) })
      }
      await check((await timesOf(db, measure, ask))!, ask)
      for (const dimension of [...Object.values(timeDimensions), measure.byRep])
        for (const line of await timesBy(db, measure, ask, dimension)) {
          await check(line, { ...ask, filters: { ...ask.filters, [dimension.filter]: line.value } })
        }
      for (const unit of ['week', 'month'] as const) {
        const over = await timesOver(db, measure, ask, unit)
        for (const line of over) await check(line, { ...ask, period: { from: line.from, to: line.to, zone } })
        expect(over.reduce((sum, { count }) => sum + count, 0)).toBe((await timesOf(db, measure, ask))!.count)
      }
    }
})

it('nothing that has such a time is no number', async () => {
  const { db } = await testDatabase()
  expect(await timesOf(db, measures[0]!, readAsk(issues, {}, zone).ask)).toBeUndefined()
})

/** The smallest value that at least this share of them does not exceed. */
function share(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * part) - 1)]!
}

async function fillDesk(db: Database) {
  await sql`insert into reps (name, email) select 'Rep ' || n, 'rep' || n || '@shop.test' from generate_series(1, 3) n`.execute(
    db,
  )
  await sql`insert into groups (name) values ('Returns'), ('Second level')`.execute(db)
  await sql`insert into picklist_items (picklist, label, position) values ('issue_type', 'delay', 1)`.execute(db)
  await sql`insert into user_identifications (first_names) select 'Person ' || n from generate_series(1, 9) n`.execute(
    db,
  )
  await sql`insert into issues (user_identification_id, subject, group_name, opened_at, closed_at, closed_by, deleted_at, first_response_seconds,
      first_response_business, first_response_by, next_response_seconds, next_response_business, resolution_seconds, resolution_business)
    select 1 + n % 9, 'Subject', (array['Returns', 'Second level', null])[1 + n % 3], timestamptz '2026-03-20 00:00+00' + n * interval '77 minutes',
      case when n % 2 = 0 then timestamptz '2026-04-20 00:00+00' end, case when n % 4 = 0 then 1 + n % 3 end, case when n % 17 = 0 then now() end,
      case when n % 3 > 0 then n * 7919 % 86400 end, case when n % 3 > 0 then n * 7919 % 40000 end, case when n % 5 > 0 then 1 + n % 3 end,
      case when n % 4 > 1 then n * 31 % 7200 end, case when n % 4 > 1 then n * 31 % 3600 end,
      case when n % 2 = 0 then n * 977 % 500000 end, case when n % 2 = 0 then n * 977 % 90000 end
    from generate_series(1, 400) n`.execute(db)
  await sql`insert into issue_types (issue_id, type) select id, case when id % 3 = 0 then 'delay' else 'odd ' || id % 2 end
    from issues where id % 5 > 0`.execute(db)
}
