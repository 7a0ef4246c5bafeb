import type { PropsWithChildren } from 'hono/jsx'
import type { OverTime } from '../src/reports/over-time.ts'
import type { Period } from '../src/reports/period.ts'
import type { LabelledLine, StatisticTable } from '../src/reports/statistic-tables.ts'
import { BarChart } from './chart.tsx'
import { StackedBars } from './chart-columns.tsx'
import { dayNames } from './day-names.ts'
import { icon } from './icon.tsx'
import { ReportTabs } from './report-tabs.tsx'
import { type ChoicesProps, StatisticsChoices } from './statistics-choices.tsx'
import type { Ui } from './ui.ts'

type Props = PropsWithChildren<ChoicesProps & { faults: readonly string[] }>

/** What came and what was done; the charts are its children. */
export function StatisticsPage({ children, ...props }: Props) {
  const { ui, faults } = props
  return (
    <main id="pane" class="page statistics" tabindex={-1}>
      <ReportTabs ui={ui} tab="statistics" />
      <StatisticsChoices {...props} />
      {faults.length > 0 && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {ui.words.statistics.faults(faults.join(', '))}
        </p>
      )}
      {children}
    </main>
  )
}

type OverTimeProps = Readonly<{
  ui: Ui
  overTime: OverTime
  /** The list of the issues of a stretch and an origin. */
  stretchList: (stretch: { from: string; to: string }, origin: string) => string
}>

export function OverTimeChart({ ui, overTime, stretchList }: OverTimeProps) {
  const words = ui.words.statistics
  const origins = ['human', 'automatic', 'campaign'] as const
  const { kind, stretches } = overTime
  const { names, long } = dayNames(ui)
  const sum = stretches.reduce((all, { counts }) => all + Object.values(counts).reduce((a, b) => a + b, 0), 0)
  const [first, last] = [stretches[0]?.from, stretches.at(-1)?.to]
  return (
    <StackedBars
      ui={ui}
      id="over-time"
      title={words.overTime}
      description={first && last ? words.overTimeOf(ui.dates.number(sum), long(first), long(last)) : ''}
      head={words.stretches[kind]}
      folded
      series={[
        { name: ui.words.reportValues.origin!.human!, tone: 'accent' },
        { name: ui.words.reportValues.origin!.automatic!, tone: 'earlier' },
        { name: ui.words.reportValues.origin!.campaign!, tone: 'ink' },
      ]}
      columns={stretches.map((stretch) => ({
        label: names[kind](stretch.from),
        values: origins.map((origin) => stretch.counts[origin] ?? 0),
        hrefs: origins.map((origin) => ui.url(stretchList(stretch, origin))),
      }))}
    />
  )
}

type ChartsProps = Readonly<{ ui: Ui; tables: readonly StatisticTable[]; before: Period | undefined }>

/** Each statistic as a chart and a table, each number a link to its list. */
export function StatisticCharts({ ui, tables, before }: ChartsProps) {
  return (
    <>
      {tables.map((table) => (
        <StatisticChart ui={ui} table={table} before={before} />
      ))}
    </>
  )
}

function StatisticChart({ ui, table, before }: { ui: Ui; table: StatisticTable; before: Period | undefined }) {
  const words = ui.words.statistics
  const { title, line } = words.names[table.name]!
  const { long } = dayNames(ui)
  const most = table.lines.toSorted((a, b) => b.count - a.count)[0]
  const note = words.notes[table.name]
  return (
    <div class="statistic">
      <BarChart
        ui={ui}
        id={table.name}
        title={title}
        description={[
          words.lines(table.lines.length),
          most && words.most(lineName(ui, table, most), ui.dates.number(most.count)),
        ].join(' ')}
        head={line}
        total={table.disjoint}
        {...(before?.from && before.to && { beforeName: `${long(before.from)} – ${long(before.to)}` })}
        bars={table.lines.map((one) => ({
          ...{ label: lineName(ui, table, one), value: one.count, before: one.before },
          ...{ href: ui.url(one.list), beforeHref: one.listBefore && ui.url(one.listBefore) },
        }))}
      />
      {note && table.lines.length > 0 && <p class="quiet">{note}</p>}
    </div>
  )
}

/** The program's own words for its values, others as they are. */
export function lineName(
  { words }: Ui,
  { filter }: Pick<StatisticTable, 'filter'>,
  line: Pick<LabelledLine, 'value' | 'label'>,
) {
  const { value, label } = line
  if (value === '(none)') return words.reportLists.none
  if (value === '(others)') return words.reportLists.others
  if (value === 'none') return words.reportLists.nobody
  return words.reportValues[filter]?.[value] ?? label
}
