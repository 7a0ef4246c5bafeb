import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import {
  type CannedDone,
  type CannedRefusal,
  type CannedValues,
  type CannedWriter,
  writeCanned,
} from './canned-changes.ts'

/** What a response was after a change, who made it so and when. */
export type CannedVersion = Readonly<{ changeId: number; at: Date; rep: string | null; values: CannedValues }>

/** The last fifty of one response, the newest first. */
export async function cannedVersions(db: Db, id: number): Promise<CannedVersion[]> {
  const { rows } = await sql<CannedVersion>`
    select c.id as change_id, c.at, r.name as rep, c.after as values from changes c left join reps r on r.id = c.rep_id
    where c.kind like 'canned.%' and (c.after ->> 'cannedId')::int = ${id} order by c.id desc limit 50`.execute(db)
  return rows
}

/** Makes title, body, folder, language and files what they were after that change; whose it is stays. */
export async function restoreCanned(
  tx: Tx,
  writer: CannedWriter,
  id: number,
  changeId: number,
): Promise<CannedDone | CannedRefusal> {
  const { rows } = await sql<{ values: CannedValues }>`
    select after as values from changes where id = ${changeId} and kind like 'canned.%'
      and (after ->> 'cannedId')::int = ${id}`.execute(tx)
  if (!rows[0]) return 'not found'
  const { title, body, folder, language, files } = rows[0].values
  return writeCanned(tx, writer, id, { title, body, folder, language, files })
}
