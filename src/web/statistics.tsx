import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { OverTimeChart, StatisticCharts, StatisticsPage } from '../../templates/statistics.tsx'
import { issues, issuesByOrigin } from '../reports/issues.ts'
import { countOverTime } from '../reports/over-time.ts'
import { deskZone, periodBefore, presets } from '../reports/period.ts'
import { askQuery, type Query } from '../reports/report.ts'
import { askOf, readStatisticsAsk, type StatisticsAsk, statisticGroups, tablesOf } from '../reports/statistic-tables.ts'
import { statistics } from '../reports/statistics.ts'
import type { Desk, Web } from './desk.ts'
import { answerParts, type Part } from './later-part.tsx'
import { pageParts } from './page.ts'
import { viewerOf } from './report-lists.tsx'

/** What came and what was done, counted; by reps only as far as the reader may see. */
export function statisticsPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/reports/statistics', (c) => answer(c, desk))
}

const byOrigin = statistics.find(({ name }) => name === 'issuesByOrigin')!

async function answer(c: Context<Web>, desk: Desk) {
  const { asked, faults } = readStatisticsAsk(statistics[0]!, c.req.query(), await deskZone(desk.readDb), viewerOf(c))
  const address = (change: Query) => addressOf({ ...asked.query, ...change })
  return answerParts(c, desk, { parts: partsOf(c, desk, asked), address }, async (children) => {
    const { ui, ...parts } = await pageParts(c, desk)
    return (
      <DeskPage {...{ ui, ...parts }} title={ui.words.statistics.title} place="reports" shape="page">
        <StatisticsPage {...{ ui, asked, presets, faults, address }} before={periodBefore(asked.period)}>
          {children}
        </StatisticsPage>
      </DeskPage>
    )
  })
}

/** How it came over time, and each look at the rows of a report. */
function partsOf(c: Context<Web>, { readDb: db }: Desk, asked: StatisticsAsk): Part[] {
  const ui = c.get('ui')
  const before = periodBefore(asked.period)
  const groups = [...statisticGroups].map(([name, of]) => ({
    ...{ name, title: ui.words.statistics.names[name]!.title },
    part: async () => <StatisticCharts ui={ui} tables={await tablesOf(db, of, asked)} before={before} />,
  }))
  return [{ name: 'overTime', title: ui.words.statistics.overTime, part: () => overTime(c, db, asked) }, ...groups]
}

async function overTime(c: Context<Web>, db: Desk['readDb'], asked: StatisticsAsk) {
  const ask = askOf(byOrigin, asked)
  const { preset: _, ...ofDays } = ask
  const stretchList = ({ from, to }: { from: string; to: string }, origin: string) =>
    `/reports/issues?${askQuery({ ...ofDays, period: { from, to, zone: asked.period.zone } }, { origin })}`
  const counted = await countOverTime(db, issues, ask, issuesByOrigin)
  return <OverTimeChart ui={c.get('ui')} overTime={counted} stretchList={stretchList} />
}

function addressOf(query: Query): string {
  const named = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return `/reports/statistics?${new URLSearchParams(named)}`
}
