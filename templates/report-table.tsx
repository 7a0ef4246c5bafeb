import type { Column, Noun } from '../src/reports/report.ts'
import type { Row } from '../src/reports/rows.ts'
import { icon } from './icon.tsx'
import { swapsReport } from './report-swap.ts'
import type { Ui } from './ui.ts'

/** `href` sorts by it, the other way round where it is sorted by already. */
export type ReportColumn = Readonly<{
  name: string
  kind: Column['kind']
  noun: Noun | undefined
  sorted: 'up' | 'down' | undefined
  href: string
}>

const numeric: readonly Column['kind'][] = ['number', 'money', 'seconds']

/** Rows under heads that sort; what a value names is a link. */
export function ReportTable({
  ui,
  columns,
  rows,
}: Readonly<{
  ui: Ui
  columns: readonly ReportColumn[]
  rows: readonly Row[]
}>) {
  return (
    <section class="table-box report-box" tabindex={0} aria-label={ui.words.reportLists.table}>
      <table class="table report-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <Head ui={ui} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) => (
                <td class={isNumber(column) ? 'number' : undefined}>
                  <Cell ui={ui} column={column} row={row} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Numbers that name something are read from the left. */
function isNumber({ kind, noun, name }: ReportColumn): boolean {
  return numeric.includes(kind) && !noun && name !== 'id'
}

function Head({ ui, column }: { ui: Ui; column: ReportColumn }) {
  const words = ui.words.reportLists
  const name = ui.words.reportFields[column.name] ?? column.name
  const title = column.sorted === 'down' ? words.sortUp(name) : words.sortDown(name)
  const sorted = column.sorted && (column.sorted === 'up' ? 'ascending' : 'descending')
  return (
    <th class={isNumber(column) ? 'number' : undefined} aria-sort={sorted} scope="col">
      <a href={ui.url(column.href)} title={title} {...swapsReport(ui.url(column.href))}>
        {name} {column.sorted && icon(column.sorted === 'up' ? 'arrow-up' : 'arrow-down')}
      </a>
    </th>
  )
}

function Cell({ ui, column, row }: { ui: Ui; column: ReportColumn; row: Row }) {
  const value = row[column.name] ?? null
  if (value === null || value === '') return <span class="quiet">–</span>
  const path = pathOf(column.noun, row[`${column.name}Ref`] ?? null)
  const shown = <Value ui={ui} column={column} value={value} row={row} />
  return path ? <a href={ui.url(path)}>{shown}</a> : shown
}

const paths: Readonly<Record<Noun, string | undefined>> = {
  ...{ issue: '/issues/', person: '/people/', order: '/orders/', certificate: '/certificates/' },
  ...{ campaign: '/campaigns/', mail: '/mail/', interaction: undefined },
}

function pathOf(noun: Noun | undefined, ref: Row[string]): string | undefined {
  const path = noun && paths[noun]
  return path && ref !== null ? `${path}${encodeURIComponent(String(ref))}` : undefined
}

type ValueProps = Readonly<{ ui: Ui; column: ReportColumn; value: NonNullable<Row[string]>; row: Row }>

/** Columns of what the program says itself. */
const sentences = new Set(['why', 'reason', 'automatic', 'voidReason'])

function Value({ ui, column, value, row }: ValueProps) {
  const words = ui.words.reportLists
  if (value instanceof Date) return <Moment ui={ui} at={value} />
  if (typeof value === 'boolean') return <>{value ? words.yes : words.no}</>
  if (column.kind === 'money') return <>{ui.dates.money(Number(value), String(row.currency ?? 'EUR'))}</>
  if (column.kind === 'seconds') return <>{durationText(ui, Number(value))}</>
  if (isNumber(column)) return <>{ui.dates.number(Number(value))}</>
  const text = String(value)
  const said = ui.words.reportValues[column.name]?.[text] ?? (sentences.has(column.name) ? ui.words.said(text) : text)
  const long = said.length > 48
  return (
    <span class={long ? 'report-long' : undefined} title={long ? said : undefined}>
      {said}
    </span>
  )
}

function Moment({ ui, at }: { ui: Ui; at: Date }) {
  return (
    <time datetime={at.toISOString()} title={ui.dates.full(at)} class="report-time" data-exact>
      {ui.dates.field(at).replace('T', ' ')}
    </time>
  )
}

/** Seconds as the two largest of days, hours and minutes: “1 d 2 h”. */
export function durationText(ui: Ui, seconds: number): string {
  const minutes = Math.round(seconds / 60)
  return ui.words.reportLists.duration(Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60)
}
