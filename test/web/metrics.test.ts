import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { createApp } from '../../src/web/app.ts'
import { createHealth } from '../../src/web/health.ts'
import { cookieOf, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  return () => made.stop()
})

test('a scrape tells how the desk does, and nothing of whom it serves', async () => {
  const { issueId } = await fileMail(desk.db, { from: 'maria@example.test', subject: 'Sand everywhere' })
  await sql`update deliveries set settled_at = received_at + interval '2 seconds'`.execute(desk.db)
  const app = createApp({ ...desk.parts, api: createApi(desk.parts), health: createHealth(desk.db, {}) })
  const cookie = await cookieOf(desk)
  for (const path of [`/issues/${issueId}`, '/issues/999999', '/no/such/page', '/issues?q=secret'])
    await app.request(path, { headers: { cookie } })
  await app.request('/api/v1/issues/7')
  await app.request('/issues/7', { method: 'BREW' })
  const text = await (await app.request('/metrics')).text()
  const value = (series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(series))
        ?.split(' ')[1],
    )
  const count = 'antfarm_http_request_duration_seconds_count'
  expect(value(`${count}{method="GET",route="/issues/:id",status="200"}`)).toBe(1)
  expect(value(`${count}{method="GET",route="none",status="404"}`)).toBe(2)
  expect(value('antfarm_mail_held ')).toBe(0)
  expect(text).toContain('status="401"')
  expect(text).not.toMatch(/maria|Sand|secret|BREW|\/issues\/\d|example\.test/)
  expect(value('antfarm_mail_filing_seconds{quantile="0.95"}')).toBe(2)
  expect(value('antfarm_letters{state="failed"}')).toBe(0)
  expect(value('antfarm_letters_late_seconds')).toBe(0)
  expect(value('antfarm_database_connections{state="active"}')).toBeGreaterThan(0)
  expect(value('antfarm_database_connections_max')).toBeGreaterThan(10)
  expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0)
})
