import type { Period, Preset } from '../src/reports/period.ts'
import type { LineOrder } from '../src/reports/statistic-tables.ts'
import { dayNames } from './day-names.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

const origins = ['human', 'automatic', 'campaign', 'all'] as const
const orders = ['', 'most', 'name'] as const

export type ChoicesProps = Readonly<{
  ui: Ui
  asked: Readonly<{ period: Period; preset?: Preset; origin?: string; order?: LineOrder }>
  presets: readonly Preset[]
  before: Period | undefined
  /** The path of the same page with something else asked. */
  address: (change: Readonly<Record<string, string | undefined>>) => string
}>

/** Which days, whose issues, in which order: links, and a form for days of one’s own. */
export function StatisticsChoices({ ui, asked, presets, before, address }: ChoicesProps) {
  const words = ui.words.statistics
  const lists = ui.words.reportLists
  const { period, preset, origin = 'all', order = '' } = asked
  return (
    <section class="statistics-choices" aria-label={words.choose}>
      <nav class="statistics-links" aria-label={lists.period}>
        {presets.map((one) => (
          <Switch
            ui={ui}
            path={address({ period: one, from: undefined, to: undefined })}
            here={one === preset}
            name={lists.presets[one]}
          />
        ))}
      </nav>
      <form class="ledger-filters" action={ui.url('/reports/statistics')} aria-label={lists.days}>
        <DayField label={lists.from} name="from" value={period.from} />
        <DayField label={lists.to} name="to" value={period.to} />
        <input type="hidden" name="origin" value={origin} />
        {order && <input type="hidden" name="order" value={order} />}
        <button type="submit" class="button">
          {icon('list-filter')} {lists.show}
        </button>
      </form>
      <div class="statistics-switches">
        <nav class="statistics-links" aria-label={words.origin}>
          <span class="quiet">{words.origin}</span>
          {origins.map((one) => (
            <Switch ui={ui} path={address({ origin: one })} here={one === origin} name={words.origins[one]} />
          ))}
        </nav>
        <nav class="statistics-links" aria-label={words.order}>
          <span class="quiet">{words.order}</span>
          {orders.map((one) => (
            <Switch
              ui={ui}
              path={address({ order: one })}
              here={one === order}
              name={one === '' ? words.asOffered : words.orders[one]}
            />
          ))}
        </nav>
      </div>
      <p class="quiet">
        {periodText(ui, period)}
        {before?.from && before.to ? ` · ${comparedText(ui, before.from, before.to)}` : ` · ${words.notCompared}`}
      </p>
    </section>
  )
}

function DayField({ label, name, value = '' }: { label: string; name: string; value?: string | undefined }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="date" value={value} min="1971-01-01" max="2199-12-31" />
    </div>
  )
}

/** One of several ways to look at the same. */
export function Switch({ ui, path, here, name }: { ui: Ui; path: string; here: boolean; name: string }) {
  return (
    <a class="button small" href={ui.url(path)} aria-current={here ? 'true' : undefined}>
      {name}
    </a>
  )
}

/** “1 Mar 2026 to 30 Mar 2026, days of Europe/Berlin”. */
function periodText(ui: Ui, { from, to, zone }: Period): string {
  const words = ui.words.statistics
  const { long } = dayNames(ui)
  if (from && to) return words.days(long(from), long(to), zone)
  if (from) return words.since(long(from), zone)
  return to ? words.until(long(to), zone) : words.allDays(zone)
}

function comparedText(ui: Ui, from: string, to: string): string {
  const { long } = dayNames(ui)
  return ui.words.statistics.comparedWith(long(from), long(to))
}
