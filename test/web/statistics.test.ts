import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { countRows } from '../../src/reports/counts.ts'
import { issues, issuesByOrigin } from '../../src/reports/issues.ts'
import { countOverTime, stretchesOf } from '../../src/reports/over-time.ts'
import { ownNumbers } from '../../src/reports/own-numbers.ts'
import { presets, readDay } from '../../src/reports/period.ts'
import { askQuery, readAsk, wholeTeam } from '../../src/reports/report.ts'
import { reportNamed } from '../../src/reports/reports.ts'
import { askOf, readStatisticsAsk, statisticTables } from '../../src/reports/statistic-tables.ts'
import { statistics } from '../../src/reports/statistics.ts'
import { teamColumns, teamNumbers } from '../../src/reports/team-numbers.ts'
import { anApi } from '../api/support.ts'
import { fillDesk } from '../reports/filled-desk.ts'
import { addRep, cookieOf, password, type TestDesk, testDesk } from './desk.ts'

/** With midnights that a clock skips, or goes through twice. */
const zones = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Havana', 'Africa/Cairo', 'Asia/Beirut']
let desk: TestDesk
let db: Database

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  db = made.db
  await fillDesk(db)
  await fillNow(db)
  await addRep(db, { name: 'Rita', email: 'rita@shop.test', password, role: 'rep' })
  await sql`insert into settings (name, value) values ('time_zone', '"Europe/Berlin"')`.execute(db)
  return () => made.stop()
})

test('every number of the statistics, and every column over time, is the total of its list', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...statistics),
      fc.constantFrom(...zones),
      asked,
      async (statistic, zone, query) => {
        const { asked, faults } = readStatisticsAsk(statistic, query, zone, wholeTeam)
        expect(faults).toEqual([])
        const table = (await statisticTables(db, asked)).find(({ name }) => name === statistic.name)!
        for (const { count, list, before, listBefore } of table.lines) {
          expect(await totalOf(list, zone)).toBe(count)
          if (listBefore) expect(await totalOf(listBefore, zone)).toBe(before)
        }
        const ask = askOf(statistics.find(({ name }) => name === 'issuesByOrigin')!, asked)
        const { preset: _, ...days } = ask
        const { stretches } = await countOverTime(db, issues, ask, issuesByOrigin)
        const sum = stretches.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0)
        expect(sum).toBe(await countRows(db, issues, ask))
        for (const { from, to, counts } of stretches.slice(0, 3).concat(stretches.slice(-3)))
          for (const [origin, count] of Object.entries(counts))
            expect(
              await totalOf(`/reports/issues?${askQuery({ ...days, period: { from, to, zone } }, { origin })}`, zone),
            ).toBe(count)
      },
    ),
    { numRuns: 25 },
  )
})

