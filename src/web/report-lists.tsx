import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { ReportIndex } from '../../templates/report-index.tsx'
import { ReportPage } from '../../templates/report-list.tsx'
import { SavedReportsPart } from '../../templates/saved-reports.tsx'
import type { Ui } from '../../templates/ui.ts'
import { pickWords } from '../../templates/words/pick.ts'
import { countRows } from '../reports/counts.ts'
import { csvOf } from '../reports/csv.ts'
import { csvHeaders, csvStreams } from '../reports/csv-stream.ts'
import { deskZone } from '../reports/period.ts'
import { type Ask, askQuery, type Report, readAsk, type Viewer } from '../reports/report.ts'
import { reportNamed, reports } from '../reports/reports.ts'
import { listRows } from '../reports/rows.ts'
import { sumsOf } from '../reports/sums.ts'
import { may } from '../reps/roles.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'
import { Refusal } from './refusal.ts'
import { columnsOf, filtersOf, isForm, periodField, tidied } from './report-form.ts'
import { savedReportLines } from './saved-reports.tsx'

const rowsOfPage = 50

/** The lists of reports: all of them by name, one with its filters, and the whole of it as a file. Comes after /reports/mine and its like. */
export function reportListPages(desk: Desk): Hono<Web> {
  const files = csvStreams()
  return new Hono<Web>()
    .get('/reports', async (c) => c.html(await index(c, desk)))
    .get('/reports/:name', (c) => list(c, desk))
    .get('/reports/:name/rows.csv', (c) => file(c, desk, files))
}

/** Who asks for numbers: without the deed “team” he sees his own and those of the whole desk. */
export function viewerOf(c: Context<Web>): Viewer {
  const { id, role } = c.get('rep')
  return { repId: id, team: may(role, 'team') }
}

async function index(c: Context<Web>, desk: Desk) {
  const [parts, saved] = await Promise.all([pageParts(c, desk), savedReportLines(c, desk)])
  return (
    <DeskPage {...parts} title={parts.ui.words.reportLists.title} place="reports" shape="page">
      <ReportIndex ui={parts.ui} names={reports.map(({ name }) => name)}>
        <SavedReportsPart ui={parts.ui} reports={saved} />
      </ReportIndex>
    </DeskPage>
  )
}

function reportOf(c: Context<Web>): Report {
  const report = reportNamed(c.req.param('name') ?? '')
  if (!report) throw new Refusal(404, 'missing')
  return report
}

/** A form's address is put in order first, so that the address that is kept and passed on says what it asks for. */
async function list(c: Context<Web>, desk: Desk) {
  const report = reportOf(c)
  const [zone, query] = [await deskZone(desk.readDb), c.req.query()]
  const { ask, faults } = readAsk(report, tidied(query, zone), zone, viewerOf(c))
  if (isForm(query) && faults.length === 0)
    return c.redirect(c.get('ui').url(`/reports/${report.name}?${askQuery(ask)}`), 303)
  const { cursor } = query
  const [parts, count, sums, page, filters] = await Promise.all([
    pageParts(c, desk),
    countRows(desk.readDb, report, ask),
    sumsOf(desk.readDb, report, ask),
    listRows(desk.readDb, report, ask, { cursor, limit: rowsOfPage }),
    filtersOf(desk.readDb, report, { ask, words: c.get('ui').words }),
  ])
  const title = parts.ui.words.reportNames[report.name]?.title ?? report.name
  return c.html(
    <DeskPage {...parts} title={title} place="reports" shape="page">
      <ReportPage
        ui={inZone(c, desk, zone)}
        name={report.name}
        period={periodField(ask)}
        filters={filters}
        columns={columnsOf(report, ask)}
        sort={ask.sort}
        faults={faults}
        count={count}
        sums={sums}
        rows={page.items}
        links={linksOf(report, ask, { next: page.next, query })}
      />
    </DeskPage>,
  )
}

/** Times in a list are those of the days that it was asked for. */
function inZone(c: Context<Web>, desk: Desk, zone: string): Ui {
  const ui = c.get('ui')
  return {
    ...ui,
    dates: desk.dates(pickWords(c.req.header('accept-language'), ui.language).locale, zone, ui.dates.now),
  }
}

type Place = Readonly<{ next: string | null; query: Record<string, string> }>

/** What is kept is the address as it was asked for, so that “me” stays whoever looks. */
function linksOf({ name, sort }: Report, ask: Ask, { next, query }: Place) {
  const self = `/reports/${name}`
  const { cursor, was: _, ...kept } = query
  return {
    self,
    kept: `${self}?${new URLSearchParams(kept)}`,
    csv: `${self}/rows.csv?${askQuery(ask)}`,
    next: next && `${self}?${askQuery(ask, { cursor: next })}`,
    first: cursor ? `${self}?${askQuery(ask)}` : null,
    clear: `${self}?${askQuery({ ...ask, filters: {}, sort })}`,
  }
}

async function file(c: Context<Web>, desk: Desk, files: ReturnType<typeof csvStreams>) {
  const report = reportOf(c)
  const { ask, faults } = readAsk(report, c.req.query(), await deskZone(desk.readDb), viewerOf(c))
  if (faults.length > 0) throw new Refusal(422, 'bad input', c.get('ui').words.reportLists.faults(faults.join(', ')))
  const stream = files.open(csvOf(desk.readDb, report, ask))
  if (!stream) return c.text(c.get('ui').words.reportLists.busy, 503, { 'Retry-After': '60' })
  return c.body(stream as ReadableStream, 200, csvHeaders(report.name))
}
