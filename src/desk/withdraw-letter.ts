import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import { voidOfLetter } from './certificate-changes.ts'
import type { Actor } from './changes.ts'
import { lockIssue, writeIssue } from './issue-values.ts'
import { customerWroteSince } from './newer.ts'
import { issuesTouched } from './notices.ts'
import type { After, Before, Touched } from './record-letter.ts'
import { takeBackClosing, writeTimesOf } from './times.ts'

type Change = Readonly<{ id: number; issueId: number; homes: number[]; before: Before; after: After }>

/**
 * Takes back what a letter did to its issues: what it closed opens again, whom it let in is out, unless somebody
 * changed that since, and the certificate that it brought is void. The action stays, since what was written belongs to the history. Call it when the letter is
 * cancelled already.
 */
export async function withdrawLetter(tx: Tx, actor: Actor, letterId: number): Promise<void> {
  await voidOfLetter(tx, actor, letterId)
  const change = await undoneChange(tx, actor, letterId)
  if (!change) return writeTimesOf(tx, letterId, [])
  const { before, after, issueId, homes } = change
  for (const issue of before.issues) await lockIssue(tx, issue.id)
  for (const { id, closedAt } of closedBy(issueId, after)) await reopen(tx, id, closedAt)
  for (const issue of before.issues) await restore(tx, issue, change.id)
  for (const joined of after.joined)
    for (const id of new Set([joined.issueId, ...homes])) await leave(tx, id, joined.addressKey)
  const touched = [...new Set([...before.issues.map((issue) => issue.id), ...homes])]
  await writeTimesOf(tx, letterId, touched)
  await issuesTouched(tx, touched)
}

/** The letter's change, marked undone. It stands with the issue that was answered, also when that was merged since. */
async function undoneChange(tx: Tx, actor: Actor, letterId: number): Promise<Change | undefined> {
  const { rows } = await sql<Change>`
    with recursive homes as (
      select a.issue_id as id from letters l join actions a on a.interaction_id = l.interaction_id where l.id = ${letterId}
    ), family (id) as (
      select id from homes
      union select (m.after->>'from')::int from family f join changes m on m.issue_id = f.id and m.kind = 'merge'
    )
    update changes set undone_at = now(), undone_by = ${actor.repId}
    where issue_id in (select id from family) and kind = 'letter' and undone_at is null
      and (after->>'letterId')::int = ${letterId}
    returning id, issue_id, before, after, (select array_agg(id) from homes) as homes`.execute(tx)
  return rows[0]
}

/**
 * Does again what a letter did to its issues, after its cancelling was undone: recipients take part, and the issue
 * that it closed closes unless the customer wrote since.
 */
export async function redoLetter(tx: Tx, letterId: number): Promise<void> {
  const { rows } = await sql<Change & { undoneAt: Date }>`
    select c.id, c.issue_id, c.before, c.after, c.undone_at, array[c.issue_id] as homes from changes c
    join letters l on l.id = ${letterId} join actions a on a.interaction_id = l.interaction_id and a.issue_id = c.issue_id
    where c.kind = 'letter' and c.undone_at is not null and (c.after->>'letterId')::int = ${letterId}`.execute(tx)
  const change = rows[0]
  if (!change) return writeTimesOf(tx, letterId, [])
  const { before, after, issueId, id } = change
  await sql`update changes set undone_at = null, undone_by = null where id = ${id}`.execute(tx)
  for (const { id: closed, closedAt } of closedBy(issueId, after)) {
    const issue = await lockIssue(tx, closed)
    if (issue && !issue.values.closedAt && !(await customerWroteSince(tx, closed, id)))
      await writeIssue(tx, closed, { closedAt })
  }
  if (after.joined.length > 0)
    await tx
      .insertInto('issueParticipants')
      .values(after.joined.map((one) => ({ ...one, address: one.addressKey })))
      .onConflict((c) => c.doNothing())
      .execute()
  await writeTimesOf(
    tx,
    letterId,
    before.issues.map((issue) => issue.id),
  )
  await issuesTouched(tx, [issueId])
}

/** The issues that a letter closed, in the order in which they are locked everywhere. */
function closedBy(issueId: number, { closedAt, alsoClosed = [] }: After) {
  const own = closedAt ? [{ id: issueId, closedAt }] : []
  return [...own, ...alsoClosed].sort((a, b) => a.id - b.id)
}

async function reopen(tx: Tx, issueId: number, closedAt: string) {
  const issue = await lockIssue(tx, issueId)
  if (issue?.values.closedAt !== closedAt || issue.values.mergedIntoId) return
  await writeIssue(tx, issueId, { closedAt: null, closedBy: null })
  await takeBackClosing(tx, issueId, closedAt)
}

/** The list shows again what it showed before, if nothing was said since. */
async function restore(tx: Tx, issue: Touched, changeId: number) {
  await sql`update issues i set snippet = ${issue.snippet}, last_activity_at = ${issue.lastActivityAt}, version = version + 1
    from changes c where i.id = ${issue.id} and c.id = ${changeId} and i.last_activity_at = c.at`.execute(tx)
}

/** Out of the issue, unless a mail there or another letter names the address too. */
export async function leave(tx: Tx, issueId: number, key: string) {
  const { rows } = await sql<{ people: MailAddress[] }>`
    select l.to_list || l.cc_list as people from actions a join letters l on l.interaction_id = a.interaction_id
    where a.issue_id = ${issueId} and a.deleted_at is null and l.state <> 'cancelled'
    union all
    select e.to_list || e.cc_list || jsonb_build_array(jsonb_build_object('address', e.from_address)) as people
    from actions a join emails e on e.interaction_id = a.interaction_id
    where a.issue_id = ${issueId} and a.deleted_at is null`.execute(tx)
  if (rows.some(({ people }) => people.some(({ address }) => addressKey(address) === key))) return
  await tx.deleteFrom('issueParticipants').where('issueId', '=', issueId).where('addressKey', '=', key).execute()
}