test('the statistics say the same as SQL that was written apart', async () => {
  const { asked } = readStatisticsAsk(
    statistics[0]!,
    { from: '2026-03-25', to: '2026-03-31', origin: 'all' },
    'Europe/Berlin',
    wholeTeam,
  )
  const days = (column: string) =>
    sql`${sql.ref(column)} >= '2026-03-25 00:00+01' and ${sql.ref(column)} < '2026-04-01 00:00+02'`
  const live = sql`select * from issues where deleted_at is null and merged_into_id is null and ${days('openedAt')}`
  const shown = (picklist: string, label: string) => sql`case when ${sql.ref(label)} is null then '(none)'
    when ${sql.ref(label)} in (select label from picklist_items where picklist = ${picklist} and retired_at is null) then ${sql.ref(label)} else '(others)' end`
  const apart = {
    issuesByType: sql`select ${shown('issue_type', 't.type')} as value, count(distinct i.id)::float8 as count from (${live}) i left join issue_types t on t.issue_id = i.id group by 1`,
    issuesByOrigin: sql`select origin as value, count(*)::float8 as count from (${live}) i group by 1`,
    interactionsByOriginator: sql`select originator as value, count(*)::float8 as count from (${held}) n where ${days('n.occurredAt')} group by 1`,
    interactionsByChannel: sql`select case when channel in ('email', 'note') then channel else ${shown('inquired_via', 'channel')} end as value, count(*)::float8 as count from (${held}) n where ${days('n.occurredAt')} group by 1`,
    interactionsByRep: sql`select coalesce(rep_id::text, 'none') as value, count(*)::float8 as count from (${held}) n where ${days('n.occurredAt')} group by 1`,
    actionsByInfoUsed: sql`select ${shown('info_used', 'u.infoUsed')} as value, count(distinct a.id)::float8 as count
      from actions a join interactions n on n.id = a.interaction_id join issues i on i.id = a.issue_id left join action_info_used u on u.action_id = a.id
      where a.deleted_at is null and i.deleted_at is null and ${days('n.occurredAt')} group by 1`,
  }
  const tables = await statisticTables(db, asked)
  for (const statistic of statistics) {
    const { rows } = await sql<{
      value: string
      count: number
    }>`${apart[statistic.name as keyof typeof apart]}`.execute(db)
    const { lines } = tables.find(({ name }) => name === statistic.name)!
    expect(rows.length).toBeGreaterThan(1)
    expect(
      Object.fromEntries(lines.filter(({ count }) => count > 0).map(({ value, count }) => [value, count])),
    ).toEqual(Object.fromEntries(rows.map(({ value, count }) => [value, count])))
  }
})

test('own numbers, the desk’s and the team’s are the totals of their lists, and what SQL written apart says', async () => {
  const own = await ownNumbers(db, { repId: 2, zone: 'Europe/Berlin', viewer: wholeTeam })
  const whole = await ownNumbers(db, { repId: null, zone: 'Europe/Berlin', viewer: wholeTeam })
  expect(new Set(own.map(({ name }) => name)).size).toBe(6)
  for (const { list, count } of [...own, ...whole].flatMap(({ cells }) => cells))
    expect(await totalOf(list, 'Europe/Berlin')).toBe(count)
  const week = sql`((now() at time zone 'Europe/Berlin')::date - 6)::timestamp at time zone 'Europe/Berlin'`
  const did = sql`(select n.* from (${held}) n where n.rep_id = 2 and n.occurred_at >= ${week}) n`
  const { rows } = await sql<Record<'answered' | 'closed' | 'interactions' | 'median', number>>`select
    (select count(*)::float8 from ${did} where originator = 'rep' and channel = 'email') as answered,
    (select count(*)::float8 from issues where closed_by = 2 and deleted_at is null and closed_at >= ${week}) as closed,
    (select count(*)::float8 from ${did}) as interactions,
    (select percentile_disc(0.5) within group (order by first_response_business)::float8 from issues
      where first_response_by = 2 and deleted_at is null and opened_at >= ${week}) as median`.execute(db)
  const cell = (name: string) => own.find((line) => line.name === name)!.cells[1]!
  expect({ ...rows[0]! }).toEqual({
    ...{ answered: cell('answered').count, closed: cell('closed').count, interactions: cell('interactions').count },
    median: cell('firstResponse').seconds,
  })
  expect(rows[0]!.closed).toBeGreaterThan(0)
  const team = await teamNumbers(db, { period: { zone: 'UTC' }, viewer: wholeTeam })
  expect(team.map(({ name }) => name)).toEqual(team.map(({ name }) => name).toSorted())
  for (const { cells } of team)
    for (const column of teamColumns) expect(await totalOf(cells[column].list, 'UTC')).toBe(cells[column].count)
  const sorted = await teamNumbers(db, { period: { zone: 'UTC' }, viewer: wholeTeam, sort: '-closed' })
  expect(sorted.map(({ cells }) => cells.closed.count)).toEqual(
    sorted.map(({ cells }) => cells.closed.count).toSorted((a, b) => b - a),
  )
})

