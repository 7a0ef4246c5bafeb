import type { Tx } from '../database/connection.ts'
import { mergedSince } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { lockIssue, writeIssue } from './issue-values.ts'
import { issueTouched } from './notices.ts'

/** Takes an issue out of every list; nothing of it is erased, and its undo brings it back for ever. */
export async function deleteIssue(
  tx: Tx,
  actor: Actor,
  id: number,
): Promise<{ changeId: number } | { problem: string } | 'not found'> {
  const issue = await lockIssue(tx, id)
  if (!issue || issue.values.deletedAt) return 'not found'
  if (issue.values.mergedIntoId) return { problem: mergedSince(id, issue.values.mergedIntoId) }
  await writeIssue(tx, id, { deletedAt: issue.now })
  await issueTouched(tx, id)
  const values = { before: { deletedAt: null }, after: { deletedAt: issue.now } }
  return { changeId: await recordChange(tx, actor, { kind: 'issue.delete', issueId: id, ...values }) }
}
