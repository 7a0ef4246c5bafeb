import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { type Cell, ChartFrame, type ChartHead, Drawing, percent, type Tone } from './chart-frame.tsx'
import { anchor, Grid, GridNumbers, WidthLabels } from './chart-grid.tsx'

export type Series = Readonly<{
  name: string
  /** “earlier” is dashed. */
  tone: Tone
  /** One for each label; null where there is none, which leaves a gap. */
  values: readonly (number | null)[]
  /** The lists that have these rows. */
  hrefs?: readonly (string | undefined)[]
}>

type LineProps = ChartHead &
  Readonly<{
    /** What a line of the table is: “Day”. */
    head: string
    labels: readonly string[]
    series: readonly Series[]
    format?: (value: number) => string
    /** Opens the table at once; else it is behind a button. */
    open?: boolean
  }>

const height = 240
const foot = 24

/** Lines over time, the last number of each beside its end. */
export function LineChart(props: LineProps) {
  const { ui, series, labels, format = ui.dates.number, open } = props
  const cell = ({ values, hrefs }: Series, at: number): Cell => {
    const value = values[at] ?? null
    return value === null ? { text: '–' } : { text: format(value), href: hrefs?.[at] }
  }
  return (
    <ChartFrame
      {...props}
      legend={series}
      table={{
        head: [props.head, ...series.map(({ name }) => name)],
        rows: labels.map((label, at) => ({ name: { text: label }, cells: series.map((one) => cell(one, at)) })),
        ...(!open && { folded: true }),
      }}
    >
      <Lines {...props} />
    </ChartFrame>
  )
}

function Lines(props: LineProps) {
  const { ui, series, labels, format = ui.dates.number } = props
  const most = Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const high = scaleLinear([0, most > 0 ? most : 1], [height - foot, 24]).nice(4)
  const wide = scaleLinear([0, Math.max(1, labels.length - 1)], [0, 100])
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, at) => Math.round(wide(at) * 100) / 100)
    .y((value) => Math.round(high(value ?? 0) * 10) / 10)
  return (
    <Drawing {...props} class="chart-lines" height={height}>
      <Grid ui={ui} high={high} format={props.format} />
      <svg
        aria-hidden="true"
        width="100%"
        height={String(height)}
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
      >
        {[...series].reverse().map(({ tone, values }) => (
          <path class={`chart-line chart-${tone}`} d={path([...values]) ?? ''} vector-effect="non-scaling-stroke" />
        ))}
      </svg>
      <GridNumbers ui={ui} high={high} format={props.format} />
      {series.map(({ tone, values }) => {
        const at = values.findLastIndex((value) => value !== null)
        if (at < 0 || tone === 'earlier') return null
        return (
          <>
            <circle class={`chart-${tone}`} cx={percent(wide(at))} cy={String(high(values[at]!))} r="3.5" />
            <text
              class="chart-value"
              x={percent(wide(at))}
              y={String(high(values[at]!) - 8)}
              text-anchor={anchor(wide(at))}
            >
              {format(values[at]!)}
            </text>
          </>
        )
      })}
      <WidthLabels labels={labels} at={wide} y={height - 7} />
    </Drawing>
  )
}
