import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import { addAction } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { type LockedIssue, lockIssue, writeIssue } from './issue-values.ts'
import { issuesTouched } from './notices.ts'

/** What the desk keeps of a letter that goes out: the interaction, its issues, who takes part from now on. */
export type OutgoingLetter = Readonly<{
  interactionId: number
  personId: number
  mailboxId: number
  automatic: boolean
  /** The first one is answered; in the others the letter stands as well. */
  issueIds: readonly number[]
  close: boolean
  snippet: string
  participants: readonly MailAddress[]
}>

type Touched = { id: number; snippet: string; lastActivityAt: string; closed: boolean }
/** What `changes.before` and `changes.after` of a letter hold, for its undo. */
type Before = { issues: Touched[] }
type After = { letterId: number; closedAt: string | null; joined: { issueId: number; addressKey: string }[] }

/** The id of an interaction that is about to be written, since a letter's Message-ID is signed over it. */
export async function nextInteractionId(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('interactions', 'id'))::int as id`.execute(tx)
  return rows[0]!.id
}

/** Locks the issues of a letter in the order of their ids, so that two letters never wait in a ring. */
export async function lockIssues(tx: Tx, ids: readonly number[]): Promise<LockedIssue[] | { missing: number }> {
  const locked: LockedIssue[] = []
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const issue = await lockIssue(tx, id)
    if (!issue || issue.values.deletedAt || issue.values.mergedIntoId) return { missing: id }
    locked.push(issue)
  }
  return locked
}

/** Writes the interaction of a letter; the letter itself follows, then `recordLetter`. */
export async function recordOutgoing(tx: Tx, actor: Actor, letter: OutgoingLetter): Promise<void> {
  await tx
    .insertInto('interactions')
    .values({
      id: letter.interactionId,
      userIdentificationId: letter.personId,
      mailboxId: letter.mailboxId,
      originator: letter.automatic ? 'automatic' : 'rep',
      channel: 'email',
      repId: actor.repId,
    })
    .execute()
  for (const issueId of letter.issueIds)
    await addAction(tx, { interactionId: letter.interactionId, issueId, details: null })
}

/** Touches the issues, lets recipients take part and writes the change, whose undo is the letter's cancelling. */
export async function recordLetter(
  tx: Tx,
  actor: Actor,
  letter: OutgoingLetter & { letterId: number },
): Promise<{ changeId: number }> {
  const before: Before = { issues: await stateOf(tx, letter.issueIds) }
  const closedAt = letter.close ? await closeIssue(tx, actor, letter.issueIds[0]!) : null
  await sql`update issues set last_activity_at = now(), snippet = ${letter.snippet}, version = version + 1
    where id = any (${[...letter.issueIds]}::int[])`.execute(tx)
  const after: After = { letterId: letter.letterId, closedAt, joined: await join(tx, letter) }
  const changeId = await recordChange(tx, actor, { kind: 'letter', issueId: letter.issueIds[0]!, before, after })
  await issuesTouched(tx, letter.issueIds)
  return { changeId }
}

async function stateOf(tx: Tx, issueIds: readonly number[]): Promise<Touched[]> {
  const rows = await tx
    .selectFrom('issues')
    .select(['id', 'snippet', 'lastActivityAt', 'closedAt'])
    .where('id', 'in', issueIds)
    .execute()
  return rows.map(({ id, snippet, lastActivityAt, closedAt }) => ({
    id,
    snippet,
    lastActivityAt: lastActivityAt.toISOString(),
    closed: closedAt !== null,
  }))
}

/** When it was closed; null when it was closed already, so that an undo does not open it. */
async function closeIssue(tx: Tx, actor: Actor, id: number): Promise<string | null> {
  const issue = await lockIssue(tx, id)
  if (!issue || issue.values.closedAt) return null
  await writeIssue(tx, id, { closedAt: issue.now, closedBy: actor.repId })
  return issue.now
}

async function join(tx: Tx, { issueIds, participants }: OutgoingLetter): Promise<After['joined']> {
  if (participants.length === 0) return []
  const rows = issueIds.flatMap((issueId) =>
    participants.map(({ name, address }) => ({ issueId, addressKey: addressKey(address), address, name })),
  )
  return tx
    .insertInto('issueParticipants')
    .values(rows)
    .onConflict((c) => c.doNothing())
    .returning(['issueId', 'addressKey'])
    .execute()
}

/**
 * Takes back what a letter did to its issues: what it closed opens again, whom it let in is out, unless somebody
 * changed that since. The action stays, since what was written belongs to the history.
 */
export async function withdrawLetter(tx: Tx, actor: Actor, letterId: number): Promise<void> {
  const { rows } = await sql<{ id: number; issueId: number; before: Before; after: After }>`
    update changes c set undone_at = now(), undone_by = ${actor.repId}
    from letters l join actions a on a.interaction_id = l.interaction_id
    where l.id = ${letterId} and c.issue_id = a.issue_id and c.kind = 'letter' and c.undone_at is null
      and (c.after->>'letterId')::int = l.id
    returning c.id, c.issue_id, c.before, c.after`.execute(tx)
  const change = rows[0]
  if (!change) return
  if (change.after.closedAt) await reopen(tx, change.issueId, change.after.closedAt)
  for (const issue of change.before.issues) await restore(tx, issue, change.id)
  for (const { issueId, addressKey: key } of change.after.joined)
    await tx.deleteFrom('issueParticipants').where('issueId', '=', issueId).where('addressKey', '=', key).execute()
  await issuesTouched(
    tx,
    change.before.issues.map((issue) => issue.id),
  )
}

async function reopen(tx: Tx, issueId: number, closedAt: string) {
  const issue = await lockIssue(tx, issueId)
  if (issue?.values.closedAt === closedAt) await writeIssue(tx, issueId, { closedAt: null, closedBy: null })
}

/** The list shows again what it showed before, if nothing was said since. */
async function restore(tx: Tx, issue: Touched, changeId: number) {
  await sql`update issues i set snippet = ${issue.snippet}, last_activity_at = ${issue.lastActivityAt}, version = version + 1
    from changes c where i.id = ${issue.id} and c.id = ${changeId} and i.last_activity_at = c.at`.execute(tx)
}
