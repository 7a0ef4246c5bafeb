import type { Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { type Before, getMember, listMembers, setMember } from '../people/list-members.ts'
import { lockMailingList } from '../people/mailing-lists.ts'
import { getSuppression, lift, type NewSuppression, suppress, unlift } from '../people/suppressions.ts'
import { type Actor, recordChange } from './changes.ts'

type Undone = { changeId: number } | { conflict: string }
type Change = Readonly<{ before: Record<string, unknown>; after: Record<string, unknown> }>

/** The record that owns an address. */
export async function personOfAddress(tx: Tx, address: string): Promise<number | null> {
  const row = await tx
    .selectFrom('userIdentificationEmails')
    .select('userIdentificationId')
    .where('addressKey', '=', addressKey(address))
    .executeTakeFirst()
  return row?.userIdentificationId ?? null
}

/**
 * Suppresses one address, into the history of its person; null where it was so already. Who gets no more of a list is
 * taken off it.
 */
export async function suppressAndRecord(
  tx: Tx,
  actor: Actor,
  wish: NewSuppression,
): Promise<{ id: number; changeId: number } | null> {
  const [id] = await suppress(tx, [{ ...wish, repId: actor.repId }])
  if (id === undefined) return null
  const { scope, listId = null, reason } = wish
  const member = listId === null ? null : await leave(tx, listId, wish.address)
  const changeId = await recordChange(tx, actor, {
    kind: 'suppression.add',
    userIdentificationId: await personOfAddress(tx, wish.address),
    after: { id, scope, listId, reason, ...(member && { member }) },
  })
  return { id, changeId }
}

type Left = Before & Readonly<{ id: number }>

async function leave(tx: Tx, listId: number, address: string): Promise<Left | null> {
  await lockMailingList(tx, { id: listId })
  const [member] = (await listMembers(tx, { listId, address }, { limit: 1 })).items
  if (!member || member.state === 'removed') return null
  const gone = { id: member.id, state: 'removed', consent: member.consent, confirmedAt: null } as const
  const before = await setMember(tx, gone, { kind: 'removed', evidence: { suppressed: true } })
  return before ? { id: member.id, ...before } : null
}

/** Back on the list, unless something happened there since. */
async function comeBack(tx: Tx, listId: number, { id, ...before }: Left): Promise<void> {
  await lockMailingList(tx, { id: listId })
  if ((await getMember(tx, id))?.state !== 'removed') return
  await setMember(tx, { id, ...before }, { kind: 'added', evidence: { undo: true } })
}

/** Lifts a suppression by hand; 'not found' where none of that number is in force. */
export async function liftAndRecord(
  tx: Tx,
  actor: Actor,
  id: number,
  why: string,
): Promise<{ changeId: number } | 'not found'> {
  const known = await getSuppression(tx, id)
  if (!known || (await lift(tx, [id], why)).length === 0) return 'not found'
  const changeId = await recordChange(tx, actor, {
    kind: 'suppression.lift',
    userIdentificationId: await personOfAddress(tx, known.address),
    after: { id, scope: known.scope, listId: known.list?.id ?? null },
  })
  return { changeId }
}

/** Takes back that somebody was suppressed, or that this was lifted. */
export async function undoSuppression(tx: Tx, actor: Actor, change: Change & { kind: string }): Promise<Undone> {
  const id = Number(change.after.id)
  if (change.kind === 'suppression.add') {
    const done = await liftAndRecord(tx, actor, id, 'taken back')
    if (done === 'not found') return { conflict: 'It was lifted already.' }
    const { listId, member } = change.after as { listId: number | null; member?: Left }
    if (member && listId !== null) await comeBack(tx, listId, member)
    return done
  }
  const known = await getSuppression(tx, id)
  if (!known || (await unlift(tx, [id])).length === 0) return { conflict: 'The address is suppressed again already.' }
  const { scope, list, reason } = known
  const changeId = await recordChange(tx, actor, {
    kind: 'suppression.add',
    userIdentificationId: await personOfAddress(tx, known.address),
    after: { id, scope, listId: list?.id ?? null, reason },
  })
  return { changeId }
}
