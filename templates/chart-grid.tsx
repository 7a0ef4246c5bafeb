import type { ScaleLinear } from 'd3-scale'
import { percent } from './chart-frame.tsx'
import type { Ui } from './ui.ts'

type GridProps = Readonly<{
  ui: Ui
  high: ScaleLinear<number, number>
  /** Whole numbers, as the reader writes them, without it. */
  format?: ((value: number) => string) | undefined
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

/** The numbers of these lines, to lie above it. */
export function GridNumbers(props: GridProps) {
  const { ui, high, format = ui.dates.number } = props
  return (
    <g>
      {ticksOf(props).map((tick) =>
        tick > 0 ? (
          <text class="chart-tick" x="0" y={String(high(tick) - 4)}>
            {format(tick)}
          </text>
        ) : null,
      )}
    </g>
  )
}

function ticksOf({ high, format }: GridProps): number[] {
  const ticks = high.ticks(4)
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
        <text class="chart-tick" x={percent(at(nth))} y={String(y)} text-anchor={anchor(at(nth))}>
          {label}
        </text>
      ))}
    </g>
  )
}

/** Words at the edges stay inside. */
export function anchor(share: number): 'start' | 'middle' | 'end' {
  return share < 6 ? 'start' : share > 94 ? 'end' : 'middle'
}
