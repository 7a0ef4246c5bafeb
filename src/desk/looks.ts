import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { lockIssue, writeIssue } from './issue-values.ts'
import { issuesTouched, issueTouched } from './notices.ts'

/** Calls for a look at issues, closed ones too: something about their mail is known now that was not when it came. */
export async function lookAgain(tx: Tx, issueIds: readonly number[]): Promise<void> {
  if (issueIds.length === 0) return
  await sql`update issues set needs_look = true, last_activity_at = now(), version = version + 1
    where id = any (${[...issueIds]}::int[]) and deleted_at is null`.execute(tx)
}

/** A rep has looked; not while a held answer waits for his decision. */
export async function looked(
  tx: Tx,
  actor: Actor,
  issueId: number,
): Promise<{ changeId: number | null } | 'held' | 'not found'> {
  const issue = await lockIssue(tx, issueId)
  if (!issue || issue.values.deletedAt) return 'not found'
  if (!issue.values.needsLook) return { changeId: null }
  const { rows } = await sql`select from emails where held_for_issue_id = ${issueId} and interaction_id is null
    limit 1`.execute(tx)
  if (rows.length > 0) return 'held'
  await writeIssue(tx, issueId, { needsLook: false })
  await issueTouched(tx, issueId)
  const change = { kind: 'issue.update', issueId, before: { needsLook: true }, after: { needsLook: false } }
  return { changeId: await recordChange(tx, actor, change) }
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
