import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { OwnNumbersPage } from '../../templates/own-numbers.tsx'
import type { Database } from '../database/connection.ts'
import { interactions, interactionsByRep } from '../reports/interactions.ts'
import { countOverTime } from '../reports/over-time.ts'
import { ownNumbers, ownPeriods } from '../reports/own-numbers.ts'
import { deskZone, type Period, type Preset, periodBefore, periodOf, presets } from '../reports/period.ts'
import { askQuery, type Viewer } from '../reports/report.ts'
import { teamColumns, teamNumbers } from '../reports/team-numbers.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'
import { viewerOf } from './report-lists.tsx'

/** What the reader did himself; what others did by name only for those whose role says so. */
export function ownNumberPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/reports/mine', async (c) => c.html(await page(c, desk)))
}

async function page(c: Context<Web>, desk: Desk) {
  const db = desk.readDb
  const viewer = viewerOf(c)
  const [parts, zone] = await Promise.all([pageParts(c, desk), deskZone(db)])
  const last = periodOf('days30', zone)
  const [own, whole, days, daysBefore, team] = await Promise.all([
    ownNumbers(db, { repId: viewer.repId, zone, viewer }),
    ownNumbers(db, { repId: null, zone, viewer }),
    ownDays(db, viewer, last),
    ownDays(db, viewer, periodBefore(last)!),
    viewer.team ? teamOf(c, db, zone, viewer) : undefined,
  ])
  const dayList = ({ from, to }: { from: string; to: string }) =>
    `/reports/interactions?${askQuery(ownAsk(viewer, { from, to, zone }))}`
  return (
    <DeskPage {...parts} title={parts.ui.words.ownNumbers.title} place="reports" shape="page">
      <OwnNumbersPage ui={parts.ui} periods={ownPeriods} desk={whole} {...{ own, days, daysBefore, dayList, team }} />
    </DeskPage>
  )
}

function ownAsk(viewer: Viewer, period: Period) {
  return { period, sort: interactions.sort, filters: { rep: String(viewer.repId) }, viewer }
}

function ownDays(db: Database, viewer: Viewer, period: Period) {
  return countOverTime(db, interactions, ownAsk(viewer, period), interactionsByRep)
}

const sorts = ['name', ...teamColumns].flatMap((column) => [column, `-${column}`])

async function teamOf(c: Context<Web>, db: Database, zone: string, viewer: Viewer) {
  const preset = presets.find((one) => one === c.req.query('period')) ?? 'month'
  const sort = sorts.find((one) => one === c.req.query('sort')) ?? 'name'
  const lines = await teamNumbers(db, { period: periodOf(preset, zone), preset, sort, viewer })
  const address = (period: Preset, by: string) =>
    `/reports/mine?${new URLSearchParams({ period, ...(by !== 'name' && { sort: by }) })}#team`
  return { lines, columns: teamColumns, presets, preset, sort, address }
}
