import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

/** What was done to a saved report: the fields that differ, by their names, as they are kept. */
export type SavedReportChange = Readonly<{
  id: number
  at: Date
  rep: string | null
  before: Readonly<Record<string, unknown>>
  after: Readonly<Record<string, unknown>>
  undoneAt: Date | null
}>

/** The newest 30, by an index of their own. */
export async function savedReportHistory(db: Db, id: number): Promise<SavedReportChange[]> {
  const { rows } = await sql<SavedReportChange>`
    select c.id, c.at, r.name as rep, c.before - 'id' as before, c.after - 'id' as after, c.undone_at
    from changes c left join reps r on r.id = c.rep_id
    where c.kind = 'saved_report' and (c.after ->> 'id')::integer = ${id} order by c.id desc limit 30`.execute(db)
  return rows
}