test('every number on the page of statistics opens a list of as many rows', async () => {
  const cookie = await cookieOf(desk)
  const page = await desk.app.request('/reports/statistics?from=2026-03-25&to=2026-03-31&whole=yes', {
    headers: { cookie },
  })
  const html = await page.text()
  const links = [...html.matchAll(/<td class="number"><a href="([^"]*\/reports\/[^"]*)">([\d,]+)<\/a>/g)]
  expect(links.length).toBeGreaterThan(40)
  for (const [, href, text] of links.filter((_, nth) => nth % 9 === 0)) {
    const list = await desk.app.request(href!.replaceAll('&amp;', '&'), { headers: { cookie } })
    expect(list.status).toBe(200)
    expect(await list.text()).toContain(text === '1' ? '1 row' : `${text} rows`)
  }
})

test('the page is there at once, and its parts come by paths of their own, with the same numbers', async () => {
  const headers = { cookie: await cookieOf(desk) }
  const get = async (path: string) => await (await desk.app.request(path, { headers })).text()
  const numbers = (html: string) =>
    [...html.matchAll(/<td class="number"><a href="([^"]*)">([\d,]+)<\/a>/g)].map(String)
  for (const name of ['statistics', 'service']) {
    const path = `/reports/${name}?from=2026-03-25&to=2026-03-31`
    const first = await get(path)
    const whole = await get(`${path}&whole=yes`)
    const parts = [...first.matchAll(/hx-get="([^"]*part=[^"]*)" hx-trigger="load"/g)].map(([, part]) => part!)
    expect([parts.length > 4, numbers(first)]).toEqual([true, []])
    const come = await Promise.all(parts.map((part) => get(part.replaceAll('&amp;', '&'))))
    for (const part of come) expect(part).not.toContain('<html')
    expect(come.flatMap(numbers)).toEqual(numbers(whole))
    expect(first).toMatch(/<noscript>.*whole=yes/s)
  }
})

test('who is signed out while a part comes, comes back to the page and not to the part', async () => {
  const shown = { 'hx-request': 'true', 'hx-current-url': 'http://localhost/reports/service?by=rep' }
  const part = '/reports/service?by=rep&part=waits'
  const answer = await desk.app.request(part, { headers: shown })
  expect([answer.status, answer.headers.get('hx-redirect')]).toEqual([
    401,
    `/sign-in?next=${encodeURIComponent('/reports/service?by=rep')}`,
  ])
})

test('charts have a title, a description and ids of their own', async () => {
  const cookie = await cookieOf(desk)
  for (const path of ['/reports/statistics?period=all&whole=yes', '/reports/mine']) {
    const html = await (await desk.app.request(path, { headers: { cookie } })).text()
    const charts = html.match(/<svg class="chart-svg[\s\S]*?<\/desc>/g)!
    expect(charts.length).toBe(path.includes('mine') ? 1 : 7)
    for (const chart of charts)
      expect(chart).toMatch(/<title id="[\w-]+">[^<]+<\/title><desc id="[\w-]+">[^<]+<\/desc>/)
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test('a rep sees himself and the whole desk; who has the deed “team” sees everybody, by page and by API', async () => {
  const rita = await cookieOf(desk, 'rita@shop.test')
  const seen = await (await desk.app.request('/reports/mine?period=all', { headers: { cookie: rita } })).text()
  expect(seen).not.toContain('id="team"')
  const statisticsPage = await (
    await desk.app.request('/reports/statistics?period=all&whole=yes', { headers: { cookie: rita } })
  ).text()
  expect(statisticsPage).not.toContain('Rep 2')
  const boss = await (
    await desk.app.request('/reports/mine?period=all', { headers: { cookie: await cookieOf(desk) } })
  ).text()
  expect(boss).toContain('id="team"')
  expect(boss).toContain('Rep 2')
  const [rep, admin] = [await anApi(db, { repEmail: 'rita@shop.test' }), await anApi(db, { role: 'admin' })]
  expect((await rep.send('GET', '/reports/mine')).body).toMatchObject({
    team: null,
    periods: ['today', 'week', 'month'],
  })
  expect((await admin.send('GET', '/reports/mine?period=all')).body).toMatchObject({
    own: null,
    team: expect.arrayContaining([expect.objectContaining({ name: 'Rep 2' })]),
  })
  const answer = await admin.send('GET', '/reports/statistics?from=2026-03-25&to=2026-03-31')
  expect(answer.body).toMatchObject({ before: { from: '2026-03-18', to: '2026-03-24', zone: 'Europe/Berlin' } })
  const line = answer.body.statistics[0].lines[0]
  expect((await admin.send('GET', line.list)).body.total).toBe(line.count)
  const wrong = await admin.send('GET', '/reports/statistics?origin=mars&from=yesterday&order=up')
  expect(wrong).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/from.*origin.*order/) } })
  expect((await admin.send('GET', '/reports/mine?period=never')).status).toBe(422)
})

