import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { dismissSurge, findSurges, isSurge, listSurges } from '../../src/desk/surges.ts'
import { undo } from '../../src/desk/undo.ts'
import { countRows } from '../../src/reports/counts.ts'
import { issues } from '../../src/reports/issues.ts'
import { readAsk } from '../../src/reports/report.ts'
import { cloneDatabase } from '../support/database.ts'
import { aPerson } from '../support/desk.ts'
import { type Database, inTx, system } from './support.ts'

let db: Database
const zone = 'Europe/Berlin'
/** A Thursday, four days after clocks went forward. */
const now = new Date('2026-04-02T12:00:00Z')

beforeAll(async () => {
  const made = await cloneDatabase()
  db = made.db
  const person = await aPerson(db)
  // Two "delay" a day for ten weeks, one "return" every other day, and one of each kind of what does not count.
  const add = async (type: string, hours: readonly number[], more = '') => {
    await sql`with i as (insert into issues (user_identification_id, subject, opened_at, origin)
      select ${person}, 'x', ${now}::timestamptz - h * interval '1 hour', ${more || 'human'} from unnest(${[...hours]}::float8[]) h returning id)
      insert into issue_types select id, ${type} from i`.execute(db)
  }
  const days = Array.from({ length: 70 }, (_, day) => day + 4)
  await add(
    'delay',
    days.flatMap((day) => [day * 24 + 3, day * 24 + 9]),
  )
  await add(
    'return',
    days.filter((day) => day % 2 === 0).map((day) => day * 24),
  )
  await add('delay', [1, 2, 3, 26, 27, 30, 40, 50, 51, 52, 60, 61, 62, 65, 66, 67, 68, 70, 71])
  await add('return', [5, 30])
  await add(
    'steady',
    Array.from({ length: 24 * 70 }, (_, hour) => hour),
  )
  await add(
    'bulk',
    Array.from({ length: 40 }, (_, n) => n / 2),
    'automatic',
  )
  return () => made.stop()
})

test('a type with three times the usual of the same weekdays surges; steady ones and automatic mail do not', async () => {
  await findSurges(db, zone, now)
  const surges = await listSurges(db)
  expect(surges).toMatchObject([{ type: 'delay', count: 19, usual: 6, weeks: 8 }])
  expect(+surges[0]!.since).toBe(+now - 72 * 3_600_000)
})

test('its number is that of the rows of the list that it links to', async () => {
  const [surge] = await listSurges(db)
  const { ask, faults } = readAsk(issues, { surge: String(surge!.id), period: 'all' }, zone)
  expect(faults).toEqual([])
  expect(await countRows(db, issues, ask)).toBe(surge!.count)
})

test('one that goes on keeps its number and beginning, also once dismissed, and the dismissal can be undone', async () => {
  const [surge] = await listSurges(db)
  const done = await inTx(db, (tx) => dismissSurge(tx, system, surge!.id))
  expect(await inTx(db, (tx) => dismissSurge(tx, system, surge!.id))).toBe('dismissed already')
  await findSurges(db, zone, new Date(+now + 600_000))
  expect(await listSurges(db)).toEqual([])
  expect(await listSurges(db, { all: true })).toMatchObject([{ id: surge!.id, since: surge!.since }])
  const undone = await inTx(db, (tx) => undo(tx, system, (done as { changeId: number }).changeId))
  expect(await listSurges(db)).toHaveLength(1)
  await inTx(db, (tx) => undo(tx, system, (undone as { changeId: number }).changeId))
  expect(await listSurges(db)).toEqual([])
})

test('it ends when it is usual again, and the same type may surge anew later', async () => {
  await findSurges(db, zone, new Date(+now + 10 * 86_400_000))
  expect(await listSurges(db, { all: true })).toEqual([])
  await findSurges(db, zone, now)
  expect(await listSurges(db)).toHaveLength(1)
})

test('few issues, unknown weeks and what scatters as much anyway are no surge', () => {
  expect(isSurge({ count: 5, weeks: 8, mean: 0.25, variance: 0.2 })).toBe(true)
  expect(isSurge({ count: 4, weeks: 8, mean: 0, variance: 0 })).toBe(false)
  expect(isSurge({ count: 50, weeks: 1, mean: 5, variance: 5 })).toBe(false)
  expect(isSurge({ count: 30, weeks: 8, mean: 14, variance: 100 })).toBe(false)
  expect(isSurge({ count: 30, weeks: 8, mean: 14, variance: 9 })).toBe(true)
})
