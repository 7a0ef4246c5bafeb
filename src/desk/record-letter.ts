import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import { addAction } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { type LockedIssue, lockIssue, writeIssue } from './issue-values.ts'
import { issuesTouched } from './notices.ts'
import { writeTimes } from './times.ts'

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

export type Touched = Readonly<{ id: number; snippet: string; lastActivityAt: string }>
/** What `changes.before` and `changes.after` of a letter hold, for its undo. */
export type Before = Readonly<{ issues: Touched[] }>
export type After = Readonly<{
  letterId: number
  closedAt: string | null
  /** Issues that it answered too and closed. */
  alsoClosed?: { id: number; closedAt: string }[]
  joined: { issueId: number; addressKey: string }[]
}>

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
  const alsoClosed: { id: number; closedAt: string }[] = []
  for (const id of letter.close ? letter.issueIds.slice(1) : []) {
    const at = await closeIssue(tx, actor, id)
    if (at) alsoClosed.push({ id, closedAt: at })
  }
  await sql`update issues set last_activity_at = now(), snippet = ${letter.snippet}, version = version + 1
    where id = any (${[...letter.issueIds]}::int[])`.execute(tx)
  const also = alsoClosed.length > 0 && { alsoClosed }
  const after: After = { letterId: letter.letterId, closedAt, ...also, joined: await join(tx, letter) }
  const changeId = await recordChange(tx, actor, { kind: 'letter', issueId: letter.issueIds[0]!, before, after })
  await writeTimes(tx, letter.issueIds)
  await issuesTouched(tx, letter.issueIds)
  return { changeId }
}

async function stateOf(tx: Tx, issueIds: readonly number[]): Promise<Touched[]> {
  const rows = await tx
    .selectFrom('issues')
    .select(['id', 'snippet', 'lastActivityAt'])
    .where('id', 'in', issueIds)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, lastActivityAt: row.lastActivityAt.toISOString() }))
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
