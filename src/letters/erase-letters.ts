import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/** Whether one of these letters is with the relay at this moment: it cannot be erased before it has gone. */
export async function lettersGoing(tx: Tx, interactionIds: readonly number[]): Promise<boolean> {
  const { rows } = await sql<{ going: boolean }>`
    select state = 'sending' and lease_until > now() as going from letters
    where interaction_id = any(${[...interactionIds]}::int[]) order by id for update`.execute(tx)
  return rows.some((row) => row.going)
}

/** Removes letters with their files, also those that wait: they never go. Answers the hashes of their bytes. */
export async function eraseLetters(tx: Tx, interactionIds: readonly number[]): Promise<Buffer[]> {
  const own = sql`interaction_id = any(${[...interactionIds]}::int[])`
  const { rows } = await sql<{ sha256: Buffer }>`
    select raw_sha256 as sha256 from letters where ${own}
    union select a.sha256 from attachments a where a.letter_id in (select id from letters where ${own})`.execute(tx)
  await sql`delete from letters where ${own}`.execute(tx)
  return rows.map((row) => row.sha256)
}

/** Removes what reps have begun to write in these issues, or to these addresses. */
export async function eraseDrafts(
  tx: Tx,
  {
    issueIds,
    addressKeys,
    personIds,
  }: Readonly<Record<'issueIds' | 'personIds', readonly number[]> & { addressKeys: readonly string[] }>,
): Promise<void> {
  const named = addressKeys.map((key) => `%${key.replace(/[\\%_]/g, '\\$&')}%`)
  await sql`delete from drafts where issue_id = any(${[...issueIds]}::int[])
    or (fields->>'personId')::int = any(${[...personIds]}::int[]) or lower(fields::text) like any(${named}::text[])`.execute(
    tx,
  )
}
