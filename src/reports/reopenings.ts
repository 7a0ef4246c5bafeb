import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { issues, issuesByType } from './issues.ts'
import { type Ask, conditions } from './report.ts'

/** Of issues that were closed at least once, those that were opened again: rows of the lists `everClosed` and `reopened`. */
export type Reopenings = Readonly<{ closed: number; reopened: number }>
export type ReopeningLine = Reopenings & Readonly<{ type: string }>

/** Of all that is asked, and by type in the order of the most that were reopened. */
export async function reopenings(db: Db, ask: Ask): Promise<{ all: Reopenings; types: ReopeningLine[] }> {
  const [all, types] = await Promise.all([
    sql<Reopenings>`select ${both} from ${issues.from} where ${conditions(issues, ask)}`.execute(db),
    sql<ReopeningLine>`select ${issuesByType.value} as type, ${both} from ${issues.from} ${issuesByType.join!}
      where ${conditions(issues, ask)} and ${ever('everClosed')} group by 1 order by 3 desc, 2 desc, 1 limit 1000`.execute(
      db,
    ),
  ])
  return { all: all.rows[0]!, types: types.rows }
}

const ever = (filter: 'everClosed' | 'reopened') => issues.filters[filter]!.where('yes')!
const both = sql`count(*) filter (where ${ever('everClosed')})::float8 as closed, count(*) filter (where ${ever('reopened')})::float8 as reopened`
