import type { MeasureName } from '../src/reports/response-times.ts'
import type { Waits, WaitsLines, WaitsOver } from '../src/reports/waits.ts'
import { BarChart } from './chart.tsx'
import { ChartFrame } from './chart-frame.tsx'
import { LineChart } from './chart-lines.tsx'
import { hourTicks } from './chart-ticks.ts'
import { dayNames } from './day-names.ts'
import { icon } from './icon.tsx'
import { durationText } from './report-table.tsx'
import type { ServiceProps } from './service-props.ts'
import { Switch } from './statistics-choices.tsx'
import type { Ui } from './ui.ts'

const names: readonly MeasureName[] = ['firstResponse', 'nextResponse', 'resolution']
const dimensions = ['type', 'mailbox', 'group', 'rep'] as const

type WaitsProps = Pick<ServiceProps, 'ui' | 'address'> & Readonly<{ waits: Waits }>

/** How long people wait: all measures, and what is to be seen of them below. */
export function WaitParts(props: WaitsProps) {
  const { ui, waits, address } = props
  const words = ui.words.service.waits
  return (
    <>
      {waits.left > 0 && (
        <p class="notice" role="status">
          {icon('history')} {ui.words.hours.left(waits.left, ui.dates.number(waits.left))}
        </p>
      )}
      <Overall {...props} />
      <div class="statistics-switches">
        <nav class="statistics-links" aria-label={words.measure}>
          <span class="quiet">{words.measure}</span>
          {names.map((name) => (
            <Switch ui={ui} path={address({ measure: name })} here={name === waits.measure} name={words.names[name]} />
          ))}
        </nav>
        <nav class="statistics-links" aria-label={words.by}>
          <span class="quiet">{words.by}</span>
          {dimensions.map((by) => (
            <Switch ui={ui} path={address({ by })} here={by === waits.by} name={words.dimensions[by]} />
          ))}
        </nav>
      </div>
    </>
  )
}

function Overall({ ui, waits }: WaitsProps) {
  const words = ui.words.service.waits
  const time = (seconds: number) => ({ text: durationText(ui, seconds) })
  return (
    <div class="service-part waits">
      <ChartFrame
        ui={ui}
        id="waits"
        title={words.title}
        description={words.lead}
        table={{
          head: [words.what, ...words.heads, words.issues],
          rows: waits.all.flatMap(({ name, times }) => {
            if (!times) return []
            const { median, p90, medianBusiness, p90Business, count, list } = times
            const cells = [median, p90, medianBusiness, p90Business].map(time)
            return [{ name: { text: words.names[name] }, cells: [...cells, numberOf(ui, count, list)] }]
          }),
        }}
      />
      <p class="quiet">{words.lead}</p>
    </div>
  )
}

const numberOf = (ui: Ui, count: number, list: string) => ({ text: ui.dates.number(count), href: ui.url(list) })

/** One measure over time. */
export function WaitsOverTime({ ui, waits }: Readonly<{ ui: Ui; waits: WaitsOver }>) {
  const words = ui.words.service.waits
  const { short } = dayNames(ui)
  const hrefs = waits.over.map(({ list }) => ui.url(list))
  return (
    <LineChart
      ui={ui}
      id="waits-over"
      title={words.over(words.names[waits.measure])}
      description={words.overOf(words.names[waits.measure])}
      head={words.from}
      labels={waits.over.map(({ from }) => short(from))}
      format={(hours) => durationText(ui, hours * 3600)}
      ticksTo={hourTicks}
      series={[
        { name: words.heads[0]!, tone: 'accent', values: waits.over.map(({ median }) => median / 3600), hrefs },
        { name: words.heads[1]!, tone: 'earlier', values: waits.over.map(({ p90 }) => p90 / 3600), hrefs },
      ]}
    />
  )
}

/** One measure by types, mailboxes, groups or reps. */
export function WaitsByLine({ ui, waits }: Readonly<{ ui: Ui; waits: WaitsLines }>) {
  const words = ui.words.service.waits
  const { none, others, nobody } = ui.words.reportLists
  const common: Readonly<Record<string, string>> = {
    '(none)': none,
    '(others)': others,
    none: waits.by === 'rep' ? nobody : none,
  }
  return (
    <div class="service-part wide">
      <BarChart
        ui={ui}
        id="waits-by"
        title={words.lines(words.names[waits.measure], words.dimensions[waits.by])}
        description={words.linesOf(words.names[waits.measure])}
        head={words.dimensions[waits.by]}
        valueName={words.heads[0]!}
        more={[...words.heads.slice(1), words.issues]}
        format={(seconds) => durationText(ui, seconds)}
        bars={waits.lines.map(({ value, label, median, p90, medianBusiness, p90Business, count, list }) => ({
          ...{ label: common[value] ?? label, value: median },
          more: [
            ...[p90, medianBusiness, p90Business].map((seconds) => ({ text: durationText(ui, seconds) })),
            numberOf(ui, count, list),
          ],
        }))}
      />
    </div>
  )
}
