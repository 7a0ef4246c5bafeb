import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

/** Whether what a browser posted under this mark became a letter, although its answer never reached the browser. */
export async function wasTaken(
  db: Db,
  { repId, place, mark }: Readonly<{ repId: number; place: string; mark: string }>,
): Promise<boolean> {
  const { rows } = await sql`select from letters where rep_id = ${repId} and created_at > now() - interval '30 days'
    and draft is not null and draft->>'place' = ${place} and draft->>'mark' = ${mark} limit 1`.execute(db)
  return rows.length > 0
}
