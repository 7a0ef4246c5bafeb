import type { Db } from '../database/connection.ts'
import { timesLeft } from '../desk/recompute-times.ts'
import { issues } from './issues.ts'
import { type Ask, askQuery, choicesFor, type Query } from './report.ts'
import {
  askMeasured,
  type Measure,
  type MeasureName,
  measureNames,
  measures,
  type Times,
  timeDimensions,
  timesBy,
  timesOfEach,
  timesOver,
} from './response-times.ts'

export const waitsBy = ['type', 'mailbox', 'group', 'rep'] as const
export type WaitsBy = (typeof waitsBy)[number]

/** Seconds that people waited; `count` issues of the list have such a time. */
type Waited = Times & Readonly<{ list: string }>

/** How long people wait: each measure over all. */
export type Waits = Readonly<{
  measure: MeasureName
  by: WaitsBy
  /** Issues whose times are being reckoned anew. */
  left: number
  all: readonly Readonly<{ name: MeasureName; times: Waited | null }>[]
}>
/** One of them broken down. */
export type WaitsLines = Readonly<{
  measure: MeasureName
  by: WaitsBy
  lines: readonly (Waited & Readonly<{ value: string; label: string }>)[]
}>
/** One of them over time. */
export type WaitsOver = Readonly<{
  measure: MeasureName
  over: readonly (Waited & Readonly<{ from: string; to: string }>)[]
}>

export type WaitsAsk = Readonly<{ measure: MeasureName; by: WaitsBy }>

/** An address's query as what is broken down; `faults` gets the names of what is none. */
export function readWaitsAsk(query: Query, faults: string[]): WaitsAsk {
  const measure = measureNames.find((name) => name === (query.measure || 'firstResponse'))
  const by = waitsBy.find((name) => name === (query.by || 'type'))
  if (!measure) faults.push('measure')
  if (!by) faults.push('by')
  return { measure: measure ?? 'firstResponse', by: by ?? 'type' }
}

export async function readWaits(db: Db, ask: Ask, { measure, by }: WaitsAsk): Promise<Waits> {
  const [left, all] = await Promise.all([timesLeft(db), timesOfEach(db, ask)])
  const listed = measures.map((one, nth) => {
    const times = all[nth]
    return { name: one.name, times: times ? { ...times, list: listOf(ask, one) } : null }
  })
  return { measure, by, left, all: listed }
}

export async function readWaitsOver(db: Db, ask: Ask, { measure: name }: WaitsAsk): Promise<WaitsOver> {
  const measure = named(name)
  const { preset: _, ...ofDays } = ask
  const over = await timesOver(db, measure, ask, unitOf(ask))
  return {
    measure: name,
    over: over.map((times) => {
      const days: Ask = { ...ofDays, period: { from: times.from, to: times.to, zone: ask.period.zone } }
      return { ...times, list: listOf(days, measure) }
    }),
  }
}

/** By reps only as far as the viewer may see, in the order of their names. */
export async function readWaitsLines(db: Db, ask: Ask, { measure, by }: WaitsAsk): Promise<WaitsLines> {
  return { measure, by, lines: await linesOf(db, ask, { measure: named(measure), by }) }
}

const named = (name: MeasureName) => measures.find((one) => one.name === name)!

function listOf(ask: Ask, measure: Measure, change: Query = {}): string {
  return `/reports/issues?${askQuery(askMeasured(ask, measure), change)}`
}

/** Weeks up to half a year, months beyond. */
function unitOf({ period: { from, to } }: Ask): 'week' | 'month' {
  return from && Date.parse(to ?? new Date().toISOString().slice(0, 10)) - Date.parse(from) <= 190 * 86_400_000
    ? 'week'
    : 'month'
}

async function linesOf(
  db: Db,
  ask: Ask,
  { measure, by }: { measure: Measure; by: WaitsBy },
): Promise<WaitsLines['lines']> {
  const dimension = by === 'rep' ? measure.byRep : timeDimensions[by]
  const filter = issues.filters[dimension.filter]!
  const { team, repId } = ask.viewer
  if (by === 'rep' && !team && repId === null) return []
  const own: Ask['filters'] = by === 'rep' && !team ? { [dimension.filter]: String(repId) } : {}
  const [lines, choices] = await Promise.all([
    timesBy(db, measure, { ...ask, filters: { ...ask.filters, ...own } }, dimension),
    choicesFor(db, filter, ask.viewer),
  ])
  const labels = new Map(choices.map(({ value, label }) => [value, label]))
  return lines
    .map((line) => ({
      ...{ ...line, label: labels.get(line.value) ?? line.value },
      list: listOf(ask, measure, { [dimension.filter]: line.value }),
    }))
    .sort((a, b) => a.label.localeCompare(b.label))
}
