import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { startCron } from '../../src/jobs/cron.ts'
import { testDatabase } from '../support/database.ts'
import { lossyWay } from '../support/lossy-way.ts'

test('a task that ends while the database is away ends no process, and is done once', async () => {
  const { db, url } = await testDatabase()
  const way = await lossyWay(url)
  let runs = 0
  const run = async () => {
    runs += 1
    way.shut(true)
  }
  const cron = await startCron(way.url, [{ name: 'count-ants', pattern: '0 0 1 1 *', run }], pino({ level: 'silent' }))
  onTestFinished(() => cron.stop())
  await sql`select graphile_worker.add_job('count-ants')`.execute(db)
  await expect.poll(() => runs > 0 && way.refused(), { timeout: 30_000 }).toBeGreaterThan(0)
  way.shut(false)
  const left = () => sql`select from graphile_worker._private_jobs`.execute(db).then(({ rows }) => rows.length)
  await expect.poll(left, { timeout: 60_000 }).toBe(0)
  expect(runs).toBe(1)
}, 120_000)
