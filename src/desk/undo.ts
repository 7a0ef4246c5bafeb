import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { lockPerson, type PersonValues, personProblem, updatePerson } from '../people/change-person.ts'
import { heldElsewhere, lockInteractionsOf, mergedAway, mergedSince, setActionsDeleted } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, type IssueValues, type LockedIssue, lockIssue, writeIssue } from './issue-values.ts'
import { type MergeRecord, mergeIssues, unmergeIssues } from './merge.ts'
import { customerWroteSince, writtenSince } from './newer.ts'
import { issuesTouched, issueTouched } from './notices.ts'
import { personValues } from './person-changes.ts'
import { takeBackClosing, writeTimes } from './times.ts'
import { undoOf } from './undo-kinds.ts'
import { undoEach } from './undo-mail.ts'
import { undoBundle } from './undo-thread.ts'

export type UndoResult = 'undone' | 'already undone' | 'not found' | { conflict: string } | { letterId: number }

/**
 * Takes back what a change did, where nothing newer touched it; else a sentence that says what did. The undo is a
 * change itself, so that undoing it does the deed again. A letter's change answers the letter: the door cancels it.
 */
export async function undoChange(tx: Tx, actor: Actor, changeId: number): Promise<UndoResult> {
  const result = await undo(tx, actor, changeId)
  return typeof result === 'object' && 'changeId' in result ? 'undone' : result
}

/** As undoChange, and says which change the undo itself is. */
export async function undo(
  tx: Tx,
  actor: Actor,
  changeId: number,
): Promise<{ changeId: number } | Exclude<UndoResult, 'undone'>> {
  const change = await tx.selectFrom('changes').selectAll().where('id', '=', changeId).forUpdate().executeTakeFirst()
  if (!change) return 'not found'
  const letterId = (change.after as { letterId?: number }).letterId
  if (change.undoneAt) return 'already undone'
  if (change.kind === 'letter' && letterId !== undefined) return { letterId }
  const result = await takeBack(tx, actor, change)
  if (!('changeId' in result)) return result
  await tx
    .updateTable('changes')
    .set({ undoneAt: sql<Date>`now()`, undoneBy: actor.repId })
    .where('id', '=', changeId)
    .execute()
  return result
}

type Change = Readonly<{
  id: number
  kind: string
  issueId: number | null
  userIdentificationId: number | null
  before: Record<string, unknown>
  after: Record<string, unknown>
}>
type Taken = { changeId: number } | { conflict: string }

async function takeBack(tx: Tx, actor: Actor, change: Change): Promise<Taken> {
  switch (change.kind) {
    case 'issue.update':
    case 'issue.open':
    case 'issue.reopen':
    case 'issue.delete':
      return restoreIssue(tx, actor, change)
    case 'note':
    case 'link':
    case 'unlink':
      return restoreAction(tx, actor, change)
    case 'interaction':
      return restoreInteraction(tx, actor, change)
    case 'merge':
      return asTaken(await unmergeIssues(tx, actor, { record: change.after as MergeRecord, changeId: change.id }))
    case 'unmerge': {
      const { from, into } = change.after as { from: number; into: number }
      return asTaken(await mergeIssues(tx, actor, from, into))
    }
    case 'person.update':
      return restorePerson(tx, actor, change)
    case 'mail.release.many':
      return undoEach(tx, actor, change, (id) => undo(tx, actor, id))
    case 'bundle':
      return undoBundle(tx, actor, change, (id) => undo(tx, actor, id))
    default:
      return undoOf(change.kind)(tx, actor, change)
  }
}

async function restoreIssue(tx: Tx, actor: Actor, change: Change): Promise<Taken> {
  const { kind, issueId, after } = change
  const before: Partial<IssueValues> = isoTimes(change.before)
  const issue = await lockIssue(tx, issueId!)
  if (!issue) return { conflict: `Issue ${issueId} is gone.` }
  const conflict = await issueConflict(tx, issue, change, before)
  if (conflict) return { conflict }
  await writeIssue(tx, issue.id, before)
  if (before.closedAt === null && issue.values.closedAt) await takeBackClosing(tx, issue.id, issue.values.closedAt)
  if (before.closedAt !== undefined) await writeTimes(tx, [issue.id])
  await issueTouched(tx, issue.id)
  const swapped = { kind, issueId, before: after, after: before, issueVersion: issue.version + 1 }
  return { changeId: await recordChange(tx, actor, swapped) }
}

/** Why an issue cannot go back to what it was before; undefined when it can. */
async function issueConflict(
  tx: Tx,
  { id, values }: LockedIssue,
  change: Change,
  before: Partial<IssueValues>,
): Promise<string | undefined> {
  if (values.mergedIntoId) return mergedSince(id, values.mergedIntoId)
  const newer = await newerFields(tx, change, values)
  if (newer.length > 0) return newerSentence(change.id, newer)
  if (change.kind === 'issue.open' && before.deletedAt && (await holdsActions(tx, id)))
    return `Issue ${id} already holds messages or notes: close it or merge it instead.`
  if (before.closedAt && !values.closedAt && (await customerWroteSince(tx, id, change.id)))
    return `The customer wrote in issue ${id} since: read that, then close it yourself.`
  return undefined
}

