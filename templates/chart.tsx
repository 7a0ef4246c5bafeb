import { scaleLinear } from 'd3-scale'
import type { PropsWithChildren } from 'hono/jsx'
import { type Cell, ChartFrame, type ChartHead, Drawing, percent, short } from './chart-frame.tsx'
import type { Ui } from './ui.ts'

export type Bar = Readonly<{
  label: string
  value: number
  /** The same in the period before. */
  before?: number | undefined
  /** The list that has these rows. */
  href?: string | undefined
  beforeHref?: string | undefined
  /** Under `more`. */
  more?: readonly Cell[]
}>

type BarProps = ChartHead &
  Readonly<{
    /** What a line of the table is: “Type”. */
    head: string
    bars: readonly Bar[]
    /** What the number is; “Number” without it. */
    valueName?: string
    beforeName?: string
    /** Whole numbers as the reader writes them, without it. */
    format?: (value: number) => string
    /** Heads of further columns of the table, which are not drawn: what a quotient is made of. */
    more?: readonly string[]
    /** Sums under the table; only where a row counts in one line. */
    total?: boolean
  }>

const mostBars = 15

/** Bars that lie, each with its name and number, the period before in grey below it; the table compares both. */
export function BarChart(props: BarProps) {
  const { ui, bars } = props
  const words = ui.words.charts
  const compared = bars.some(({ before }) => before !== undefined)
  const names = [props.valueName ?? words.number, props.beforeName ?? words.periodBefore] as const
  const head = [
    props.head,
    names[0],
    ...(compared ? [words.before, words.difference, words.change] : []),
    ...(props.more ?? []),
  ]
  return (
    <ChartFrame
      {...props}
      legend={
        compared
          ? [
              { name: names[0], tone: 'accent' },
              { name: names[1], tone: 'earlier' },
            ]
          : undefined
      }
      {...(bars.length > mostBars && { note: words.first(mostBars) })}
      table={{
        head,
        rows: bars.map((bar) => ({
          name: { text: bar.label, href: bar.href },
          cells: [...barCells(props, bar, compared), ...(bar.more ?? [])],
        })),
        total: props.total && bars.length > 1 ? barTotal(props, compared) : undefined,
      }}
    >
      <Bars {...props} bars={bars.slice(0, mostBars)} compared={compared} />
    </ChartFrame>
  )
}

function Bars({ compared, bars, ...props }: BarProps & { compared: boolean }) {
  const format = props.format ?? props.ui.dates.number
  const row = compared ? 46 : 38
  const most = Math.max(1, ...bars.flatMap(({ value, before = 0 }) => [value, before]))
  const wide = scaleLinear([0, most], [0, 100])
  return (
    <Drawing {...props} class="chart-bars" height={bars.length * row} linked={bars.some(({ href }) => href)}>
      {bars.map((bar, at) => (
        <BarLink href={bar.href}>
          <rect class="chart-row" y={String(at * row)} width="100%" height={String(row)} rx="4" />
          <text x="0" y={String(at * row + 15)}>
            {short(bar.label, 34)}
          </text>
          <text class="chart-value" x="100%" y={String(at * row + 15)} text-anchor="end">
            {format(bar.value)}
          </text>
          <rect class="chart-accent" y={String(at * row + 21)} width={percent(wide(bar.value))} height="10" rx="2" />
          {bar.before !== undefined && (
            <rect class="chart-earlier" y={String(at * row + 33)} width={percent(wide(bar.before))} height="5" rx="2" />
          )}
        </BarLink>
      ))}
    </Drawing>
  )
}

/** For the pointer alone: keys and readers have the same link in the table. */
function BarLink({ href, children }: PropsWithChildren<{ href?: string | undefined }>) {
  if (!href) return <g>{children}</g>
  return (
    <a href={href} tabindex={-1}>
      {children}
    </a>
  )
}

function barCells({ ui, format = ui.dates.number }: BarProps, bar: Bar, compared: boolean): Cell[] {
  const { value, before = 0 } = bar
  const now = { text: format(value), href: bar.href }
  if (!compared) return [now]
  return [
    now,
    { text: format(before), href: bar.beforeHref },
    { text: difference(value - before, format) },
    { text: change(ui, value, before) },
  ]
}

function barTotal({ ui, bars, format = ui.dates.number }: BarProps, compared: boolean): string[] {
  const value = bars.reduce((sum, bar) => sum + bar.value, 0)
  const before = bars.reduce((sum, bar) => sum + (bar.before ?? 0), 0)
  const compare = [format(before), difference(value - before, format), change(ui, value, before)]
  return [ui.words.charts.total, format(value), ...(compared ? compare : [])]
}

/** “+12”, “−3”, “0”. */
export function difference(value: number, format: (value: number) => string): string {
  return value === 0 ? format(0) : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`
}

/** By how many per cent it grew: “+25 %”; a dash where there was nothing before. */
export function change(ui: Ui, value: number, before: number): string {
  if (before === 0) return value === 0 ? '0 %' : '–'
  return `${difference(Math.round(((value - before) / before) * 100), ui.dates.number)} %`
}
