import type { Tx } from '../database/connection.ts'
import { refileMail, releaseMail } from '../mail/deliveries.ts'
import { setSenderRule } from '../mail/senders.ts'
import { type Actor, recordChange } from './changes.ts'
import type { HeldBefore } from './release.ts'
import { holdAgain } from './withdraw-mail.ts'

type Change = Readonly<{ kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>
type Taken = { changeId: number } | { conflict: string }

/** Holds a mail again that was let in, or lets it in again; the change that it writes can itself be undone. */
export async function undoMail(tx: Tx, actor: Actor, { kind, before, after }: Change): Promise<Taken> {
  if (kind === 'mail.hold') return letInAgain(tx, actor, { before: after, after: before })
  const held = await holdAgain(tx, before as HeldBefore)
  if (held !== 'held') return held
  return { changeId: await recordChange(tx, actor, { kind: 'mail.hold', before: after, after: before }) }
}

async function letInAgain(tx: Tx, actor: Actor, { before, after }: Omit<Change, 'kind'>): Promise<Taken> {
  const { deliveryId, to } = after as { deliveryId: number; to?: 'issue' | 'new' }
  const done = to ? await releaseMail(tx, deliveryId, to) : await refileMail(tx, deliveryId)
  if (done !== 'released' && done !== 'refiled') return { conflict: `Mail ${deliveryId} is not held any more.` }
  return { changeId: await recordChange(tx, actor, { kind: to ? 'mail.release' : 'mail.refile', before, after }) }
}

/** What was said of a sender before; a newer word on him stands. */
export async function undoSenderRule(tx: Tx, actor: Actor, { kind, before, after }: Change): Promise<Taken> {
  const { sender, verdict } = before as { sender: string; verdict: 'allow' | 'block' | null }
  const now = await setSenderRule(tx, sender, verdict && { verdict, repId: actor.repId })
  if (now === (after as { verdict: string | null }).verdict)
    return { changeId: await recordChange(tx, actor, { kind, before: after, after: before }) }
  await setSenderRule(tx, sender, now && { verdict: now, repId: actor.repId })
  return { conflict: `Somebody changed the rule for ${sender} since.` }
}

/** Every one of many, as far as each can be; a sentence where none can. */
export async function undoEach(
  tx: Tx,
  actor: Actor,
  { kind, after }: Change,
  undoOne: (changeId: number) => Promise<unknown>,
): Promise<Taken> {
  const changeIds: number[] = []
  for (const id of (after as { changeIds: number[] }).changeIds) {
    const done = await undoOne(id)
    if (typeof done === 'object' && done !== null && 'changeId' in done) changeIds.push(done.changeId as number)
  }
  if (changeIds.length === 0)
    return { conflict: 'None of these mails can be held again: each was answered or changed.' }
  return { changeId: await recordChange(tx, actor, { kind, after: { changeIds, mails: changeIds.length } }) }
}
