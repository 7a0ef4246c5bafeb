import type { Preset } from '../src/reports/period.ts'
import { icon } from './icon.tsx'
import { swapsReport } from './report-swap.ts'
import type { Ui } from './ui.ts'

/** `options`: what there is to choose among, by labels for a reader; left out for what is typed. */
export type FilterField = Readonly<{
  name: string
  value: string
  options?: readonly Readonly<{ value: string; label: string }>[]
}>

export type PeriodField = Readonly<{
  from: string
  to: string
  zone: string
  preset: Preset | ''
  presets: readonly Preset[]
}>

type Props = Readonly<{
  ui: Ui
  action: string
  clear: string
  period: PeriodField
  filters: readonly FilterField[]
  sort: string
}>

/** Choices of a report that are seen at once; the others are folded away until they are used. */
const firstChoices = 6

/** A form that asks for the same list. On a phone all of it is folded, so that the rows come first. */
export function ReportFilters({ ui, action, clear, period, filters, sort }: Props) {
  const words = ui.words.reportLists
  const set = filters.filter(({ value }) => value !== '').length
  const choices = filters.filter(({ options }) => options)
  const shown = choices.filter(({ value }, nth) => nth < firstChoices || value !== '')
  const folded = filters.filter((filter) => !shown.includes(filter))
  return (
    <details class="report-fold">
      <summary class="button">
        {icon('list-filter')} {words.filtersSet(set)}
      </summary>
      <form
        class="report-filters"
        action={ui.url(action)}
        aria-label={words.filters}
        {...swapsReport(ui.url(action))}
        hx-trigger="submit"
      >
        <input type="hidden" name="sort" value={sort} />
        <input type="hidden" name="was" value={period.preset || 'days'} />
        <PeriodFields ui={ui} period={period} />
        {shown.map((filter) => (
          <FilterInput ui={ui} filter={filter} />
        ))}
        {folded.length > 0 && (
          <details class="report-more" open={folded.some(({ value }) => value !== '')}>
            <summary>
              {icon('chevron-down')} {words.more}
            </summary>
            <div class="report-typed">
              {folded.map((filter) => (
                <FilterInput ui={ui} filter={filter} />
              ))}
            </div>
          </details>
        )}
        <div class="report-buttons">
          <button type="submit" class="button primary">
            {icon('list-filter')} {words.show}
          </button>
          {set > 0 && (
            <a class="button" href={ui.url(clear)} {...swapsReport(ui.url(clear))}>
              {icon('x')} {words.clear}
            </a>
          )}
        </div>
      </form>
    </details>
  )
}

/** Days that were changed by hand count before the time that they came from. */
function PeriodFields({ ui, period }: { ui: Ui; period: PeriodField }) {
  const words = ui.words.reportLists
  return (
    <>
      <div class="field">
        <label for="f-period">{words.period}</label>
        <select id="f-period" name="period">
          <option value="" selected={period.preset === ''}>
            {words.days}
          </option>
          {period.presets.map((preset) => (
            <option value={preset} selected={preset === period.preset}>
              {words.presets[preset]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="f-from">{words.from}</label>
        <input id="f-from" type="date" name="from" value={period.from} />
      </div>
      <div class="field">
        <label for="f-to">{words.to}</label>
        <input id="f-to" type="date" name="to" value={period.to} />
      </div>
    </>
  )
}

function FilterInput({ ui, filter }: { ui: Ui; filter: FilterField }) {
  const { name, value, options } = filter
  if (options) return <ChoiceField ui={ui} filter={filter} />
  return (
    <div class="field">
      <label for={`f-${name}`}>{fieldName(ui, name)}</label>
      <input id={`f-${name}`} name={name} value={value} maxlength={200} autocomplete="off" />
    </div>
  )
}

function ChoiceField({ ui, filter }: { ui: Ui; filter: FilterField }) {
  const { name, value, options = [] } = filter
  const known = value === '' || options.some((option) => option.value === value)
  return (
    <div class="field">
      <label for={`f-${name}`}>{fieldName(ui, name)}</label>
      <select id={`f-${name}`} name={name}>
        <option value="">{ui.words.reportLists.any}</option>
        {!known && (
          <option value={value} selected>
            {value}
          </option>
        )}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

function fieldName(ui: Ui, name: string): string {
  return ui.words.reportFields[name] ?? name
}
