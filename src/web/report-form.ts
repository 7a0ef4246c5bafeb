import type { FilterField, PeriodField } from '../../templates/report-filters.tsx'
import type { ReportColumn } from '../../templates/report-table.tsx'
import type { Words } from '../../templates/words/en.ts'
import type { Db } from '../database/connection.ts'
import { type Preset, periodOf, presets } from '../reports/period.ts'
import { type Ask, askQuery, type Choice, choicesFor, type Filter, type Query, type Report } from '../reports/report.ts'
import { none, others } from '../reports/shared.ts'

/** The form of a list says what time it showed; no link does. */
export function isForm(query: Query): boolean {
  return query.was !== undefined
}

/**
 * What the form asks for: days that were changed by hand count before the time that they came from, and a time that was
 * chosen counts before the days that were there.
 */
export function tidied({ was, ...query }: Query, zone: string): Query {
  const preset = presets.find((one) => one === query.period)
  if (!preset || preset !== was) return query
  const shown = periodOf(preset, zone)
  const same = (query.from || undefined) === shown.from && (query.to || undefined) === shown.to
  return same ? query : { ...query, period: undefined }
}

/** The days of a preset are shown, to be changed. */
export function periodField({ period: { from = '', to = '', zone }, preset }: Ask): PeriodField {
  const open: Preset | '' = from || to ? '' : 'all'
  return { from, to, zone, preset: preset ?? open, presets }
}

/** The heads of a list: first the largest, then the other way round. */
export function columnsOf({ name: report, columns }: Report, ask: Ask): ReportColumn[] {
  return Object.entries(columns).map(([name, { kind, noun }]) => {
    const sorted = ask.sort === name ? 'up' : ask.sort === `-${name}` ? 'down' : undefined
    const sort = sorted === 'down' ? name : `-${name}`
    return { name, kind, noun, sorted, href: `/reports/${report}?${askQuery(ask, { sort })}` }
  })
}

type Shown = Readonly<{ ask: Ask; words: Words }>

/** The fields of the form, with choices in the reader's words; who may see himself alone chooses among himself. */
export async function filtersOf(db: Db, { filters }: Report, { ask, words }: Shown): Promise<FilterField[]> {
  return Promise.all(
    Object.entries(filters).map(async ([name, filter]) => {
      const value = ask.filters[name] ?? ''
      if (!filter.choices) return { name, value }
      const choices = await choicesFor(db, filter, ask.viewer)
      return { name, value, options: labelled(name, { filter, choices, words }) }
    }),
  )
}

type Labelled = Readonly<{ filter: Filter; choices: readonly Choice[]; words: Words }>

function labelled(name: string, { filter, choices, words }: Labelled) {
  const { others: otherWords, none: noneWords, nobody } = words.reportLists
  const common: Readonly<Record<string, string>> = { [others]: otherWords, [none]: noneWords }
  const known = choices.map(({ value, label }) => ({
    value,
    label: common[value] ?? words.reportValues[name]?.[value] ?? label,
  }))
  return filter.reps ? [...known, { value: 'none', label: nobody }] : known
}
