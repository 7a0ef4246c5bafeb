import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addAction, heldElsewhere, lockInteractionsOf, setActionsDeleted } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { issueTouched } from './notices.ts'
import { writeTimes } from './times.ts'

type Link = Readonly<{
  issueId: number
  interactionId: number
  details?: string | null | undefined
  /** Where the details stand in the mail. */
  excerpt?: { start: number; end: number } | undefined
}>
export type Linked = Readonly<{ actionId: number; changeId: number }>

/** Puts an interaction into another issue too. It does not make its sender a participant there. */
export async function linkInteraction(
  tx: Tx,
  actor: Actor,
  link: Link,
): Promise<Linked | { problem: string } | 'not found'> {
  const { issueId, interactionId, details = null, excerpt } = link
  const issue = await tx
    .selectFrom('issues')
    .select('mergedIntoId')
    .where('id', '=', issueId)
    .where('deletedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!issue) return 'not found'
  if (issue.mergedIntoId)
    return { problem: `Issue ${issueId} was merged into ${issue.mergedIntoId}: link to that one.` }
  const known = await tx.selectFrom('interactions').select('id').where('id', '=', interactionId).executeTakeFirst()
  if (!known) return { problem: `There is no interaction ${interactionId}.` }
  const actionId = await addAction(tx, { interactionId, issueId, details })
  if (actionId === undefined) return { problem: `Interaction ${interactionId} is in issue ${issueId} already.` }
  if (excerpt)
    await sql`update actions set excerpt_start = ${excerpt.start}, excerpt_end = ${excerpt.end} where id = ${actionId}`.execute(
      tx,
    )
  await sql`update issues set version = version + 1 where id = ${issueId}`.execute(tx)
  return { actionId, changeId: await recordLink(tx, actor, { kind: 'link', issueId, actionId, deleted: false }) }
}

/** Takes an action out of an issue. The last one of an interaction stays, so that nothing said is lost. */
export async function unlinkAction(
  tx: Tx,
  actor: Actor,
  issueId: number,
  actionId: number,
): Promise<{ changeId: number } | { problem: string } | 'not found'> {
  await lockInteractionsOf(tx, [actionId])
  const action = await tx
    .selectFrom('actions')
    .select('id')
    .where('id', '=', actionId)
    .where('issueId', '=', issueId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!action) return 'not found'
  if (!(await heldElsewhere(tx, actionId)))
    return { problem: 'This is the only issue that holds it: link it to another issue first, then take it out here.' }
  await setActionsDeleted(tx, [actionId], true)
  return { changeId: await recordLink(tx, actor, { kind: 'unlink', issueId, actionId, deleted: true }) }
}

async function recordLink(
  tx: Tx,
  actor: Actor,
  { kind, issueId, actionId, deleted }: { kind: string; issueId: number; actionId: number; deleted: boolean },
): Promise<number> {
  await writeTimes(tx, [issueId])
  await issueTouched(tx, issueId)
  return recordChange(tx, actor, {
    kind,
    issueId,
    before: { actionId, deleted: !deleted },
    after: { actionId, deleted },
  })
}
