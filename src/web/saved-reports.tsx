import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { SavedReportPage } from '../../templates/saved-report.tsx'
import { type SavedReportLine, SavedReportsPage } from '../../templates/saved-reports.tsx'
import { cadences } from '../database/tables-saved-reports.ts'
import { savedReportHistory } from '../desk/saved-report-history.ts'
import { keeperOf, mayKeep, type ReportKeeper, type SavedReport, type Schedule } from '../desk/saved-report-values.ts'
import {
  changeSavedReport,
  createSavedReport,
  getSavedReport,
  leaveSavedReport,
  listSavedReports,
  type SavedReportResult,
} from '../desk/saved-reports.ts'
import { nextDue } from '../reports/due-reports.ts'
import { deskZone } from '../reports/period.ts'
import { listReportSends, sendReportNow } from '../reports/report-sends.ts'
import { savedAddress } from '../reports/saved-address.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Reports under a name: to open, to share, to get by mail. To whom they belong is asked here, not of the role. */
export function savedReportPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/saved-reports', async (c) => {
      const [parts, reports] = await Promise.all([pageParts(c, desk), savedReportLines(c, desk)])
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.savedReports.title} place="reports" shape="page">
          <SavedReportsPage ui={parts.ui} reports={reports} />
        </DeskPage>,
      )
    })
    .post('/saved-reports', (c) => save(c, desk))
    .get('/saved-reports/:id', (c) => one(c, desk))
    .post('/saved-reports/:id', (c) => change(c, desk))
    .post('/saved-reports/:id/delete', async (c) => {
      const done = await desk.db
        .transaction()
        .execute((tx) => changeSavedReport(tx, keeper(c), idOf(c), { deleted: true }))
      return goOn(c, '/saved-reports', { done: reportOf(done).changeId })
    })
    .post('/saved-reports/:id/leave', async (c) => {
      const id = idOf(c)
      const done = await desk.db.transaction().execute((tx) => leaveSavedReport(tx, actorOf(c), id))
      return goOn(c, `/saved-reports/${id}`, said(reportOf(done).changeId))
    })
    .post('/saved-reports/:id/send', async (c) => {
      const { id } = await known(c, desk)
      const sent = await desk.db.transaction().execute((tx) => sendReportNow(tx, id, c.get('rep').id))
      if (sent === 'too many') throw new Refusal(422, 'bad input', c.get('ui').words.savedReports.tooMany)
      return goOn(c, `/saved-reports/${id}`, { said: 'reportAsked' })
    })
}

/** The reader's own saved reports and the shared ones, for any page of reports. */
export async function savedReportLines(c: Context<Web>, { db }: Desk): Promise<SavedReportLine[]> {
  const reports = await listSavedReports(db, c.get('rep').id)
  return reports.map((report) => ({ ...report, mine: mayKeep(keeper(c), report) }))
}

function keeper(c: Context<Web>): ReportKeeper {
  return keeperOf(actorOf(c), c.get('rep').role)
}

async function known(c: Context<Web>, { db }: Desk): Promise<SavedReport> {
  const report = await getSavedReport(db, idOf(c), c.get('rep').id)
  if (!report) throw new Refusal(404, 'missing')
  return report
}

async function save(c: Context<Web>, { db }: Desk) {
  const { name = '', address = '', shared } = await formOf(c)
  const saved = savedAddress(address)
  if (saved === undefined) throw new Refusal(422, 'bad input')
  const wish = { name, address: saved, shared: shared === 'yes' && keeper(c).share }
  const done = await db.transaction().execute((tx) => createSavedReport(tx, keeper(c), wish))
  return goOn(c, saved, { done: reportOf(done).changeId })
}

type Typed = Readonly<{ typed: SavedReport; problem: string }>

async function one(c: Context<Web>, desk: Desk, again?: Typed) {
  const { db } = desk
  const [report, repId] = [await known(c, desk), c.get('rep').id]
  const mine = mayKeep(keeper(c), report)
  const zone = await deskZone(db)
  const [parts, reps, nextAt, sends, changes] = await Promise.all([
    pageParts(c, desk),
    mine ? repsFor(desk, report, keeper(c).share ? undefined : repId) : [],
    nextDue(db, report, zone),
    listReportSends(db, report.id, mine ? undefined : repId),
    mine ? savedReportHistory(db, report.id) : [],
  ])
  return c.html(
    <DeskPage {...parts} title={report.name} place="reports" shape="page">
      <SavedReportPage ui={parts.ui} {...{ report, mine, reps, zone, nextAt, sends, changes, ...again }} />
    </DeskPage>,
    again ? 422 : 200,
  )
}

/** Whom it may go to: active reps, oneself first, and those who get it already; `only`, where that is no other. */
async function repsFor({ db }: Desk, { repIds }: SavedReport, only: number | undefined) {
  return db
    .selectFrom('reps')
    .select(['id', 'name'])
    .where((e) =>
      e.or([
        ...(repIds.length > 0 ? [e('id', 'in', repIds)] : []),
        only === undefined ? e('deactivatedAt', 'is', null) : e('id', '=', only),
      ]),
    )
    .orderBy('name')
    .limit(500)
    .execute()
}

async function change(c: Context<Web>, desk: Desk) {
  const report = await known(c, desk)
  const wish = await wishOf(c, report)
  const done = await desk.db.transaction().execute((tx) => changeSavedReport(tx, keeper(c), report.id, wish))
  if (typeof done === 'object' && 'problem' in done)
    return one(c, desk, { typed: { ...report, ...wish }, problem: done.problem })
  if (typeof done === 'object' && 'newer' in done) return goOn(c, `/saved-reports/${report.id}`, { said: 'conflict' })
  return goOn(c, `/saved-reports/${report.id}`, said(reportOf(done).changeId))
}

/** A form as it was posted. What a cadence does not ask for stays, so that a slip of the choice loses nothing. */
async function wishOf(c: Context<Web>, report: SavedReport) {
  const form = await bodyOf(c, true)
  const text = (name: string) => (typeof form[name] === 'string' ? form[name].replaceAll('\0', '') : '')
  const cadence = cadences.find((one) => one === text('cadence')) ?? null
  const asked = [form.repIds].flat().flatMap((one) => (typeof one === 'string' ? (idIn(one) ?? []) : []))
  const schedule: Schedule = {
    cadence,
    onDay: wholeOf(text(cadence === 'monthly' ? 'monthday' : 'weekday')) ?? 1,
    atHour: wholeOf(text('hour')) ?? report.atHour,
    repIds: cadence === null ? report.repIds : asked,
  }
  const version = idIn(text('version')) ?? report.version
  return { name: text('name'), shared: text('shared') === 'yes', version, ...schedule }
}

function wholeOf(text: string): number | undefined {
  return /^\d{1,2}$/.test(text) ? Number(text) : undefined
}

function said(changeId: number | null) {
  return changeId === null ? { said: 'unchanged' } : { done: changeId }
}

function reportOf(done: SavedReportResult) {
  if (done === 'not found') throw new Refusal(404, 'missing')
  if (done === 'not yours') throw new Refusal(403, 'role')
  if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
  if ('newer' in done) throw new Refusal(409, 'bad input')
  return done
}
