import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { mergedSince } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, type IssueValues, type LockedIssue, lockIssue, pick, writeIssue } from './issue-values.ts'
import { type MovedTies, moveTies, returnTies } from './merge-ties.ts'
import { customerWroteSince } from './newer.ts'
import { issuesTouched } from './notices.ts'
import { takeBackClosing, writeTimes } from './times.ts'

/** Everything that a merge did, so that it can be taken back. */
export type MergeRecord = Readonly<{
  from: number
  into: number
  fromBefore: Partial<IssueValues>
  intoBefore: Partial<IssueValues>
  intoAfter: Partial<IssueValues>
  actions: number[]
  /** Actions once taken out of the second issue that came back, since an interaction is in an issue only once. */
  revived: number[]
  participants: string[]
  held: number[]
  /** Merges made before there were any have none. */
  ties?: MovedTies
}>

/**
 * Puts everything of one issue into another: its actions, participants, types, watchers, relations and held answers. The
 * first stays, closed, and says where it went; the second is open when either was, and awake when the first was.
 */
export async function mergeIssues(
  tx: Tx,
  actor: Actor,
  from: number,
  into: number,
): Promise<{ changeId: number } | { problem: string } | 'not found'> {
  if (from === into) return { problem: `Issue ${from} cannot be merged into itself: name another one.` }
  const [source, target] = await lockBoth(tx, from, into)
  if (!source || source.values.deletedAt) return 'not found'
  const problem = mergeProblem(source, target, into)
  if (problem || !target) return { problem: problem ?? '' }
  const moved = await moveParts(tx, from, into)
  const intoAfter = differing(target.values, joined(source, target))
  const fromAfter = { mergedIntoId: into, closedAt: source.values.closedAt ?? source.now, needsLook: false }
  await writeIssue(tx, from, fromAfter)
  await writeIssue(tx, into, intoAfter)
  const record: MergeRecord = {
    ...{ from, into, ...moved, intoAfter, ties: await moveTies(tx, from, into) },
    fromBefore: pick(source.values, fromAfter),
    intoBefore: pick(target.values, intoAfter),
  }
  await writeTimes(tx, [from, into])
  await issuesTouched(tx, [from, into])
  return { changeId: await recordChange(tx, actor, { kind: 'merge', issueId: into, after: record }) }
}

/** Takes a merge back, but for what somebody has changed in the second issue since the merge, which was change `changeId`. */
export async function unmergeIssues(
  tx: Tx,
  actor: Actor,
  { record, changeId }: { record: MergeRecord; changeId: number },
): Promise<{ changeId: number } | { problem: string }> {
  const { from, into } = record
  const [source, target] = await lockBoth(tx, from, into)
  if (!source || !target || source.values.mergedIntoId !== into)
    return { problem: `Issue ${from} is no longer merged into ${into}.` }
  if (target.values.mergedIntoId) return { problem: mergedSince(into, target.values.mergedIntoId) }
  await moveBack(tx, record)
  const untouched = Object.keys(differing(target.values, record.intoAfter)).length === 0
  const wouldClose = record.intoBefore.closedAt && (await customerWroteSince(tx, into, changeId))
  await writeIssue(tx, from, record.fromBefore)
  if (source.values.closedAt && !record.fromBefore.closedAt) await takeBackClosing(tx, from, source.values.closedAt)
  await writeIssue(tx, into, untouched && !wouldClose ? record.intoBefore : {})
  await newestActivity(tx, [from, into])
  await writeTimes(tx, [from, into])
  await issuesTouched(tx, [from, into])
  return { changeId: await recordChange(tx, actor, { kind: 'unmerge', issueId: into, after: { from, into } }) }
}

