import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { StatisticsPage } from '../../templates/statistics.tsx'
import { issues, issuesByOrigin } from '../reports/issues.ts'
import { countOverTime } from '../reports/over-time.ts'
import { deskZone, periodBefore, presets } from '../reports/period.ts'
import { askQuery, type Query } from '../reports/report.ts'
import { askOf, readStatisticsAsk, statisticTables } from '../reports/statistic-tables.ts'
import { statistics } from '../reports/statistics.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'
import { viewerOf } from './report-lists.tsx'

/** What came and what was done, counted; by reps only as far as the reader may see. */
export function statisticsPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/reports/statistics', async (c) => c.html(await page(c, desk)))
}

const byOrigin = statistics.find(({ name }) => name === 'issuesByOrigin')!

async function page(c: Context<Web>, desk: Desk) {
  const db = desk.readDb
  const [parts, zone] = await Promise.all([pageParts(c, desk), deskZone(db)])
  const { asked, faults } = readStatisticsAsk(statistics[0]!, c.req.query(), zone, viewerOf(c))
  const ask = askOf(byOrigin, asked)
  const [overTime, tables] = await Promise.all([
    countOverTime(db, issues, ask, issuesByOrigin),
    statisticTables(db, asked),
  ])
  const { preset: _, ...ofDays } = ask
  const stretchList = ({ from, to }: { from: string; to: string }, origin: string) =>
    `/reports/issues?${askQuery({ ...ofDays, period: { from, to, zone } }, { origin })}`
  return (
    <DeskPage {...parts} title={parts.ui.words.statistics.title} place="reports" shape="page">
      <StatisticsPage
        {...{ ui: parts.ui, asked, presets, faults, tables, overTime, stretchList }}
        before={periodBefore(asked.period)}
        address={(change) => addressOf({ ...asked.query, ...change })}
      />
    </DeskPage>
  )
}

function addressOf(query: Query): string {
  const named = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return `/reports/statistics?${new URLSearchParams(named)}`
}
