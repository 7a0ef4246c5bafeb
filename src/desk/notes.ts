import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addAction, type ToDo } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { type LockedIssue, lockIssue } from './issue-values.ts'
import { mentionedReps } from './mentions.ts'
import { issueTouched } from './notices.ts'
import { tellMentioned } from './rep-notices.ts'

export type AddedNote = Readonly<{ interactionId: number; actionId: number; changeId: number }>

/**
 * A note that only reps see; one for a merged issue goes where that went. 'not found' when the issue is not there.
 * The text, or the follow-up, must not be empty. Reps named with @ are told.
 */
export async function addNote(
  tx: Tx,
  actor: Actor,
  askedId: number,
  text: string,
  followUp: { text: string; toDo: ToDo } | undefined = undefined,
): Promise<AddedNote | 'not found'> {
  const issue = await lockHeir(tx, askedId)
  if (!issue) return 'not found'
  const { personId, id: issueId } = issue
  await sql`update issues set last_activity_at = now(), version = version + 1 where id = ${issueId}`.execute(tx)
  const { id: interactionId } = await tx
    .insertInto('interactions')
    .values({
      userIdentificationId: personId,
      originator: actor.repId === null ? 'automatic' : 'rep',
      channel: 'note',
      repId: actor.repId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const toDo = followUp && { followUp: followUp.text, toDo: followUp.toDo }
  const actionId = (await addAction(tx, { interactionId, issueId, details: text, ...toDo }))!
  await tellMentioned(tx, actor, { repIds: await mentionedReps(tx, text), issueId, actionId })
  const changeId = await recordChange(tx, actor, {
    kind: 'note',
    issueId,
    before: { actionId, deleted: true },
    after: { actionId, deleted: false },
  })
  await issueTouched(tx, issueId)
  return { interactionId, actionId, changeId }
}

/** What the issue was merged into in the end. None on the way is locked: two locks could wait in a ring with a merge. */
async function lockHeir(tx: Tx, askedId: number): Promise<LockedIssue | undefined> {
  const { rows } = await sql<{ id: number }>`
    with recursive heir as (
      select id, merged_into_id from issues where id = ${askedId}
      union select i.id, i.merged_into_id from heir h join issues i on i.id = h.merged_into_id
    )
    select id from heir where merged_into_id is null`.execute(tx)
  const issue = rows[0] && (await lockIssue(tx, rows[0].id))
  if (!issue || issue.values.deletedAt) return undefined
  return issue.values.mergedIntoId ? lockHeir(tx, issue.values.mergedIntoId) : issue
}
