import type { ScaleLinear } from 'd3-scale'
import { percent } from './chart-frame.tsx'
import type { Ui } from './ui.ts'

type GridProps = Readonly<{ ui: Ui; high: ScaleLinear<number, number>; format: (value: number) => string }>

/** Light lines across, each with its number; whole numbers only, where the format knows no others. */
export function Grid({ high, format }: GridProps) {
  const ticks = high.ticks(4)
  const shown = ticks.filter((tick, at) => at === 0 || format(tick) !== format(ticks[at - 1]!))
  return (
    <g>
      {shown.map((tick) => (
        <>
          <line class="chart-grid" x1="0" x2="100%" y1={String(high(tick))} y2={String(high(tick))} />
          {tick > 0 && (
            <text class="chart-tick" x="0" y={String(high(tick) - 4)}>
              {format(tick)}
            </text>
          )}
        </>
      ))}
    </g>
  )
}

const mostLabels = 6

/** Words under the drawing: as many as a phone has room for, the first and the last among them. */
export function WidthLabels({ labels, at, y }: { labels: readonly string[]; at: (nth: number) => number; y: number }) {
  const step = Math.max(1, Math.ceil((labels.length - 1) / (mostLabels - 1)))
  const last = labels.length - 1
  const shown = labels.flatMap((label, nth) =>
    nth === last || (nth % step === 0 && last - nth >= step * 0.8) ? [{ label, nth }] : [],
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
