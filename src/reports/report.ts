import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type Period, type Preset, periodOf, presets, readDay, within } from './period.ts'

/** How a value is shown, and what it sorts as. Money is in minor units of the row's `currency`. */
export type ColumnKind = 'text' | 'word' | 'number' | 'money' | 'seconds' | 'time' | 'day' | 'flag'

/** What a value names, so that a page can link to it by `ref`. */
export type Noun = 'issue' | 'person' | 'order' | 'certificate' | 'campaign' | 'interaction' | 'mail'

export type Column = Readonly<{
  kind: ColumnKind
  value: RawBuilder<unknown>
  /** What it sorts by, where that is not the value itself; perhaps another way where very many rows are asked for. */
  sort?: RawBuilder<unknown> | ((many: boolean) => RawBuilder<unknown>)
  /** May be null, which sorts as the smallest. Leave it out where an index is to be walked. */
  empty?: true
  /** What its left join always finds: an order of very many may begin at the other end of it. */
  finds?: RawBuilder<unknown>
  noun?: Noun
  /** The id of what the value names; the value itself where left out. */
  ref?: RawBuilder<unknown>
}>

export type Choice = Readonly<{ value: string; label: string }>

export type Filter = Readonly<{
  kind: 'choice' | 'text' | 'flag'
  /** SQL for what was asked; undefined for what is none of its values. The period is known where rows are asked for. */
  where: (value: string, period?: Period) => RawBuilder<boolean> | undefined
  /** It asks for what a rep did: whoever may not see the numbers of others asks for his own, or for what is nobody’s. */
  reps?: true
  /** What there is to choose among; for words of the program itself the label is the value, and the page names it. */
  choices?: (db: Db) => Promise<readonly Choice[]>
}>

/** A list with columns to sort and filters to combine. Rows are counted, paged, streamed and grouped by the same SQL. */
export type Report = Readonly<{
  name: string
  /** Whole number, one of its own for each row. */
  key: RawBuilder<number>
  /** What the period is about. */
  time: RawBuilder<Date>
  /** What `key`, `time`, `always` and the filters stand on. */
  from: RawBuilder<unknown>
  /**
   * Left joins on unique keys for columns alone. PostgreSQL leaves out those that no column asks for, but an index that
   * has all that is counted helps only where they were never written (optimizer/plan/analyzejoins.c, attr_needed).
   */
  joined?: RawBuilder<unknown>
  always: RawBuilder<boolean>
  /** SQL: what rows of a period keep to besides, so that an index finds them. */
  narrow?: (period: Period) => readonly RawBuilder<boolean>[]
  columns: Readonly<Record<string, Column>>
  filters: Readonly<Record<string, Filter>>
  /** The column and, by a leading minus, its direction: “-opened”. */
  sort: string
}>

/** Who asks: a rep or, for a key that acts for none, null. `team`: may see the numbers of others by name (roles.ts). */
export type Viewer = Readonly<{ repId: number | null; team: boolean }>

/** What somebody wants to see of a report; `filters` holds texts that the report's own filters took. */
export type Ask = Readonly<{
  period: Period
  preset?: Preset
  sort: string
  filters: Readonly<Record<string, string>>
  viewer: Viewer
}>

/** For what the desk itself counts. */
export const wholeTeam: Viewer = { repId: null, team: true }

export type Query = Readonly<Record<string, string | undefined>>

/**
 * An address's query as what is asked; `faults` names every parameter that is none, which is left out. “me” as a rep is
 * whoever asks; other reps are a fault for a viewer without `team`.
 */
export function readAsk(
  report: Report,
  query: Query,
  zone: string,
  viewer: Viewer = wholeTeam,
): { ask: Ask; faults: string[] } {
  const faults: string[] = []
  const { period, preset } = readPeriod(query, zone, faults)
  const filters: Record<string, string> = {}
  for (const [name, filter] of Object.entries(report.filters)) {
    const value = filter.reps && query[name] === 'me' ? String(viewer.repId ?? '') : query[name]
    if (!query[name]) continue
    if (value && value.length <= 200 && isPlain(value) && maySee(filter, value, viewer) && filter.where(value))
      filters[name] = value
    else faults.push(name)
  }
  const sort = query.sort || report.sort
  const known = Object.hasOwn(report.columns, sort.replace(/^-/, ''))
  if (!known) faults.push('sort')
  return { ask: { period, ...(preset && { preset }), sort: known ? sort : report.sort, filters, viewer }, faults }
}

function maySee({ reps }: Filter, value: string, { team, repId }: Viewer): boolean {
  return !reps || team || value === 'none' || value === String(repId)
}

/** What there is to choose among for whoever asks. */
export async function choicesFor(db: Db, filter: Filter, viewer: Viewer): Promise<readonly Choice[]> {
  const all = (await filter.choices?.(db)) ?? []
  return all.filter(({ value }) => maySee(filter, value, viewer))
}

function readPeriod(query: Query, zone: string, faults: string[]): { period: Period; preset?: Preset } {
  const preset = presets.find((one) => one === query.period)
  if (query.period && !preset) faults.push('period')
  if (preset) return { period: periodOf(preset, zone), preset }
  const [from, to] = [readDay(query.from), readDay(query.to)]
  if (query.from && !from) faults.push('from')
  if (query.to && !to) faults.push('to')
  return { period: { from, to, zone } }
}

/** Text that PostgreSQL can compare. */
function isPlain(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** The query of an address that asks for the same. */
export function askQuery(ask: Ask, change: Query = {}): string {
  const { preset, period, sort, filters } = ask
  const days = preset ? { period: preset } : { from: period.from, to: period.to }
  const all = Object.entries({ ...days, ...filters, sort, ...change })
  return String(new URLSearchParams(all.filter((pair): pair is [string, string] => Boolean(pair[1]))))
}

/** SQL: where columns come from. */
export function wide({ from, joined }: Report): RawBuilder<unknown> {
  return joined ? sql`${from} ${joined}` : from
}

/** SQL: the rows that are asked for. */
export function conditions(report: Report, { period, filters }: Ask): RawBuilder<boolean> {
  const asked = Object.entries(filters).flatMap(([name, value]) => report.filters[name]?.where(value, period) ?? [])
  const narrow = report.narrow?.(period) ?? []
  return sql.join([report.always, ...within(report.time, period), ...narrow, ...asked], sql` and `)
}

/** More than a year is asked for: then whole tables are joined rather than each row looked up. */
export function isMany({ period: { from, to } }: Pick<Ask, 'period'>): boolean {
  return !from || !to || Date.parse(to) - Date.parse(from) > 366 * 86_400_000
}

/** A number that an index has in order, which is walked for all time and no help for days long ago. */
export function byNumber(key: RawBuilder<unknown>): (many: boolean) => RawBuilder<unknown> {
  return (many) => (many ? key : sql`${key} + 0`)
}