/** Fields of the change that no longer hold what it wrote, or that somebody wrote again. */
async function newerFields<T extends object>(tx: Tx, { id, after }: Change, now: T): Promise<string[]> {
  const differs = Object.keys(differing(now, after as Partial<T>))
  return [...differs, ...(await writtenSince(tx, id, Object.keys(after)))]
}

/** Times as lockIssue writes them, also where SQL wrote the change. */
function isoTimes(values: Record<string, unknown>): Record<string, unknown> {
  const iso = (key: string, value: unknown) =>
    typeof value === 'string' && /(At|Until)$/.test(key) ? new Date(value).toISOString() : value
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, iso(key, value)]))
}

async function restoreAction(tx: Tx, actor: Actor, { kind, issueId, before, after }: Change): Promise<Taken> {
  const { actionId, deleted } = before as { actionId: number; deleted: boolean }
  await lockInteractionsOf(tx, [actionId])
  const conflict = deleted ? await lastHolder(tx, kind, actionId) : await mergedAway(tx, [actionId])
  if (conflict) return { conflict }
  const touched = await setActionsDeleted(tx, [actionId], deleted)
  if (touched.length === 0) return { conflict: deleted ? 'It was taken out already.' : 'It was put back already.' }
  await writeTimes(tx, touched)
  await issuesTouched(tx, touched)
  return { changeId: await recordChange(tx, actor, { kind, issueId, before: after, after: before }) }
}

/** A note may go altogether; what was linked stays in at least one issue, so that nothing said is lost. */
async function lastHolder(tx: Tx, kind: string, actionId: number): Promise<string | undefined> {
  if (kind === 'note' || (await heldElsewhere(tx, actionId))) return undefined
  return 'This is the only issue that still holds it: link it to another issue first.'
}

/** Its actions, and the issues that it opened or closed, as far as nothing newer touched them. */
async function restoreInteraction(tx: Tx, actor: Actor, { kind, issueId, before, after }: Change): Promise<Taken> {
  const { actionIds, deleted } = before as { actionIds: number[]; deleted: boolean }
  await lockInteractionsOf(tx, actionIds)
  const conflict = deleted ? undefined : await mergedAway(tx, actionIds)
  if (conflict) return { conflict }
  const touched = await setActionsDeleted(tx, actionIds, deleted)
  const changeIds: number[] = []
  for (const id of [...((after as { changeIds: number[] }).changeIds ?? [])].reverse()) {
    const result = await undo(tx, actor, id)
    if (typeof result === 'object' && 'changeId' in result) changeIds.push(result.changeId)
  }
  await writeTimes(tx, touched)
  await issuesTouched(tx, touched)
  const swapped = { before: { actionIds, deleted: !deleted }, after: { actionIds, deleted, changeIds } }
  return { changeId: await recordChange(tx, actor, { kind, issueId, ...swapped }) }
}

async function restorePerson(tx: Tx, actor: Actor, change: Change): Promise<Taken> {
  const { id, kind, userIdentificationId, after } = change
  const before: Partial<PersonValues> = change.before
  const person = await lockPerson(tx, userIdentificationId!)
  if (!person) return { conflict: `Customer ${userIdentificationId} is gone.` }
  const newer = await newerFields(tx, change, personValues(person))
  if (newer.length > 0) return { conflict: newerSentence(id, newer) }
  const problem = await personProblem(tx, person.id, before)
  if (problem) return { conflict: problem }
  await updatePerson(tx, person.id, before)
  return { changeId: await recordChange(tx, actor, { kind, userIdentificationId, before: after, after: before }) }
}

async function holdsActions(tx: Tx, issueId: number): Promise<boolean> {
  const { rows } = await sql`select from actions where issue_id = ${issueId} and deleted_at is null limit 1`.execute(tx)
  return rows.length > 0
}

const words: Partial<Record<string, string>> = {
  assigneeId: 'assignee',
  groupName: 'group',
  closedAt: 'status',
  closedBy: 'status',
  listed: 'status',
  deletedAt: 'issue',
  orderId: 'order',
  snoozeUntil: 'snooze',
  snoozedForReply: 'snooze',
  dueAt: 'due time',
  firstNames: 'first names',
  lastName: 'last name',
  postalCode: 'postal code',
  emails: 'addresses',
}

function newerSentence(changeId: number, fields: readonly string[]): string {
  const named = [...new Set(fields.map((field) => words[field] ?? field))].join(', ')
  return `Newer changes touched the same thing (${named}): undo those first, then change ${changeId}.`
}

function asTaken(result: { changeId: number } | { problem: string } | 'not found'): Taken {
  if (result === 'not found') return { conflict: 'The issue is gone.' }
  return 'problem' in result ? { conflict: result.problem } : result
}
