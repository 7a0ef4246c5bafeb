import { dayNames } from './day-names.ts'
import { icon } from './icon.tsx'
import type { ServiceProps } from './service-props.ts'
import { Switch } from './statistics-choices.tsx'
import type { Ui } from './ui.ts'

/** Which days: links, and a form for days of one’s own. */
export function ServiceChoices({ ui, asked, presets, address }: ServiceProps) {
  const lists = ui.words.reportLists
  const { from = '', to = '' } = asked.period
  return (
    <section class="statistics-choices" aria-label={ui.words.service.choose}>
      <nav class="statistics-links" aria-label={lists.period}>
        {presets.map((one) => (
          <Switch
            ui={ui}
            path={address({ period: one, from: undefined, to: undefined })}
            here={one === asked.preset}
            name={lists.presets[one]}
          />
        ))}
      </nav>
      <form class="ledger-filters" action={ui.url('/reports/service')} aria-label={lists.days}>
        <DayField label={lists.from} name="from" value={from} />
        <DayField label={lists.to} name="to" value={to} />
        <input type="hidden" name="measure" value={asked.measure} />
        <input type="hidden" name="by" value={asked.by} />
        <button type="submit" class="button">
          {icon('list-filter')} {lists.show}
        </button>
      </form>
      <p class="quiet">{daysText(ui, asked.period)}</p>
    </section>
  )
}

function DayField({ label, name, value }: { label: string; name: string; value: string }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="date" value={value} min="1971-01-01" max="2199-12-31" />
    </div>
  )
}

function daysText(ui: Ui, { from, to, zone }: ServiceProps['asked']['period']): string {
  const words = ui.words.statistics
  const { long } = dayNames(ui)
  if (from && to) return words.days(long(from), long(to), zone)
  if (from) return words.since(long(from), zone)
  return to ? words.until(long(to), zone) : words.allDays(zone)
}