test('stretches cover every day of a period once, and never are many', () => {
  const day = fc
    .date({ min: new Date('1971-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [from, to] = [a, b].toSorted() as [string, string]
      const { stretches } = stretchesOf({ from, to })
      expect([stretches[0]!.from, stretches.at(-1)!.to]).toEqual([from, to])
      for (const [nth, { from: start, to: end }] of stretches.entries()) {
        expect(readDay(start) && readDay(end) && start <= end).toBe(true)
        if (nth > 0) expect(Date.parse(start) - Date.parse(stretches[nth - 1]!.to)).toBe(86_400_000)
      }
      expect(stretches.length).toBeLessThan(230)
    }),
  )
})

const someDay = fc
  .date({ min: new Date('2026-03-20'), max: new Date('2026-04-12'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const asked = fc.record(
  {
    from: someDay,
    to: someDay,
    period: fc.constantFrom(...presets),
    origin: fc.constantFrom('human', 'automatic', 'campaign', 'all'),
    order: fc.constantFrom('most', 'name'),
  },
  { requiredKeys: [] },
)

/** An interaction counts unless all that it did was taken back. */
const held = sql`select n.* from interactions n where not exists (select from actions a where a.interaction_id = n.id)
  or exists (select from actions a where a.interaction_id = n.id and a.deleted_at is null)`

/** How many rows the list at a path has, which must take every parameter of it. */
async function totalOf(path: string, zone: string): Promise<number> {
  const { pathname, searchParams } = new URL(path, 'http://desk.invalid')
  const report = reportNamed(pathname.replace('/reports/', ''))!
  const query = Object.fromEntries(searchParams)
  const { ask, faults } = readAsk(report, query, zone)
  expect(faults).toEqual([])
  expect(
    Object.keys(query).every((name) => ['from', 'to', 'period', 'sort'].includes(name) || name in report.filters),
  ).toBe(true)
  return countRows(db, report, ask)
}

/** What reps did in the last days: closings, answers, and what customers said of them. */
async function fillNow(db: Database) {
  await sql`update issues set closed_by = 1 + id % 3, closed_at = now() - id * interval '1 hour', first_response_by = 1 + id % 3, first_response_seconds = id * 7,
      first_response_business = id * 5, opened_at = now() - (id + 3) * interval '1 hour' where id % 4 = 0`.execute(db)
  await sql`update interactions set occurred_at = now() - id * interval '1 hour' where id % 4 = 1`.execute(db)
  await sql`insert into csat_questions (issue_id, user_identification_id, rep_id, choices, question) select id, user_identification_id, closed_by, 3, 'Well?' from issues where id % 8 = 0 and closed_by is not null`.execute(
    db,
  )
  await sql`insert into csat_answers (question_id, issue_id, rep_id, score, choices, at) select id, issue_id, rep_id, 1 + id % 3, 3, now() - id * interval '5 hours' from csat_questions`.execute(
    db,
  )
}
