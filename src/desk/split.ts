import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { lockInteractionsOf, mergedAway } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { lockIssue } from './issue-values.ts'
import { openIssue } from './issues.ts'
import { newestActivity } from './merge.ts'
import { bundle, type Moved } from './move.ts'
import { issuesTouched } from './notices.ts'
import { writeTimes } from './times.ts'

/**
 * Takes an action and everything after it out of an issue into a new one of the same person, with its types and order.
 * Actions move, nothing is copied; who wrote what moved takes part in the new issue.
 */
export async function splitIssue(
  tx: Tx,
  actor: Actor,
  { issueId, actionId, subject }: { issueId: number; actionId: number; subject?: string | undefined },
): Promise<Moved | { problem: string } | 'not found'> {
  const issue = await lockIssue(tx, issueId)
  if (!issue || issue.values.deletedAt) return 'not found'
  if (issue.values.mergedIntoId)
    return { problem: `Issue ${issueId} was merged into ${issue.values.mergedIntoId}: split that one.` }
  const all = await actionsInOrder(tx, issueId)
  const at = all.findIndex(({ id }) => id === actionId)
  if (at < 0) return 'not found'
  if (at === 0) return { problem: 'Everything in this issue comes after it: split at a later message.' }
  const ids = all.slice(at).map(({ id }) => id)
  const { types, orderId } = issue.values
  const opened = await openIssue(tx, actor, {
    ...{ personId: issue.personId, mailboxId: all[at]!.mailboxId, types, orderId },
    subject: subject?.trim().slice(0, 200) || all[at]!.subject || issue.values.subject,
  })
  await joinWriters(tx, opened.issueId, ids)
  const split = await moveActions(tx, actor, { ids, from: issueId, into: opened.issueId })
  return bundle(tx, actor, { issueId: opened.issueId, deed: 'split', changes: [opened, split] })
}

type Change = Readonly<{ kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>

/** Puts back what a split moved and what still stands where it put it. */
export async function undoSplit(
  tx: Tx,
  actor: Actor,
  { before, after }: Change,
): Promise<{ changeId: number } | { conflict: string }> {
  const { issueId: from, actionIds } = after as { issueId: number; actionIds: number[] }
  const { issueId: into } = before as { issueId: number }
  await lockIssue(tx, Math.min(from, into))
  await lockIssue(tx, Math.max(from, into))
  await lockInteractionsOf(tx, actionIds)
  const { rows } = await sql<{ id: number; taken: boolean }>`
    select a.id, exists (select from actions o where o.issue_id = ${into} and o.interaction_id = a.interaction_id) as taken
    from actions a where a.id = any (${actionIds}::int[]) and a.issue_id = ${from}`.execute(tx)
  if (rows.length < actionIds.length) {
    const merged = await mergedAway(tx, actionIds)
    return { conflict: merged ?? `Some of it is no longer in issue ${from}: move it back by hand.` }
  }
  if (rows.some(({ taken }) => taken))
    return { conflict: `Some of it was put into issue ${into} again: take it out there first.` }
  return moveActions(tx, actor, { ids: actionIds, from, into })
}

type Move = Readonly<{ ids: number[]; from: number; into: number }>

async function moveActions(tx: Tx, actor: Actor, { ids, from, into }: Move): Promise<{ changeId: number }> {
  await sql`update actions set issue_id = ${into} where id = any (${ids}::int[]) and issue_id = ${from}`.execute(tx)
  await sql`update issues set version = version + 1 where id in (${from}, ${into})`.execute(tx)
  await newestActivity(tx, [from, into])
  await writeTimes(tx, [from, into])
  await issuesTouched(tx, [from, into])
  const change = { before: { issueId: from, actionIds: ids }, after: { issueId: into, actionIds: ids } }
  return { changeId: await recordChange(tx, actor, { kind: 'split', issueId: into, ...change }) }
}

type Line = Readonly<{ id: number; mailboxId: number | null; subject: string | null }>

/** As the conversation shows them. */
async function actionsInOrder(tx: Tx, issueId: number): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select a.id, n.mailbox_id, coalesce(nullif(e.subject, ''), l.subject) as subject
    from actions a join interactions n on n.id = a.interaction_id
      left join emails e on e.interaction_id = n.id left join letters l on l.interaction_id = n.id
    where a.issue_id = ${issueId} and a.deleted_at is null order by n.occurred_at, n.id, a.id`.execute(tx)
  return rows
}

/** Those who take part in the old issue and wrote something of what moves. */
async function joinWriters(tx: Tx, issueId: number, actionIds: readonly number[]) {
  await sql`
    insert into issue_participants (issue_id, address_key, address, name)
    select distinct on (p.address_key) ${issueId}::int, p.address_key, p.address, p.name
    from actions a join emails e on e.interaction_id = a.interaction_id
      join issue_participants p on p.issue_id = a.issue_id and p.address_key = lower(e.from_address)
    where a.id = any (${[...actionIds]}::int[]) on conflict do nothing`.execute(tx)
}
