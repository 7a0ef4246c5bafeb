import type { Row } from '../src/reports/rows.ts'
import type { Sum } from '../src/reports/sums.ts'
import { icon } from './icon.tsx'
import { type FilterField, type PeriodField, ReportFilters } from './report-filters.tsx'
import { swapsReport } from './report-swap.ts'
import { type ReportColumn, ReportTable } from './report-table.tsx'
import { SaveReport } from './saved-reports.tsx'
import type { Ui } from './ui.ts'

export type ReportProps = Readonly<{
  /** Its dates are in the zone of the period. */
  ui: Ui
  name: string
  period: PeriodField
  filters: readonly FilterField[]
  columns: readonly ReportColumn[]
  sort: string
  /** Names of parameters that the report does not know. */
  faults: readonly string[]
  count: number
  sums: readonly Sum[]
  rows: readonly Row[]
  /** Addresses of this desk, without BASE_PATH. */
  links: Readonly<Record<'self' | 'kept' | 'csv' | 'clear', string> & Record<'next' | 'first', string | null>>
}>

/** A list of one report: what it is asked for, and its rows. */
export function ReportPage(props: ReportProps) {
  const { ui, name } = props
  const words = ui.words.reportLists
  const { title, lead } = ui.words.reportNames[name] ?? { title: name, lead: '' }
  return (
    <main id="pane" class="page report-page" tabindex={-1}>
      <header>
        <p class="report-back">
          <a href={ui.url('/reports')}>
            {icon('chevron-left')} {words.title}
          </a>
        </p>
        <h1>{title}</h1>
        <p class="quiet measure">{lead}</p>
      </header>
      <Report {...props} />
    </main>
  )
}

function Report({ ui, period, filters, columns, sort, faults, count, sums, rows, links }: ReportProps) {
  const words = ui.words.reportLists
  const { next, first } = links
  return (
    <div id="report" class="report">
      <ReportFilters ui={ui} action={links.self} clear={links.clear} period={period} filters={filters} sort={sort} />
      {faults.length > 0 && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.faults(faults.join(', '))}
        </p>
      )}
      <div class="report-line">
        <strong aria-live="polite">{words.count(count, ui.dates.number(count))}</strong>
        <Sums ui={ui} sums={sums} />
        <span class="quiet">{words.zone(period.zone)}</span>
        <div class="report-deeds">
          <SaveReport ui={ui} address={links.kept} />
          <a class="button" href={ui.url(links.csv)} download>
            {icon('download')} {words.csv}
          </a>
        </div>
      </div>
      {rows.length === 0 ? (
        <div class="empty">
          {icon('list-filter')}
          <p>{words.empty}</p>
        </div>
      ) : (
        <ReportTable ui={ui} columns={columns} rows={rows} />
      )}
      {(next || first) && (
        <p class="report-line">
          {first && (
            <a class="button" href={ui.url(first)} {...swapsReport(ui.url(first))}>
              {icon('arrow-up')} {words.first}
            </a>
          )}
          {next && (
            <a class="button" href={ui.url(next)} {...swapsReport(ui.url(next))}>
              {icon('arrow-down')} {words.next}
            </a>
          )}
        </p>
      )}
    </div>
  )
}

/** What all rows come to, not only those of this page. */
function Sums({ ui, sums }: { ui: Ui; sums: readonly Sum[] }) {
  const columns = [...Map.groupBy(sums, ({ column }) => column)]
  return (
    <>
      {columns.map(([column, ofColumn]) => (
        <span>
          {ui.words.reportLists.sum(
            ui.words.reportFields[column] ?? column,
            ofColumn.map(({ minor, currency }) => ui.dates.money(minor, currency)),
          )}
        </span>
      ))}
    </>
  )
}
