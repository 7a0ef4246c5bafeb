import type { Db } from '../database/connection.ts'
import { closed } from './closed.ts'
import { countBy, countRows } from './counts.ts'
import { csat, csatByVerdict, verdicts } from './csat.ts'
import { interactions, interactionsByChannel } from './interactions.ts'
import { issues } from './issues.ts'
import { type Preset, periodOf } from './period.ts'
import { type Ask, askQuery, type Report, type Viewer } from './report.ts'
import { askMeasured, measures, timesOf } from './response-times.ts'

/** The days that one’s own numbers are shown for, beside each other. */
export const ownPeriods = ['today', 'week', 'month'] as const satisfies readonly Preset[]

/** `count` rows of the list; for a time `seconds` is their median, in business hours, null where there are none. */
export type NumberCell = Readonly<{ count: number; list: string; seconds?: number | null }>

export type LineName = 'answered' | 'closed' | 'interactions' | 'channel' | 'firstResponse' | 'csat'

/** One cell for each of the periods. `value`: which channel, which verdict of customers. */
export type NumberLine = Readonly<{ name: LineName; value?: string; cells: readonly NumberCell[] }>

/** Whose numbers: those of a rep, else of the whole desk. */
export type Whose = Readonly<{ repId: number | null; zone: string; viewer: Viewer }>

type Line = Readonly<{ name: LineName; value?: string; cell: NumberCell }>

/** What a rep did, or the whole desk: letters, closed issues, interactions by channel, first response, customers’ verdict. */
export async function ownNumbers(db: Db, whose: Whose): Promise<NumberLine[]> {
  const columns = await Promise.all(ownPeriods.map((preset) => linesOf(db, whose, preset)))
  const keys = new Map(columns.flat().map((line) => [`${line.name} ${line.value ?? ''}`, line]))
  const order = (name: LineName) => lineNames.indexOf(name)
  const lines = [...keys.values()].sort(
    (a, b) => order(a.name) - order(b.name) || verdictOrder(a) - verdictOrder(b) || compare(a.value, b.value),
  )
  return lines.map(({ name, value }) => ({
    ...{ name, ...(value !== undefined && { value }) },
    cells: columns.map(
      (column, nth) =>
        column.find((line) => line.name === name && line.value === value)?.cell ??
        // Another period has this line: here it has no rows.
        cellOf(listed[name], askFor(whose, ownPeriods[nth]!, name, { [filterOf(name)]: value ?? '' }), 0),
    ),
  }))
}

const lineNames: readonly LineName[] = ['answered', 'closed', 'interactions', 'channel', 'firstResponse', 'csat']
const verdictOrder = ({ value }: { value?: string }) => verdicts.findIndex((one) => one === value)
const compare = (a = '', b = '') => (a < b ? -1 : Number(a > b))

const listed: Readonly<Record<LineName, Report>> = {
  ...{ answered: interactions, closed, interactions, channel: interactions, firstResponse: issues, csat },
}

function filterOf(name: LineName): string {
  return name === 'csat' ? csatByVerdict.filter : interactionsByChannel.filter
}

async function linesOf(db: Db, whose: Whose, preset: Preset): Promise<Line[]> {
  const ask = (name: LineName, filters: Record<string, string> = {}) => askFor(whose, preset, name, filters)
  const answered = ask('answered', { originator: 'rep', channel: 'email' })
  const [first, all] = [ask('firstResponse'), ask('interactions')]
  const [letters, closings, channels, times, said] = await Promise.all([
    countRows(db, interactions, answered),
    countRows(db, closed, ask('closed')),
    countBy(db, interactions, all, interactionsByChannel),
    timesOf(db, measures[0]!, first),
    countBy(db, csat, ask('csat'), csatByVerdict),
  ])
  const sum = channels.reduce((so, { count }) => so + count, 0)
  const median = { ...cellOf(issues, askMeasured(first, measures[0]!), times?.count ?? 0), seconds: null }
  return [
    { name: 'answered', cell: cellOf(interactions, answered, letters) },
    { name: 'closed', cell: cellOf(closed, ask('closed'), closings) },
    { name: 'interactions', cell: cellOf(interactions, all, sum) },
    ...channels.map(({ value, count }) => ({
      ...{ name: 'channel' as const, value },
      cell: cellOf(interactions, ask('channel', { channel: value }), count),
    })),
    { name: 'firstResponse', cell: { ...median, seconds: times?.medianBusiness ?? null } },
    ...said.map(({ value, count }) => ({
      ...{ name: 'csat' as const, value },
      cell: cellOf(csat, ask('csat', { verdict: value }), count),
    })),
  ]
}

/** The filter by which a report knows whose its rows are. */
const repFilters: Readonly<Record<LineName, string>> = {
  ...{
    answered: 'rep',
    closed: 'closedBy',
    interactions: 'rep',
    channel: 'rep',
    firstResponse: 'answeredBy',
    csat: 'rep',
  },
}

function askFor({ repId, zone, viewer }: Whose, preset: Preset, name: LineName, filters: Record<string, string>): Ask {
  const own: Record<string, string> = repId === null ? {} : { [repFilters[name]]: String(repId) }
  return { period: periodOf(preset, zone), preset, sort: listed[name].sort, filters: { ...own, ...filters }, viewer }
}

function cellOf(report: Report, ask: Ask, count: number): NumberCell {
  return { count, list: `/reports/${report.name}?${askQuery(ask)}` }
}
