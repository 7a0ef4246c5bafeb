import type { SavedReportChange } from '../src/desk/saved-report-history.ts'
import type { SavedReport } from '../src/desk/saved-report-values.ts'
import type { ReportSend } from '../src/reports/report-sends.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { type ChosenRep, SavedReportForm } from './saved-report-form.tsx'
import { BackToReports, mailOf, whatOf, whose } from './saved-reports.tsx'
import type { Ui } from './ui.ts'

export type SavedReportProps = Readonly<{
  ui: Ui
  report: SavedReport
  /** What was typed, where that could not be saved. */
  typed?: SavedReport | undefined
  problem?: string | undefined
  /** The reader may change it. */
  mine: boolean
  reps: readonly ChosenRep[]
  zone: string
  nextAt: Date | undefined
  sends: readonly ReportSend[]
  changes: readonly SavedReportChange[]
}>

/** One saved report: its name, when it goes to whom, what became of its mails, and what was changed. */
export function SavedReportPage(props: SavedReportProps) {
  const { ui, report, mine, sends, changes } = props
  const words = ui.words.savedReports
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <BackToReports ui={ui} />
          <h1>{report.name}</h1>
          <p class="quiet">{[whatOf(ui, report.address), whose(ui, report)].join(' · ')}</p>
        </div>
      </header>
      <div class="row-of-buttons">
        <a class={mine ? 'button' : 'button primary'} href={ui.url(report.address)}>
          {icon('list-filter')} {words.open}
        </a>
        <PostButton action={ui.url(`/saved-reports/${report.id}/send`)}>
          {icon('send')} {words.sendNow}
        </PostButton>
        {!mine && ui.rep && report.repIds.includes(ui.rep.id) && (
          <PostButton action={ui.url(`/saved-reports/${report.id}/leave`)}>
            {icon('mail-x')} {words.leave}
          </PostButton>
        )}
        {mine && (
          <PostButton action={ui.url(`/saved-reports/${report.id}/delete`)}>
            {icon('trash-2')} {words.remove}
          </PostButton>
        )}
      </div>
      <NextTime {...props} />
      {mine && <SavedReportForm {...props} />}
      <Sends ui={ui} sends={sends} />
      <Changes ui={ui} changes={changes} />
    </main>
  )
}

function NextTime({ ui, report, nextAt }: SavedReportProps) {
  const words = ui.words.savedReports
  const text = mailOf(ui, report)
  return (
    <p>
      {text || words.notSent}{' '}
      {nextAt && report.repIds.length > 0 && <span class="quiet">{words.next(ui.dates.full(nextAt))}</span>}
    </p>
  )
}

function Sends({ ui, sends }: { ui: Ui; sends: readonly ReportSend[] }) {
  const words = ui.words.savedReports
  return (
    <section class="saved-report-part">
      <h2>{words.sends}</h2>
      {sends.length === 0 ? (
        <p class="quiet">{words.noSends}</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>{words.when}</th>
              <th>{words.rep}</th>
              <th>{words.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {sends.map((send) => (
              <tr>
                <td>
                  <Time ui={ui} at={send.dueAt} /> {send.asked && <span class="quiet">{words.byHand}</span>}
                </td>
                <td>{send.rep.name}</td>
                <td>
                  <Outcome ui={ui} send={send} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Outcome({ ui, send: { state, reason, total, attached } }: { ui: Ui; send: ReportSend }) {
  const words = ui.words.savedReports
  const bad = state === 'failed' || state === 'uncertain' || state === 'skipped'
  const facts = [
    reason && (words.reasons[reason] ?? ui.words.said(reason)),
    total !== null && words.rows(ui.dates.number(total)),
    attached && words.attached,
  ]
  return (
    <>
      <span class={bad ? 'saved-report-bad' : undefined}>
        {icon(bad ? 'circle-alert' : state === 'sent' ? 'circle-check' : 'circle-dashed')} {words.states[state]}
      </span>{' '}
      <span class="quiet">{facts.filter(Boolean).join(', ')}</span>
    </>
  )
}

function Changes({ ui, changes }: { ui: Ui; changes: readonly SavedReportChange[] }) {
  const words = ui.words.savedReports
  if (changes.length === 0) return null
  return (
    <section class="saved-report-part">
      <h2>{words.history}</h2>
      <ul class="ledger">
        {changes.map((change, nth) => (
          <li class="ledger-item">
            <div class="ledger-main">
              <p class="ledger-top">
                <span>
                  <strong>{change.rep ?? words.desk}</strong> {deedOf(ui, change, nth === changes.length - 1)}
                </span>
                <Time ui={ui} at={change.at} />
              </p>
            </div>
            {change.undoneAt ? (
              <span class="badge">
                {icon('undo-2')} {words.undone}
              </span>
            ) : (
              change.after.deleted === undefined && (
                <PostButton action={ui.url(`/undo/${change.id}`)} values={{ back: ui.here }} label={words.undo}>
                  {icon('undo-2')} {words.undo}
                </PostButton>
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was done, by the fields that differ. */
function deedOf(ui: Ui, { before, after }: SavedReportChange, first: boolean): string {
  const words = ui.words.savedReports
  if (after.deleted === true) return words.deleted
  if (after.deleted === false) return first ? words.made : words.restored
  const names = Object.keys(words.fields).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return words.changed(names.map((name) => words.fields[name]).join(', '))
}
