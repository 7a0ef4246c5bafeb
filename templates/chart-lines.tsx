import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { type Cell, ChartFrame, type ChartHead, Drawing, percent, type Tone } from './chart-frame.tsx'
import { Grid, GridNumbers, WidthLabels } from './chart-grid.tsx'

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
    /** Where the lines across are, from 0 to at least a number; at round numbers without it. */
    ticksTo?: (most: number) => readonly number[]
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
      lines
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
  const { ui, series, labels, format, ticksTo } = props
  const most = Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const ticks = ticksTo?.(most)
  const range = [height - foot, 24]
  const high = ticks ? scaleLinear([0, ticks.at(-1)!], range) : scaleLinear([0, most > 0 ? most : 1], range).nice(4)
  const wide = labels.length > 1 ? scaleLinear([0, labels.length - 1], [0, 100]) : () => 50
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, at) => Math.round(wide(at) * 100) / 100)
    .y((value) => Math.round(high(value ?? 0) * 10) / 10)
  return (
    <Drawing {...props} class={format ? 'chart-lines with-words' : 'chart-lines'} height={height}>
      <Grid ui={ui} high={high} format={format} ticks={ticks} />
      <GridNumbers ui={ui} high={high} format={format} ticks={ticks} />
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
      <Ends ends={endsOf(series, high)} wide={wide} format={format ?? ui.dates.number} />
      <WidthLabels labels={labels} at={wide} y={height - 5} />
    </Drawing>
  )
}

type End = Readonly<{ tone: Tone; at: number; value: number; y: number; textY: number }>
type EndsProps = Readonly<{
  ends: readonly End[]
  wide: (at: number) => number
  format: (value: number) => string
}>

/** The last number of each line, right of it, where it runs through nothing. */
function Ends({ ends, wide, format }: EndsProps) {
  return (
    <>
      {ends.map(({ tone, at, value, y, textY }) => (
        <>
          {(tone !== 'earlier' || at === 0) && (
            <circle class={`chart-${tone}`} cx={percent(wide(at))} cy={String(y)} r="3.5" />
          )}
          <text
            class={tone === 'earlier' ? 'chart-tick chart-end' : 'chart-value chart-end'}
            x={percent(wide(at))}
            y={String(textY)}
          >
            {format(value)}
          </text>
        </>
      ))}
    </>
  )
}

const apart = 16

/** Where each line ends, from the top, and its number: beside it, or as far off as keeps the numbers apart. */
function endsOf(series: readonly Series[], high: (value: number) => number): End[] {
  const ends = series.flatMap(({ tone, values }) => {
    const at = values.findLastIndex((value) => value !== null)
    const value = values[at]
    return value === null || value === undefined ? [] : [{ tone, at, value, y: high(value) }]
  })
  let free = 0
  const placed = ends
    .toSorted((a, b) => a.y - b.y)
    .map((end) => {
      free = Math.max(free + apart, end.y + 4)
      return { ...end, textY: free }
    })
  const over = Math.max(0, (placed.at(-1)?.textY ?? 0) - height + foot - 4)
  return placed.map((end, nth) => ({
    ...end,
    textY: Math.min(end.textY, placed.at(-1)!.textY - over - (placed.length - 1 - nth) * apart),
  }))
}
