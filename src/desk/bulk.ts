import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { type IssuePatch, patchProblem, wantedValues } from './issue-patch.ts'
import { differing, type IssueValues, type LockedIssue, lockEach, pick } from './issue-values.ts'
import { issuesTouched } from './notices.ts'
import { tellAssigned } from './rep-notices.ts'
import { takeBackClosings, writeTimes } from './times.ts'

/** What may be done to many issues at once. */
export type BulkPatch = Pick<
  IssuePatch,
  'status' | 'addTypes' | 'removeTypes' | 'assignee' | 'group' | 'priority' | 'snoozeUntil' | 'dueAt'
>

/** `skipped` are those that are not there, deleted or merged. changeId null: all were so already. */
export type BulkDone = Readonly<{ changeId: number | null; changed: number[]; skipped: number[] }>

export const mostIssues = 1000

/**
 * Changes up to a thousand issues by a fixed number of statements, as one change with one undo. Each issue's history
 * has its part of it.
 */
export async function changeIssues(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
  patch: BulkPatch,
): Promise<BulkDone | { problem: string }> {
  if (ids.length > mostIssues) return { problem: `These are ${ids.length} issues: name at most ${mostIssues} at once.` }
  const locked = await lockEach(tx, ids)
  const problem = await patchProblem(tx, patch)
  if (problem) return { problem }
  const live = [...locked.values()].filter(({ values }) => !values.deletedAt && !values.mergedIntoId)
  const parts = live.map((issue) => partOf(issue, wantedValues(issue, actor, patch)))
  const crowded = parts.find(({ after }) => (after.types?.length ?? 0) > 20)
  if (crowded) return { problem: `Issue ${crowded.issue.id} would have more than 20 types: leave it out.` }
  const skipped = [...new Set(ids)].filter((id) => !live.some((issue) => issue.id === id))
  const changed = parts.filter(({ after }) => Object.keys(after).length > 0)
  if (changed.length === 0) return { changeId: null, changed: [], skipped }
  const changeId = await writeParts(tx, actor, changed, asked(patch))
  const given = changed.filter(({ after }) => after.assigneeId).map(({ issue }) => issue.id)
  if (patch.assignee) await tellAssigned(tx, actor, patch.assignee, given)
  return { changeId, changed: changed.map(({ issue }) => issue.id), skipped }
}

export type Part = Readonly<{ issue: LockedIssue; before: Partial<IssueValues>; after: Partial<IssueValues> }>

export function partOf(issue: LockedIssue, wanted: Partial<IssueValues>): Part {
  const after = differing(issue.values, wanted)
  return { issue, after, before: pick(issue.values, after) }
}

/** Writes the parts and the change that holds them; `deed` says in the history what was asked for. */
export async function writeParts(tx: Tx, actor: Actor, parts: readonly Part[], deed: object): Promise<number> {
  await writeIssues(tx, parts)
  const after = { issues: parts.length, ...deed }
  const changeId = await recordChange(tx, actor, { kind: 'issue.bulk', after })
  const rows = parts.map(({ issue, before, after }) => ({ id: issue.id, before, after }))
  await sql`insert into change_parts (change_id, issue_id, before, after)
    select ${changeId}, id, before, after
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id int, before jsonb, after jsonb)`.execute(tx)
  await timeParts(tx, parts, 'undo' in deed)
  await issuesTouched(
    tx,
    parts.map(({ issue }) => issue.id),
  )
  return changeId
}

/** What was closed or opened has other times now; a closing that is undone was none. */
async function timeParts(tx: Tx, parts: readonly Part[], undone: boolean): Promise<void> {
  const changed = parts.filter(({ after }) => after.closedAt !== undefined)
  const opened = changed.flatMap(({ issue, before, after }) =>
    before.closedAt && !after.closedAt ? [{ issueId: issue.id, closedAt: before.closedAt }] : [],
  )
  if (undone) await takeBackClosings(tx, opened)
  await writeTimes(
    tx,
    changed.map(({ issue }) => issue.id),
  )
}

async function writeIssues(tx: Tx, parts: readonly Part[]): Promise<void> {
  const rows = JSON.stringify(parts.map(({ issue, after }) => row(issue.id, { ...issue.values, ...after })))
  await sql`
    update issues i set assignee_id = t.assignee_id, group_name = t.group_name, priority = t.priority,
      snooze_until = t.snooze_until, snoozed_for_reply = t.snoozed_for_reply, due_at = t.due_at,
      closed_at = t.closed_at, closed_by = t.closed_by, listed = t.listed, version = i.version + 1
    from jsonb_to_recordset(${rows}::jsonb) as t(id int, assignee_id int, group_name text, priority text,
      snooze_until timestamptz, snoozed_for_reply boolean, due_at timestamptz, closed_at timestamptz, closed_by int,
      listed boolean)
    where i.id = t.id`.execute(tx)
  if (!parts.some(({ after }) => after.types)) return
  const typed = sql`jsonb_to_recordset(${rows}::jsonb) as t(id int, types jsonb)`
  await sql`delete from issue_types x using ${typed} where x.issue_id = t.id and not jsonb_exists(t.types, x.type)`.execute(
    tx,
  )
  await sql`insert into issue_types (issue_id, type)
    select t.id, type from ${typed}, jsonb_array_elements_text(t.types) type on conflict do nothing`.execute(tx)
}

function row(id: number, values: IssueValues) {
  return {
    id,
    types: values.types,
    assignee_id: values.assigneeId,
    group_name: values.groupName,
    priority: values.priority,
    snooze_until: values.snoozeUntil,
    snoozed_for_reply: values.snoozedForReply,
    due_at: values.dueAt,
    closed_at: values.closedAt,
    closed_by: values.closedBy,
    listed: values.listed,
  }
}

/** The patch as the history and the toast name it. */
function asked({ status, addTypes, removeTypes, assignee, group, priority, snoozeUntil, dueAt }: BulkPatch): object {
  return {
    ...(status && { status }),
    ...(addTypes?.length && { addTypes }),
    ...(removeTypes?.length && { removeTypes }),
    ...(assignee !== undefined && { assigneeId: assignee }),
    ...(group !== undefined && { groupName: group?.trim() || null }),
    ...(priority && { priority }),
    ...(snoozeUntil !== undefined && { snooze: snoozeUntil }),
    ...(dueAt !== undefined && { due: dueAt }),
  }
}
