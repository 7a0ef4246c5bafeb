import type { Db } from '../database/connection.ts'
import { actions, actionsByInfoUsed } from './actions.ts'
import { type Counted, countBy, type Dimension } from './counts.ts'
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

/** The lines of a statistic; a value that only the period before had is a line with 0. */
export async function statisticLines(db: Db, { report, dimension }: Statistic, ask: Ask): Promise<StatisticLine[]> {
  const before = periodBefore(ask.period)
  const [now, then] = await Promise.all([
    countBy(db, report, ask, dimension),
    before && countBy(db, report, { ...ask, period: before }, dimension),
  ])
  if (!then) return now
  const earlier = new Map(then.map(({ value, count }) => [value, count]))
  const shown = now.map((line) => ({ ...line, before: earlier.get(line.value) ?? 0 }))
  const gone = then.filter(({ value }) => !now.some((line) => line.value === value))
  return [...shown, ...gone.map(({ value, count }) => ({ value, count: 0, before: count }))]
}
