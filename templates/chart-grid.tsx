import type { ScaleLinear } from 'd3-scale'
import { percent } from './chart-frame.tsx'
import type { Ui } from './ui.ts'

type GridProps = Readonly<{
  ui: Ui
  high: ScaleLinear<number, number>
  /** Whole numbers, as the reader writes them, without it. */
  format?: ((value: number) => string) | undefined
  /** Where the lines are; at round numbers without it. */
  ticks?: readonly number[] | undefined
}>

/** Light lines across, to lie below what is drawn. */
export function Grid(props: GridProps) {
  return (
    <g>
      {ticksOf(props).map((tick) => (
        <line class="chart-grid" x1="0" x2="100%" y1={String(props.high(tick))} y2={String(props.high(tick))} />
      ))}
    </g>
  )
}

/** The numbers of these lines, left of the drawing: nothing that is drawn can lie on them. */
export function GridNumbers(props: GridProps) {
  const { ui, high, format = ui.dates.number } = props
  return (
    <g>
      {ticksOf(props).map((tick) => (
        <text class="chart-tick" x="-8" y={String(high(tick) + 4)} text-anchor="end">
          {tick === 0 ? ui.dates.number(0) : format(tick)}
        </text>
      ))}
    </g>
  )
}

function ticksOf({ high, format, ticks = high.ticks(4) }: GridProps): readonly number[] {
  return format ? ticks : ticks.filter(Number.isInteger)
}

const mostLabels = 5

/** Words under the drawing: as many as a phone has room for, the first and the last among them. */
export function WidthLabels({ labels, at, y }: { labels: readonly string[]; at: (nth: number) => number; y: number }) {
  const step = Math.max(1, Math.ceil((labels.length - 1) / (mostLabels - 1)))
  const last = labels.length - 1
  const shown = labels.flatMap((label, nth) =>
    nth === last || (nth % step === 0 && last - nth >= step) ? [{ label, nth }] : [],
  )
  return (
    <g>
      {shown.map(({ label, nth }) => (
        <text class="chart-tick" x={percent(at(nth))} y={String(y)} text-anchor="middle">
          {label}
        </text>
      ))}
    </g>
  )
}
