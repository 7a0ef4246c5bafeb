import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { lockPerson, type PersonValues, personProblem, updatePerson } from '../people/change-person.ts'
import { setActionDeleted } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, type IssueValues, lockIssue, writeIssue } from './issue-values.ts'
import { type MergeRecord, mergeIssues, unmergeIssues } from './merge.ts'
import { issueTouched } from './notices.ts'
import { personValues } from './person-changes.ts'

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
      return restoreIssue(tx, actor, change)
    case 'note':
    case 'link':
    case 'unlink':
      return restoreAction(tx, actor, change)
    case 'interaction':
      return restoreInteraction(tx, actor, change)
    case 'merge':
      return asTaken(await unmergeIssues(tx, actor, change.after as MergeRecord))
    case 'unmerge': {
      const { from, into } = change.after as { from: number; into: number }
      return asTaken(await mergeIssues(tx, actor, from, into))
    }
    case 'person.update':
      return restorePerson(tx, actor, change)
    default:
      return { conflict: `A change of the kind “${change.kind}” cannot be undone.` }
  }
}

async function restoreIssue(tx: Tx, actor: Actor, { id, kind, issueId, after, ...change }: Change): Promise<Taken> {
  const before = isoTimes(change.before)
  const issue = await lockIssue(tx, issueId!)
  if (!issue) return { conflict: `Issue ${issueId} is gone.` }
  const newer = Object.keys(differing(issue.values, after as Partial<IssueValues>))
  if (newer.length > 0) return { conflict: newerSentence(id, newer) }
  if (kind === 'issue.open' && 'deletedAt' in before && before.deletedAt && (await holdsActions(tx, issueId!)))
    return { conflict: `Issue ${issueId} already holds messages or notes: close it or merge it instead.` }
  await writeIssue(tx, issueId!, before as Partial<IssueValues>)
  await issueTouched(tx, issueId!)
  return { changeId: await recordChange(tx, actor, { kind, issueId, before: after, after: before }) }
}

/** Times as lockIssue writes them, also where SQL wrote the change. */
function isoTimes(values: Record<string, unknown>): Record<string, unknown> {
  const iso = (key: string, value: unknown) =>
    typeof value === 'string' && /(At|Until)$/.test(key) ? new Date(value).toISOString() : value
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, iso(key, value)]))
}

async function restoreAction(tx: Tx, actor: Actor, { kind, issueId, before, after }: Change): Promise<Taken> {
  const { actionId, deleted } = before as { actionId: number; deleted: boolean }
  if (!(await setActionDeleted(tx, actionId, deleted)))
    return { conflict: deleted ? 'It was taken out already.' : 'It was put back already.' }
  await issueTouched(tx, issueId!)
  return { changeId: await recordChange(tx, actor, { kind, issueId, before: after, after: before }) }
}

/** Its actions, and the issues that it opened or closed, as far as nothing newer touched them. */
async function restoreInteraction(tx: Tx, actor: Actor, { kind, issueId, before, after }: Change): Promise<Taken> {
  const { actionIds, deleted } = before as { actionIds: number[]; deleted: boolean }
  for (const actionId of actionIds) await setActionDeleted(tx, actionId, deleted)
  const changeIds: number[] = []
  for (const id of [...((after as { changeIds: number[] }).changeIds ?? [])].reverse()) {
    const result = await undo(tx, actor, id)
    if (typeof result === 'object' && 'changeId' in result) changeIds.push(result.changeId)
  }
  if (issueId) await issueTouched(tx, issueId)
  const swapped = { before: { actionIds, deleted: !deleted }, after: { actionIds, deleted, changeIds } }
  return { changeId: await recordChange(tx, actor, { kind, issueId, ...swapped }) }
}

async function restorePerson(tx: Tx, actor: Actor, change: Change): Promise<Taken> {
  const { id, kind, userIdentificationId, before, after } = change
  const person = await lockPerson(tx, userIdentificationId!)
  if (!person) return { conflict: `Customer ${userIdentificationId} is gone.` }
  const newer = Object.keys(differing(personValues(person), after as Partial<PersonValues>))
  if (newer.length > 0) return { conflict: newerSentence(id, newer) }
  const problem = await personProblem(tx, person.id, before as Partial<PersonValues>)
  if (problem) return { conflict: problem }
  await updatePerson(tx, person.id, before as Partial<PersonValues>)
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
