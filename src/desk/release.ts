import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { DeliveryState, Why } from '../database/tables.ts'
import { refileMail, releaseMail } from '../mail/deliveries.ts'
import { askRefiling } from '../mail/refilings.ts'
import { type Actor, recordChange } from './changes.ts'

/** What a mail was before a rep let it in, so that an undo can hold it again. */
export type HeldBefore = Readonly<{
  deliveryId: number
  state: DeliveryState
  reason: string | null
  heldForIssueId: number | null
  why: Why | null
}>

/** A rep lets a held or failed mail in; the undo holds it again, also when it is filed by then. */
export async function release(
  tx: Tx,
  actor: Actor,
  id: number,
  to?: 'issue' | 'new',
): Promise<{ changeId: number } | 'not held' | 'not found'> {
  const before = await stateOf(tx, id)
  const done = await releaseMail(tx, id, to)
  if (done !== 'released') return done
  const after = { deliveryId: id, to: to ?? 'issue' }
  return { changeId: await recordChange(tx, actor, { kind: 'mail.release', before, after }) }
}

/**
 * Files a mail again from its bytes. One that is in the history stays in its place: only what was read from its bytes
 * is made again (changeId null: there is nothing to take back).
 */
export async function refile(tx: Tx, actor: Actor, id: number): Promise<{ changeId: number | null } | 'not found'> {
  const before = await stateOf(tx, id)
  const done = await refileMail(tx, id)
  if (done === 'not found') return done
  if (done === 'already filed') {
    await askRefiling(tx, { deliveryId: id, repId: actor.repId })
    return { changeId: null }
  }
  return { changeId: await recordChange(tx, actor, { kind: 'mail.refile', before, after: { deliveryId: id } }) }
}

/** How many one release may take at most; a larger heap is let in page by page. */
export const releasedAtOnce = 500

/** Lets many held mails in, each as a change of its own; answers how many were, and how many were not held any more. */
export async function releaseMany(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
  to?: 'issue' | 'new',
): Promise<{ released: number; skipped: number; changeId: number | null }> {
  const changeIds: number[] = []
  for (const id of [...new Set(ids)].sort((a, b) => a - b).slice(0, releasedAtOnce)) {
    const done = await release(tx, actor, id, to)
    if (typeof done === 'object') changeIds.push(done.changeId)
  }
  const skipped = new Set(ids).size - changeIds.length
  if (changeIds.length === 0) return { released: 0, skipped, changeId: null }
  const change = { kind: 'mail.release.many', after: { changeIds, mails: changeIds.length } }
  return { released: changeIds.length, skipped, changeId: await recordChange(tx, actor, change) }
}

async function stateOf(db: Db, id: number): Promise<HeldBefore | object> {
  const { rows } = await sql<HeldBefore>`
    select d.id as delivery_id, d.state, d.reason, e.held_for_issue_id, e.why
    from deliveries d left join emails e on e.delivery_id = d.id where d.id = ${id} for update of d`.execute(db)
  return rows[0] ?? {}
}
