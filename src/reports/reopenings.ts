import type { Db } from '../database/connection.ts'
import { countBy, countRows } from './counts.ts'
import { issues, issuesByType } from './issues.ts'
import type { Ask } from './report.ts'

/** Of issues that were closed at least once, those that were opened again: rows of the lists `everClosed` and `reopened`. */
export type Reopenings = Readonly<{ closed: number; reopened: number }>
export type ReopeningLine = Reopenings & Readonly<{ type: string }>

/** Of all that is asked, and by type in the order of the most that were reopened. */
export async function reopenings(db: Db, ask: Ask): Promise<{ all: Reopenings; types: ReopeningLine[] }> {
  const only = (filter: 'everClosed' | 'reopened'): Ask => ({ ...ask, filters: { ...ask.filters, [filter]: 'yes' } })
  const [closed, reopened, closedBy, reopenedBy] = await Promise.all([
    countRows(db, issues, only('everClosed')),
    countRows(db, issues, only('reopened')),
    countBy(db, issues, only('everClosed'), issuesByType),
    countBy(db, issues, only('reopened'), issuesByType),
  ])
  const again = new Map(reopenedBy.map(({ value, count }) => [value, count]))
  const types = closedBy.map(({ value, count }) => ({ type: value, closed: count, reopened: again.get(value) ?? 0 }))
  return { all: { closed, reopened }, types: types.sort((a, b) => b.reopened - a.reopened || b.closed - a.closed) }
}
