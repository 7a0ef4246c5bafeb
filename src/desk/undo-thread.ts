import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { lockIssue } from './issue-values.ts'
import { issueTouched } from './notices.ts'
import { changeParticipants, type Places } from './participants.ts'
import { type CustomerOf, writeCustomer } from './suggestions.ts'

type Change = Readonly<{
  kind: string
  issueId: number | null
  before: Record<string, unknown>
  after: Record<string, unknown>
}>
type Taken = { changeId: number } | { conflict: string }

/** Several changes that were one deed: the last first, all of them or none. */
export async function undoBundle(
  tx: Tx,
  actor: Actor,
  { kind, issueId, after }: Change,
  undoOne: (changeId: number) => Promise<unknown>,
): Promise<Taken> {
  await sql`savepoint bundle`.execute(tx)
  const { deed, changeIds } = after as { deed: string; changeIds: number[] }
  const done: number[] = []
  for (const id of [...changeIds].reverse()) {
    const result = await undoOne(id)
    if (typeof result === 'object' && result !== null && 'changeId' in result) done.push(result.changeId as number)
    else {
      await sql`rollback to savepoint bundle`.execute(tx)
      const conflict = (result as { conflict?: string }).conflict
      return { conflict: conflict ?? 'A part of it was undone already.' }
    }
  }
  return { changeId: await recordChange(tx, actor, { kind, issueId, after: { deed, changeIds: done } }) }
}

/** Participants, customer, place and suggestions as they were before. */
export async function undoThreading(tx: Tx, actor: Actor, change: Change): Promise<Taken> {
  const { kind, issueId, before, after } = change
  if (kind === 'participants') return undoParticipants(tx, actor, change)
  if (kind === 'customer') {
    const { personId } = after as CustomerOf
    const issue = await lockIssue(tx, issueId!)
    if (issue?.personId !== personId) return { conflict: `Issue ${issueId} has another customer since.` }
    await writeCustomer(tx, before as CustomerOf)
  } else if (kind === 'suggestion') {
    const { suggestionId, open } = before as { suggestionId: number; open: boolean }
    await sql`update suggestions set settled_at = case when ${open}::boolean then null else now() end,
      settled_by = case when ${open}::boolean then null else ${actor.repId}::int end where id = ${suggestionId}`.execute(
      tx,
    )
    await issueTouched(tx, issueId!)
  } else {
    const { emailId, why } = before as { emailId: number; why: object | null }
    await sql`update emails set why = ${JSON.stringify(why ?? {})} where id = ${emailId}`.execute(tx)
  }
  return { changeId: await recordChange(tx, actor, { kind, issueId, before: after, after: before }) }
}

async function undoParticipants(tx: Tx, actor: Actor, { issueId, before }: Change): Promise<Taken> {
  const done = await changeParticipants(tx, actor, issueId!, before as Places)
  if (done === 'not found') return { conflict: `Issue ${issueId} is gone.` }
  if ('problem' in done) return { conflict: done.problem }
  // Somebody did the same meanwhile: what was wanted is so.
  return {
    changeId:
      done.changeId ?? (await recordChange(tx, actor, { kind: 'participants', issueId, before: {}, after: {} })),
  }
}
