import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { issuesTouched } from './notices.ts'

/** Calls for a look at issues, closed ones too: something about their mail is known now that was not when it came. */
export async function lookAgain(tx: Tx, issueIds: readonly number[]): Promise<void> {
  if (issueIds.length === 0) return
  await sql`update issues set needs_look = true, last_activity_at = now()
    where id = any (${[...issueIds]}::int[]) and deleted_at is null`.execute(tx)
}

/** Issues for which no held answer waits any more need no look; for after a rep's decisions are carried out. */
export async function settleLooks(tx: Tx, issueIds: readonly number[]): Promise<void> {
  if (issueIds.length === 0) return
  const { rows } = await sql<{ id: number }>`
    update issues set needs_look = false where id = any (${[...issueIds]}::int[]) and needs_look and not exists (
      select from emails e where e.held_for_issue_id = issues.id and e.interaction_id is null)
    returning id`.execute(tx)
  await issuesTouched(
    tx,
    rows.map((row) => row.id),
  )
}
