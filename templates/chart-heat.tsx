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
/** Per cent of the width that the names of the lines take. */
const side = 9

/** Lines by columns, the darker the more; the number stands in its place where there is room. */
export function HeatMap(props: HeatProps) {
  const { ui, days, hours, values, href, format = ui.dates.number } = props
  return (
    <ChartFrame
      {...props}
      table={{
        head: [props.head, ...hours],
        rows: days.map((day, at) => ({
          name: { text: day },
          cells: hours.map((_, hour) => {
            const value = values[at]?.[hour] ?? 0
            return { text: format(value), href: value > 0 ? href?.(at, hour) : undefined }
          }),
        })),
        folded: true,
      }}
    >
      <Heat {...props} />
    </ChartFrame>
  )
}

function Heat(props: HeatProps) {
  const { ui, days, hours, values, href, format = ui.dates.number } = props
  const most = Math.max(1, ...values.flat())
  const width = (100 - side) / hours.length
  return (
    <Drawing {...props} class="chart-heat" height={top + days.length * row} linked={Boolean(href)}>
      {hours.map((hour, at) =>
        at % 3 === 0 ? (
          <text class="chart-tick" x={percent(side + width * at)} y="13">
            {hour}
          </text>
        ) : null,
      )}
      {days.map((day, at) => (
        <>
          <text class="chart-tick" x="0" y={String(top + at * row + 19)}>
            {day}
          </text>
          {hours.map((hour, nth) => {
            const value = values[at]?.[nth] ?? 0
            const place = { x: side + width * nth, y: top + at * row }
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
        <text class={`chart-heat-text on-${level}`} x={percent(x + width / 2)} y={String(y + 18)} text-anchor="middle">
          {text}
        </text>
      )}
    </>
  )
}
