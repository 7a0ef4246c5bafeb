import { sql } from 'kysely'
import type { Dimension } from './counts.ts'
import { issues } from './issues.ts'
import type { Report } from './report.ts'
import { idOrNone } from './shared.ts'

/** Issues that are closed, by when they were: one that was opened again is not there. */
export const closed: Report = {
  ...issues,
  name: 'closed',
  time: sql`i.closed_at`,
  always: sql`${issues.always} and i.closed_at is not null`,
  sort: '-closed',
  columns: { ...issues.columns, closed: { kind: 'time', value: sql`i.closed_at` } },
}

export const closedByRep: Dimension = { filter: 'closedBy', value: idOrNone(sql`i.closed_by`) }
