import type { SavedReport } from '../src/desk/saved-report-values.ts'
import { Popover } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** A saved report in a list; `mine`: the reader may change it. */
export type SavedReportLine = SavedReport & Readonly<{ mine: boolean }>

/** Keeps a page of reports under a name; `address` is its own, without BASE_PATH. Works without script. */
export function SaveReport({ ui, address }: { ui: Ui; address: string }) {
  const words = ui.words.savedReports
  const label = (
    <>
      {icon('bookmark')} {words.save}
    </>
  )
  return (
    <Popover label={label} title={words.saveHint} class="save-report">
      <form method="post" action={ui.url('/saved-reports')} class="pop-form">
        <input type="hidden" name="address" value={address} />
        <label for="saved-report-name">{words.name}</label>
        <input id="saved-report-name" name="name" maxlength={100} required autocomplete="off" />
        {mayShare(ui) && (
          <label class="choice">
            <input type="checkbox" name="shared" value="yes" /> {words.shared}
          </label>
        )}
        <button type="submit" class="button primary">
          {words.keep}
        </button>
      </form>
    </Popover>
  )
}

/** As keeperOf() of the desk says. */
export function mayShare(ui: Ui): boolean {
  return ui.may('work') || ui.may('campaigns') || ui.may('team')
}

/** Saved reports above the list of all reports; nothing where there is none. */
export function SavedReportsPart({ ui, reports }: { ui: Ui; reports: readonly SavedReportLine[] }) {
  const words = ui.words.savedReports
  if (reports.length === 0) return null
  return (
    <section class="saved-reports">
      <h2>{words.title}</h2>
      <SavedReportList ui={ui} reports={reports.slice(0, 12)} />
      {reports.length > 12 && <a href={ui.url('/saved-reports')}>{words.all}</a>}
    </section>
  )
}

/** Every saved report that the reader may see. */
export function SavedReportsPage({ ui, reports }: { ui: Ui; reports: readonly SavedReportLine[] }) {
  const words = ui.words.savedReports
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <BackToReports ui={ui} />
        <h1>{words.title}</h1>
        <p class="quiet measure">{words.lead}</p>
      </header>
      {reports.length === 0 ? (
        <div class="empty">
          {icon('bookmark')}
          <p>{words.empty}</p>
          <a href={ui.url('/reports')}>{words.browse}</a>
        </div>
      ) : (
        <SavedReportList ui={ui} reports={reports} />
      )}
    </main>
  )
}

export function BackToReports({ ui }: { ui: Ui }) {
  return (
    <p class="report-back">
      <a href={ui.url('/reports')}>
        {icon('chevron-left')} {ui.words.reportLists.title}
      </a>
    </p>
  )
}

function SavedReportList({ ui, reports }: { ui: Ui; reports: readonly SavedReportLine[] }) {
  const words = ui.words.savedReports
  return (
    <ul class="ledger">
      {reports.map((report) => (
        <li class="ledger-item">
          {icon(report.cadence ? 'mail' : 'bookmark')}
          <div class="ledger-main">
            <p class="ledger-top">
              <a href={ui.url(report.address)}>
                <strong>{report.name}</strong>
              </a>
              <span class="quiet">{whose(ui, report)}</span>
            </p>
            <p class="quiet">
              {[whatOf(ui, report.address), mailOf(ui, report)].filter(Boolean).join(' · ')}
              {report.mine && report.cadence === null && (
                <>
                  {' · '}
                  <a href={ui.url(`/saved-reports/${report.id}#by-mail`)}>{words.sendByMail}</a>
                </>
              )}
            </p>
          </div>
          <a class="button" href={ui.url(`/saved-reports/${report.id}`)} aria-label={`${words.manage}: ${report.name}`}>
            {icon(report.mine ? 'pencil' : 'info')} {report.mine ? words.manage : words.mail}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Who sees it and whose it is. */
export function whose(ui: Ui, { shared, owner, repId }: SavedReport): string {
  const words = ui.words.savedReports
  if (!shared) return words.own
  return repId === ui.rep?.id || owner === null ? words.everybody : `${words.everybody}, ${words.of(owner)}`
}

/** “Issues, last 30 days, type”: what it shows, in short. */
export function whatOf(ui: Ui, address: string): string {
  const { reportNames, reportLists, reportTabs } = ui.words
  const { pathname, searchParams } = new URL(address, 'http://desk.invalid')
  const page = pathname.split('/')[2] ?? ''
  const tabs: Readonly<Record<string, string>> = reportTabs.names
  const presets: Readonly<Record<string, string>> = reportLists.presets
  const days = [searchParams.get('from'), searchParams.get('to')].filter(Boolean).join(' – ')
  const preset = presets[searchParams.get('period') ?? ''] ?? days
  const values = [...searchParams].filter(([name]) => !['period', 'from', 'to', 'sort'].includes(name))
  const asked = values
    .slice(0, 4)
    .map(([name, value]) => [
      ui.words.reportFields[name] ?? name,
      ui.words.reportValues[name]?.[value] ?? value.slice(0, 60),
    ])
    .map(([name, said]) => `${name}: ${said}`)
  return [reportNames[page]?.title ?? tabs[page] ?? page, preset, ...asked].filter(Boolean).join(', ')
}

/** “Every Monday at 8:00 to 3 reps”; empty where it is not sent. */
export function mailOf(ui: Ui, { cadence, onDay, atHour, repIds }: SavedReport): string {
  const words = ui.words.savedReports
  if (cadence === null) return ''
  const hour = hourText(atHour)
  const times = {
    daily: () => words.schedule.daily(hour),
    weekly: () => words.schedule.weekly(words.weekdays[onDay - 1] ?? '', hour),
    monthly: () => words.schedule.monthly(onDay, hour),
  }
  const toReader = ui.rep && repIds.includes(ui.rep.id) ? [words.toYou] : []
  return [`${times[cadence]()} ${words.reps(repIds.length)}`, ...toReader].join(', ')
}

export function hourText(hour: number): string {
  return `${hour}:00`
}
