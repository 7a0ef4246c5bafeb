import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/** When a follow-up is due and whose it is. */
export type ToDo = Readonly<{ dueAt?: Date | null | undefined; assigneeId?: number | null | undefined }>

/** Adds an action; undefined when the interaction already has a live one in that issue. An undone one comes back. */
export async function addAction(
  tx: Tx,
  action: { interactionId: number; issueId: number; details: string | null; followUp?: string | null; toDo?: ToDo },
): Promise<number | undefined> {
  const { interactionId, issueId, details, followUp = null, toDo = {} } = action
  const { rows } = await sql<{ id: number }>`
    insert into actions (interaction_id, issue_id, details, follow_up, follow_up_due_at, follow_up_assignee_id)
    values (${interactionId}, ${issueId}, ${details}, ${followUp}, ${toDo.dueAt ?? null}, ${toDo.assigneeId ?? null})
    on conflict (interaction_id, issue_id) do update
      set deleted_at = null, details = excluded.details, follow_up = excluded.follow_up,
        follow_up_due_at = excluded.follow_up_due_at, follow_up_assignee_id = excluded.follow_up_assignee_id,
        follow_up_done_at = null, follow_up_done_by = null, follow_up_told_at = null,
        excerpt_start = null, excerpt_end = null
      where actions.deleted_at is not null
    returning id`.execute(tx)
  return rows[0]?.id
}

/** Locks what was said, so that two reps never take it out of its last two issues at the same moment. */
export async function lockInteractionsOf(tx: Tx, actionIds: readonly number[]): Promise<void> {
  await sql`select from interactions where id in (
    select interaction_id from actions where id = any (${[...actionIds]}::int[])) order by id for update`.execute(tx)
}

/** Hides actions or brings them back, and raises the version of their issues; which issues these are. */
export async function setActionsDeleted(tx: Tx, actionIds: readonly number[], deleted: boolean): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with changed as (
      update actions set deleted_at = case when ${deleted}::boolean then now() end
      where id = any (${[...actionIds]}::int[]) and (deleted_at is null) = ${deleted}::boolean returning issue_id
    )
    update issues set version = version + 1 where id in (select issue_id from changed) returning id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Whether an issue besides the action's own holds the interaction. Ask after lockInteractionsOf. */
export async function heldElsewhere(tx: Tx, actionId: number): Promise<boolean> {
  const { rows } = await sql`
    select from actions a join actions o on o.interaction_id = a.interaction_id and o.id <> a.id and o.deleted_at is null
      join issues i on i.id = o.issue_id and i.deleted_at is null and i.merged_into_id is null
    where a.id = ${actionId} limit 1`.execute(tx)
  return rows.length > 0
}

/** An issue of these actions that was merged away: nobody would see there what comes back. */
export async function mergedAway(tx: Tx, actionIds: readonly number[]): Promise<string | undefined> {
  const { rows } = await sql<{ id: number; into: number }>`
    select i.id, i.merged_into_id as into from actions a join issues i on i.id = a.issue_id
    where a.id = any (${[...actionIds]}::int[]) and i.merged_into_id is not null limit 1`.execute(tx)
  return rows[0] && mergedSince(rows[0].id, rows[0].into)
}

/** Why nothing is done to an issue that is no longer in any list. */
export function mergedSince(id: number, into: number): string {
  return `Issue ${id} was merged into ${into} since: undo the merge first.`
}
