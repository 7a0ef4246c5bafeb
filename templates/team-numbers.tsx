import type { Preset } from '../src/reports/period.ts'
import type { TeamColumn, TeamLine } from '../src/reports/team-numbers.ts'
import { icon } from './icon.tsx'
import { Switch } from './statistics-choices.tsx'
import type { Ui } from './ui.ts'

export type TeamProps = Readonly<{
  ui: Ui
  team: Readonly<{
    lines: readonly TeamLine[]
    columns: readonly TeamColumn[]
    presets: readonly Preset[]
    preset: Preset
    /** “name”, a column, and by a leading minus its direction. */
    sort: string
    address: (preset: Preset, sort: string) => string
  }>
}>

/** Everybody who did something, by name: no ranking, unless the reader sorts by a column. */
export function TeamNumbers({ ui, team }: TeamProps) {
  const { lines, columns, presets, preset, sort, address } = team
  const words = ui.words.ownNumbers
  return (
    <section class="statistic" id="team">
      <h2>{words.team}</h2>
      <nav class="statistics-links" aria-label={ui.words.reportLists.period}>
        {presets.map((one) => (
          <Switch ui={ui} path={address(one, sort)} here={one === preset} name={ui.words.reportLists.presets[one]} />
        ))}
      </nav>
      {lines.length === 0 ? (
        <p class="quiet">{ui.words.charts.none}</p>
      ) : (
        <section class="table-box" tabindex={0} aria-label={words.team}>
          <table class="table chart-table">
            <thead>
              <tr>
                <Head ui={ui} team={team} column="name" />
                {columns.map((column) => (
                  <Head ui={ui} team={team} column={column} />
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map(({ name, cells }) => (
                <tr>
                  <th scope="row">{name}</th>
                  {columns.map((column) => (
                    <td class="number">
                      <a href={ui.url(cells[column].list)}>{ui.dates.number(cells[column].count)}</a>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p class="quiet">{words.teamNote}</p>
    </section>
  )
}

function Head({ ui, team, column }: TeamProps & { column: TeamColumn | 'name' }) {
  const { sort, preset, address } = team
  const here = sort.replace(/^-/, '') === column
  const down = sort.startsWith('-')
  // Names begin with A, numbers with the most.
  const next = here ? (down ? column : `-${column}`) : column === 'name' ? column : `-${column}`
  return (
    <th
      scope="col"
      class={column === 'name' ? undefined : 'number'}
      aria-sort={here ? (down ? 'descending' : 'ascending') : undefined}
    >
      <a href={ui.url(address(preset, next))}>
        {ui.words.ownNumbers.columns[column]} {here && icon(down ? 'arrow-down' : 'arrow-up')}
      </a>
    </th>
  )
}
