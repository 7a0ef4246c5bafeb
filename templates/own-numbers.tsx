import type { OverTime } from '../src/reports/over-time.ts'
import type { NumberLine } from '../src/reports/own-numbers.ts'
import type { Preset } from '../src/reports/period.ts'
import { LineChart } from './chart-lines.tsx'
import { dayNames } from './day-names.ts'
import { durationText } from './report-table.tsx'
import { ReportTabs } from './report-tabs.tsx'
import { TeamNumbers, type TeamProps } from './team-numbers.tsx'
import type { Ui } from './ui.ts'

type Props = Readonly<{
  ui: Ui
  periods: readonly Preset[]
  own: readonly NumberLine[]
  desk: readonly NumberLine[]
  /** The last days and as many before. */
  days: OverTime
  daysBefore: OverTime
  dayList: (day: { from: string; to: string }) => string
  /** Undefined for a reader who may not see the numbers of others. */
  team: TeamProps['team'] | undefined
}>

/** One’s own numbers, then those of the whole desk, then, for those who may see them, everybody’s by name. */
export function OwnNumbersPage({ ui, periods, own, desk, team, ...days }: Props) {
  const words = ui.words.ownNumbers
  return (
    <main id="pane" class="page statistics" tabindex={-1}>
      <ReportTabs ui={ui} tab="mine" />
      <div class="own-numbers">
        <NumberTable ui={ui} title={words.own} periods={periods} lines={own} />
        <NumberTable ui={ui} title={words.desk} periods={periods} lines={desk} />
      </div>
      <OwnDays ui={ui} {...days} />
      {team && <TeamNumbers ui={ui} team={team} />}
    </main>
  )
}

type TableProps = Readonly<{ ui: Ui; title: string; periods: readonly Preset[]; lines: readonly NumberLine[] }>

function NumberTable({ ui, title, periods, lines }: TableProps) {
  return (
    <section class="statistic">
      <h2>{title}</h2>
      <section class="table-box" tabindex={0} aria-label={title}>
        <table class="table chart-table">
          <thead>
            <tr>
              <th scope="col">{ui.words.ownNumbers.what}</th>
              {periods.map((period) => (
                <th scope="col" class="number">
                  {ui.words.reportLists.presets[period]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr class={line.name === 'channel' ? 'part' : undefined}>
                <th scope="row">{lineName(ui, line)}</th>
                {line.cells.map((cell) => (
                  <td class="number">
                    {cell.count > 0 ? <a href={ui.url(cell.list)}>{cellText(ui, cell)}</a> : cellText(ui, cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function cellText(ui: Ui, { count, seconds }: NumberLine['cells'][number]): string {
  if (seconds === undefined) return ui.dates.number(count)
  return seconds === null ? '–' : durationText(ui, seconds)
}

function lineName({ words }: Ui, { name, value }: NumberLine): string {
  if (name === 'csat') return words.ownNumbers.verdicts[value ?? ''] ?? value ?? ''
  if (name !== 'channel') return words.ownNumbers.lines[name]
  return value === '(others)' ? words.reportLists.others : (words.reportValues.channel?.[value!] ?? value!)
}

function OwnDays({ ui, days, daysBefore, dayList }: Pick<Props, 'ui' | 'days' | 'daysBefore' | 'dayList'>) {
  const words = ui.words.ownNumbers
  const { short } = dayNames(ui)
  const sum = ({ counts }: OverTime['stretches'][number]) => Object.values(counts).reduce((a, b) => a + b, 0)
  const lists = (of: OverTime) => of.stretches.map((day) => ui.url(dayList(day)))
  const all = days.stretches.reduce((so, day) => so + sum(day), 0)
  return (
    <LineChart
      ui={ui}
      id="own-days"
      title={words.days}
      description={words.daysSum(ui.dates.number(all), days.stretches.length)}
      head={ui.words.statistics.stretches.day}
      labels={days.stretches.map(({ from }) => short(from))}
      series={[
        { name: words.now, tone: 'accent', values: days.stretches.map(sum), hrefs: lists(days) },
        { name: words.before, tone: 'earlier', values: daysBefore.stretches.map(sum), hrefs: lists(daysBefore) },
      ]}
    />
  )
}