async function moveBack(tx: Tx, { from, into, revived, actions, participants, held, ties }: MergeRecord) {
  if (ties) await returnTies(tx, { from, into }, ties)
  await sql`update actions set deleted_at = now() where id = any (${revived}::int[])`.execute(tx)
  await sql`update actions set issue_id = ${from}
    where id = any (${actions}::int[]) and issue_id = ${into}`.execute(tx)
  await sql`delete from issue_participants
    where issue_id = ${into} and address_key = any (${participants}::text[])`.execute(tx)
  await sql`update emails set held_for_issue_id = ${from}
    where id = any (${held}::int[]) and held_for_issue_id = ${into}`.execute(tx)
}

/** In the order of their ids, so that two merges never wait in a ring. */
async function lockBoth(tx: Tx, from: number, into: number) {
  const first = await lockIssue(tx, Math.min(from, into))
  const second = await lockIssue(tx, Math.max(from, into))
  return from < into ? ([first, second] as const) : ([second, first] as const)
}

function mergeProblem(source: LockedIssue, target: LockedIssue | undefined, into: number): string | undefined {
  if (!target || target.values.deletedAt) return `There is no issue ${into} to merge into.`
  if (target.values.mergedIntoId)
    return `Issue ${into} was itself merged into ${target.values.mergedIntoId}: merge into that one.`
  if (source.values.mergedIntoId) return `Issue ${source.id} is merged into ${source.values.mergedIntoId} already.`
  return undefined
}

function joined({ values: a }: LockedIssue, { values: b }: LockedIssue): Partial<IssueValues> {
  const types = [...new Set([...b.types, ...a.types])].sort((x, y) => (x < y ? -1 : 1))
  const open = !a.closedAt || !b.closedAt
  const awake = !a.closedAt && !a.snoozeUntil
  return {
    types,
    needsLook: a.needsLook || b.needsLook,
    listed: a.listed || b.listed,
    ...(awake && { snoozeUntil: null }),
    ...(open && b.closedAt && { closedAt: null, closedBy: null }),
  }
}

async function moveParts(tx: Tx, from: number, into: number) {
  const revived = await sql<{ id: number }>`
    update actions t set deleted_at = null, details = s.details, follow_up = s.follow_up from actions s
    where t.issue_id = ${into} and t.deleted_at is not null and s.issue_id = ${from} and s.deleted_at is null
      and s.interaction_id = t.interaction_id
    returning t.id`.execute(tx)
  const actions = await sql<{ id: number }>`
    update actions set issue_id = ${into} where issue_id = ${from} and deleted_at is null and not exists (
      select from actions o where o.issue_id = ${into} and o.interaction_id = actions.interaction_id)
    returning id`.execute(tx)
  const participants = await sql<{ addressKey: string }>`
    insert into issue_participants (issue_id, address_key, address, name)
    select ${into}, address_key, address, name from issue_participants where issue_id = ${from}
    on conflict do nothing returning address_key`.execute(tx)
  const held = await sql<{ id: number }>`
    update emails set held_for_issue_id = ${into} where held_for_issue_id = ${from} and interaction_id is null returning id`.execute(
    tx,
  )
  await newestActivity(tx, [into])
  return {
    actions: actions.rows.map((row) => row.id),
    revived: revived.rows.map((row) => row.id),
    participants: participants.rows.map((row) => row.addressKey),
    held: held.rows.map((row) => row.id),
  }
}

/** The times by which lists sort and the paper clip, from what the issues hold now. */
export async function newestActivity(tx: Tx, ids: readonly number[]) {
  await sql`
    update issues i set last_activity_at = coalesce(x.any_at, i.last_activity_at), last_inbound_at = x.inbound_at,
      has_attachment = x.files
    from (select t.id, max(n.created_at) as any_at, max(n.created_at) filter (where n.originator = 'customer') as inbound_at,
        coalesce(bool_or(exists (select from attachments f where f.email_id = e.id and not f.inline)), false) as files
      from unnest(${[...ids]}::int[]) as t (id)
        left join actions a on a.issue_id = t.id and a.deleted_at is null
        left join interactions n on n.id = a.interaction_id
        left join emails e on e.interaction_id = n.id
      group by t.id) x
    where x.id = i.id`.execute(tx)
}
