import type { Db } from '../database/connection.ts'
import { type Period, type Preset, periodBefore } from './period.ts'
import { type Ask, askQuery, choicesFor, type Query, readAsk, type Viewer } from './report.ts'
import { none, others } from './shared.ts'
import { type Statistic, type StatisticLine, statisticLines, statistics } from './statistics.ts'

/** A line with its name and the lists that have its rows, as paths of the desk. */
export type LabelledLine = StatisticLine & Readonly<{ label: string; list: string; listBefore?: string }>

export type StatisticTable = Readonly<{
  name: string
  /** The report and its filter that the lines are of. */
  report: string
  filter: string
  lines: readonly LabelledLine[]
  /** Each row counts in one line, so that their sum is that of the rows. */
  disjoint: boolean
}>

export const orders = ['most', 'name'] as const
export type LineOrder = (typeof orders)[number]

/** What all statistics of a page ask for; `query` is what makes an address of it. */
export type StatisticsAsk = Readonly<{
  period: Period
  preset?: Preset
  origin?: string
  order?: LineOrder
  viewer: Viewer
  query: Query
}>

/**
 * An address's query as what statistics ask for: the last 30 days where it names none, and issues that humans wrote
 * unless `origin` says another or “all”. `faults` names every parameter that is none.
 */
export function readStatisticsAsk(
  { report }: Statistic,
  query: Query,
  zone: string,
  viewer: Viewer,
): { asked: StatisticsAsk; faults: string[] } {
  const days = query.period || query.from || query.to ? {} : { period: 'days30' }
  const origin = query.origin || 'human'
  const wish = { period: query.period, from: query.from, to: query.to, ...days, origin: origin === 'all' ? '' : origin }
  const { ask, faults } = readAsk(report, wish, zone, viewer)
  const order = orders.find((one) => one === query.order)
  if (query.order && !order) faults.push('order')
  const { preset, period } = ask
  const shown = { ...(preset ? { period: preset } : { from: period.from, to: period.to }), origin: query.origin }
  return {
    asked: {
      ...{ period, viewer, query: { ...shown, order } },
      ...(preset && { preset }),
      ...(ask.filters.origin && { origin: ask.filters.origin }),
      ...(order && { order }),
    },
    faults,
  }
}

/** Statistics that one look at a report's rows can count, under the name of the first; in the order of all. */
export const statisticGroups: ReadonlyMap<string, readonly Statistic[]> = new Map(
  [
    ...Map.groupBy(statistics, ({ name, report, dimension }) =>
      dimension.join || dimension.filter === 'origin' ? name : report.name,
    ).values(),
  ].map((of) => [of[0]!.name, of]),
)

/** All statistics in their order. */
export async function statisticTables(db: Db, asked: StatisticsAsk): Promise<StatisticTable[]> {
  const groups = [...statisticGroups.values()]
  return (await Promise.all(groups.map((of) => tablesOf(db, of, asked)))).flat()
}

/** Those of one group. */
export async function tablesOf(db: Db, of: readonly Statistic[], asked: StatisticsAsk): Promise<StatisticTable[]> {
  const lines = await statisticLines(db, of, askOf(of[0]!, asked))
  return Promise.all(of.map((statistic, nth) => tableOf(db, statistic, asked, lines[nth]!)))
}

/** With names and links, ordered: by reps by their names, others by the most, unless asked otherwise. */
async function tableOf(
  db: Db,
  statistic: Statistic,
  asked: StatisticsAsk,
  lines: readonly StatisticLine[],
): Promise<StatisticTable> {
  const { name, report, dimension } = statistic
  const filter = report.filters[dimension.filter]!
  const ask = askOf(statistic, asked)
  const choices = await choicesFor(db, filter, asked.viewer)
  const labels = new Map(choices.map(({ value, label }) => [value, label]))
  const labelled = lines.map((line) => ({ ...line, label: labels.get(line.value) ?? line.value, ...lists(line) }))
  const byName = (asked.order ?? (filter.reps ? 'name' : 'most')) === 'name'
  return {
    ...{ name, report: report.name, filter: dimension.filter, disjoint: !dimension.join },
    lines: byName ? labelled.toSorted(byLabel) : labelled,
  }

  function lists({ value, before }: StatisticLine) {
    const path = (of: Ask) => `/reports/${report.name}?${askQuery(of, { [dimension.filter]: value })}`
    const { preset: _, ...days } = ask
    const earlier = before === undefined ? undefined : periodBefore(ask.period)
    return { list: path(ask), ...(earlier && { listBefore: path({ ...days, period: earlier }) }) }
  }
}

const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true })
/** What stands for none or for all others. */
const isRest = ({ value }: LabelledLine) => value === 'none' || value === none || value === others
const byLabel = (a: LabelledLine, b: LabelledLine) =>
  Number(isRest(a)) - Number(isRest(b)) || collator.compare(a.label, b.label)

/** What breaks down by origin shows them all: that is what it is for. */
export function askOf({ report, dimension }: Statistic, { period, preset, origin, viewer }: StatisticsAsk): Ask {
  const filters: Record<string, string> = origin && dimension.filter !== 'origin' ? { origin } : {}
  return { period, sort: report.sort, filters, viewer, ...(preset && { preset }) }
}
