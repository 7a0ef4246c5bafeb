import { scaleBand, scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'
import { type Cell, ChartFrame, type ChartHead, Drawing, percent, type Tone } from './chart-frame.tsx'
import { Grid, GridNumbers, WidthLabels } from './chart-grid.tsx'

type StackProps = ChartHead &
  Readonly<{
    /** What a line of the table is: “Month”. */
    head: string
    /** From the foot up. */
    series: readonly Readonly<{ name: string; tone: Tone }>[]
    /** One number for each series; `hrefs` are the lists that have these rows. */
    columns: readonly Readonly<{ label: string; values: readonly number[]; hrefs?: readonly string[] }>[]
    format?: (value: number) => string
    folded?: boolean
  }>

const height = 240
const foot = 24
/** Of the sums on the columns: so many stand beside each other on a phone. */
const mostDigits = 30

/** Columns that stand, each of several parts, with the sum on top. */
export function StackedBars(props: StackProps) {
  const { ui, series, columns, format = ui.dates.number, folded } = props
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
  return (
    <ChartFrame
      {...props}
      legend={series}
      table={{
        head: [props.head, ...series.map(({ name }) => name), ui.words.charts.total],
        rows: (columns.some(({ values }) => sum(values) > 0) ? columns : []).map(({ label, values, hrefs }) => ({
          name: { text: label },
          cells: [
            ...values.map((value, at): Cell => ({ text: format(value), href: hrefs?.[at] })),
            { text: format(sum(values)) },
          ],
        })),
        ...(folded && { folded }),
      }}
    >
      <Columns {...props} />
    </ChartFrame>
  )
}

/** Parts that stand on each other are told apart by a gap, not by their shade alone. */
function tall(height: number, part: number): number {
  return part > 0 && height > 2 ? height - 1 : height
}

function Columns(props: StackProps) {
  const { ui, series, columns, format = ui.dates.number } = props
  const sums = columns.map(({ values }) => values.reduce((all, value) => all + value, 0))
  const high = scaleLinear([0, Math.max(1, ...sums)], [height - foot, 24]).nice(4)
  const band = scaleBand(
    columns.map((_, at) => at),
    [0, 100],
  ).padding(0.3)
  const parts = stack<(typeof columns)[number], number>()
    .keys(series.map((_, at) => at))
    .value(({ values }, at) => values[at] ?? 0)([...columns])
  return (
    <Drawing {...props} class={props.format ? 'chart-columns with-words' : 'chart-columns'} height={height}>
      <Grid ui={ui} high={high} format={props.format} />
      <GridNumbers ui={ui} high={high} format={props.format} />
      {parts.map((part, at) =>
        part.map(([from, to], column) =>
          to > from ? (
            <rect
              class={`chart-${series[at]!.tone}`}
              x={percent(band(column)!)}
              width={percent(band.bandwidth())}
              y={String(high(to))}
              height={String(tall(high(from) - high(to), at))}
            />
          ) : null,
        ),
      )}
      {columns.length * Math.max(...sums.map((sum) => format(sum).length)) <= mostDigits &&
        sums.map((sum, at) => (
          <text
            class="chart-value"
            x={percent(band(at)! + band.bandwidth() / 2)}
            y={String(high(sum) - 5)}
            text-anchor="middle"
          >
            {sum > 0 ? format(sum) : ''}
          </text>
        ))}
      <WidthLabels
        labels={columns.map(({ label }) => label)}
        at={(nth) => band(nth)! + band.bandwidth() / 2}
        y={height - 7}
      />
    </Drawing>
  )
}
