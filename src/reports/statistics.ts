import type { Db } from '../database/connection.ts'
import { actions, actionsByInfoUsed } from './actions.ts'
import { type Counted, countBy, countByEach, type Dimension } from './counts.ts'
import { interactions, interactionsByChannel, interactionsByOriginator, interactionsByRep } from './interactions.ts'
import { issues, issuesByOrigin, issuesByType } from './issues.ts'
import { periodBefore } from './period.ts'
import type { Ask, Report } from './report.ts'

/** A report broken down by one of its filters, with the same of the period before where there is one. */
export type Statistic = Readonly<{ name: string; report: Report; dimension: Dimension }>
export type StatisticLine = Counted & Readonly<{ before?: number }>

/** The four lists of the original (ancestor.md 2.14), and the two that keep automatic and campaign mail apart. */
export const statistics: readonly Statistic[] = [
  { name: 'issuesByType', report: issues, dimension: issuesByType },
  { name: 'issuesByOrigin', report: issues, dimension: issuesByOrigin },
  { name: 'interactionsByOriginator', report: interactions, dimension: interactionsByOriginator },
  { name: 'interactionsByChannel', report: interactions, dimension: interactionsByChannel },
  { name: 'interactionsByRep', report: interactions, dimension: interactionsByRep },
  { name: 'actionsByInfoUsed', report: actions, dimension: actionsByInfoUsed },
]

/**
 * The lines of statistics of one report, in one look at its rows where none of them joins; a value that only the period
 * before had is a line with 0.
 */
export async function statisticLines(db: Db, of: readonly Statistic[], ask: Ask): Promise<StatisticLine[][]> {
  const before = periodBefore(ask.period)
  const [now, then] = await Promise.all([countAll(db, of, ask), before && countAll(db, of, { ...ask, period: before })])
  return then ? now.map((lines, nth) => compared(lines, then[nth]!)) : now
}

function countAll(db: Db, of: readonly Statistic[], ask: Ask): Promise<Counted[][]> {
  const dimensions = of.map(({ dimension }) => dimension)
  const { report } = of[0]!
  return dimensions.length > 1 && dimensions.every(({ join }) => !join)
    ? countByEach(db, report, ask, dimensions)
    : Promise.all(dimensions.map((dimension) => countBy(db, report, ask, dimension)))
}

function compared(now: readonly Counted[], then: readonly Counted[]): StatisticLine[] {
  const earlier = new Map(then.map(({ value, count }) => [value, count]))
  const shown = now.map((line) => ({ ...line, before: earlier.get(line.value) ?? 0 }))
  const gone = then.filter(({ value }) => !now.some((line) => line.value === value))
  return [...shown, ...gone.map(({ value, count }) => ({ value, count: 0, before: count }))]
}
