import type { PropsWithChildren } from 'hono/jsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** How a series is drawn; “earlier” is grey, and dashed where it is a line. */
export type Tone = 'accent' | 'earlier' | 'good' | 'warn' | 'bad' | 'ink'

export type ChartHead = Readonly<{
  ui: Ui
  /** Of its own on the page: letters, digits and minus. */
  id: string
  title: string
  /** What is to be seen, in a sentence: for those who hear the page. */
  description: string
}>

export type Cell = Readonly<{ text: string; href?: string | undefined }>

export type ChartTable = Readonly<{
  head: readonly string[]
  rows: readonly Readonly<{ name: Cell; cells: readonly Cell[] }>[]
  total?: readonly string[] | undefined
  /** For those with more rows than one wants to see at once. */
  folded?: boolean
}>

type FrameProps = PropsWithChildren<
  ChartHead & {
    legend?: readonly Readonly<{ name: string; tone: Tone }>[] | undefined
    /** The legend shows lines, dashed where they are. */
    lines?: boolean
    note?: string
    table: ChartTable
  }
>

/** A heading, the legend, the drawing, and its numbers as a table beside. */
export function ChartFrame({ ui, title, legend = [], lines, note, table, children }: FrameProps) {
  return (
    <section class={table.folded ? 'chart folded' : 'chart'}>
      <h2>{title}</h2>
      {table.rows.length === 0 ? (
        <p class="quiet">{ui.words.charts.none}</p>
      ) : (
        <div class="chart-parts">
          <div class="chart-drawing">
            {legend.length > 1 && (
              <ul class="chart-legend">
                {legend.map(({ name, tone }) => (
                  <li>
                    <Sign tone={tone} line={lines} /> {name}
                  </li>
                ))}
              </ul>
            )}
            {children}
            {note && <p class="quiet">{note}</p>}
          </div>
          <Table ui={ui} title={title} table={table} />
        </div>
      )}
    </section>
  )
}

function Sign({ tone, line }: { tone: Tone; line: boolean | undefined }) {
  return line ? (
    <svg width="20" height="12" aria-hidden="true">
      <path class={`chart-line chart-${tone}`} d="M1 6h18" />
    </svg>
  ) : (
    <svg width="12" height="12" aria-hidden="true">
      <rect class={`chart-${tone}`} width="12" height="12" rx="2" />
    </svg>
  )
}

type DrawingProps = PropsWithChildren<ChartHead & { height: number; class: string; linked?: boolean }>

/**
 * The drawing with its name and description. Widths in it are percentages and heights pixels, so that words keep their
 * size on a phone. What has links in it is a group, since a picture has nothing to go to.
 */
export function Drawing({ id, title, description, height, linked, children, ...props }: DrawingProps) {
  return (
    <svg
      class={`chart-svg ${props.class}`}
      width="100%"
      height={String(height)}
      role={linked ? 'group' : 'img'}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {children}
    </svg>
  )
}

function Table({ ui, title, table }: { ui: Ui; title: string; table: ChartTable }) {
  if (!table.folded) return <Numbers title={title} table={table} />
  return (
    <details class="chart-numbers">
      <summary class="link-button">
        {icon('list-filter')} {ui.words.charts.asTable}
      </summary>
      <Numbers title={title} table={table} />
    </details>
  )
}

function Numbers({ title, table: { head, rows, total } }: { title: string; table: ChartTable }) {
  return (
    <section class="table-box" tabindex={0} aria-label={title}>
      <table class="table chart-table">
        <thead>
          <tr>
            {head.map((word, at) => (
              <th scope="col" class={at > 0 ? 'number' : undefined}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr>
              <th scope="row">{linked(name)}</th>
              {cells.map((cell) => (
                <td class="number">{linked(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              <th scope="row">{total[0]}</th>
              {total.slice(1).map((text) => (
                <td class="number">{text}</td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  )
}

function linked({ text, href }: Cell) {
  return href ? <a href={href}>{text}</a> : text
}

/** A share of the width, as SVG takes it. */
export function percent(share: number): string {
  return `${Math.round(share * 100) / 100}%`
}

/** At most so many characters, the rest told by dots: the whole name is in the table. */
export function short(text: string, most: number): string {
  const characters = [...text]
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text
}
