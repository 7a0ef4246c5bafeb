import { ChartFrame, type ChartHead, Drawing, percent } from './chart-frame.tsx'

type HeatProps = ChartHead &
  Readonly<{
    /** What a line is: “Weekday”. */
    head: string
    /** Short names of the lines: the seven weekdays. */
    days: readonly string[]
    /** Short names of the columns: the 24 hours. */
    hours: readonly string[]
    /** By line, then by column. */
    values: readonly (readonly number[])[]
    href?: (day: number, hour: number) => string
    format?: (value: number) => string
  }>

const row = 30
const top = 20

/** Lines by columns, the darker the more; the number stands in its place where there is room. */
export function HeatMap(props: HeatProps) {
  const { ui, days, hours, values, href, format = ui.dates.number } = props
  return (
    <ChartFrame
      {...props}
      table={{
        head: [props.head, ...hours],
        rows: (values.flat().some((value) => value > 0) ? days : []).map((day, at) => ({
          name: { text: day },
          cells: hours.map((_, hour) => {
            const value = values[at]?.[hour] ?? 0
            return { text: format(value), href: value > 0 ? href?.(at, hour) : undefined }
          }),
        })),
        folded: true,
      }}
    >
      <HeatLegend most={Math.max(...values.flat())} format={format} />
      <Heat {...props} />
    </ChartFrame>
  )
}

/** What the shades mean, for where the numbers have no room. */
function HeatLegend({ most, format }: { most: number; format: (value: number) => string }) {
  if (most === 0) return null
  return (
    <p class="chart-legend chart-shades">
      {format(0)}
      <svg width="96" height="12" aria-hidden="true">
        {[0, 1, 2, 3, 4, 5].map((level) => (
          <rect class={`chart-heat-${level}`} x={String(level * 16)} width="15" height="12" rx="2" />
        ))}
      </svg>
      {format(most)}
    </p>
  )
}

function Heat(props: HeatProps) {
  const { ui, days, hours, values, href, format = ui.dates.number } = props
  const most = Math.max(1, ...values.flat())
  const width = 100 / hours.length
  return (
    <Drawing {...props} class="chart-heat" height={top + days.length * row} linked={Boolean(href)}>
      {hours.map((hour, at) =>
        at % 3 === 0 ? (
          <text class="chart-tick" x={percent(width * (at + 0.465))} y="13" text-anchor="middle">
            {hour}
          </text>
        ) : null,
      )}
      {days.map((day, at) => (
        <>
          <text class="chart-tick" x="-8" y={String(top + at * row + 19)} text-anchor="end">
            {day}
          </text>
          {hours.map((hour, nth) => {
            const value = values[at]?.[nth] ?? 0
            const place = { x: width * nth, y: top + at * row }
            const cell = <HeatCell {...place} width={width} share={value / most} text={format(value)} />
            if (!href || value === 0) return cell
            return (
              <a href={href(at, nth)} tabindex={-1} aria-label={`${day} ${hour}: ${format(value)}`}>
                {cell}
              </a>
            )
          })}
        </>
      ))}
    </Drawing>
  )
}

type CellProps = Readonly<{ x: number; y: number; width: number; share: number; text: string }>

function HeatCell({ x, y, width, share, text }: CellProps) {
  const level = share === 0 ? 0 : Math.ceil(share * 5)
  return (
    <>
      <rect
        class={`chart-heat-${level}`}
        x={percent(x)}
        y={String(y)}
        width={percent(width * 0.93)}
        height={String(row - 2)}
        rx="2"
      />
      {level > 0 && (
        <text
          class={`chart-heat-text on-${level}`}
          x={percent(x + width * 0.465)}
          y={String(y + 18)}
          text-anchor="middle"
        >
          {text}
        </text>
      )}
    </>
  )
}
