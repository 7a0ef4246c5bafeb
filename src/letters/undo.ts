import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import { type Actor, lastChangeId, recordChange } from '../desk/changes.ts'
import { undo } from '../desk/undo.ts'
import { redoLetter } from '../desk/withdraw-letter.ts'
import { undoDkim } from './dkim-changes.ts'
import { bringsVoid } from './letter-certificate.ts'
import { cancelLetter, dismissFailure, type LetterBefore, lockLetter, retryLetter } from './letters.ts'
import { undoRelay } from './relay-changes.ts'
import { withdrawDraft } from './restore-draft.ts'
import { undoReschedule } from './schedule.ts'
import { touched } from './sending.ts'
import { undoSignature } from './signatures.ts'

export type Undone =
  | { changeId: number; cancelled?: number }
  | 'already undone'
  | 'not found'
  | { conflict: string; letterId?: number }

/**
 * Takes back what a change did, letters included: a letter's change cancels the letter (`cancelled` names it), a
 * cancelled one waits again, a retry or dismissal is as it was. Else as `undo` of the desk.
 */
export async function undoAnything(tx: Tx, actor: Actor, changeId: number): Promise<Undone> {
  const change = await tx
    .selectFrom('changes')
    .select(['id', 'kind', 'before', 'after', 'undoneAt'])
    .where('id', '=', changeId)
    .forUpdate()
    .executeTakeFirst()
  if (change && !change.undoneAt && isOfLetter(change.kind)) return undoLetterDeed(tx, actor, change)
  const result = await undo(tx, actor, changeId)
  if (typeof result !== 'object' || !('letterId' in result)) return result
  const { letterId } = result
  const done = await cancelLetter(tx, actor, letterId)
  if (done === 'cancelled') return { changeId: await lastChangeId(tx), cancelled: letterId }
  return { conflict: `Letter ${letterId} cannot be called back (${done}).`, letterId }
}

type Change = Readonly<{ id: number; kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>

const deeds: Readonly<Record<string, (tx: Tx, actor: Actor, change: Change) => Promise<true | string>>> = {
  'letter.cancel': (tx, actor, change) => resume(tx, actor, change),
  'letter.bulk': undoBulk,
  'relay.create': undoRelay,
  'relay.update': undoRelay,
  'relay.delete': undoRelay,
  'dkim.create': undoDkim,
  'dkim.activate': undoDkim,
  'dkim.retire': undoDkim,
  'dkim.undo': undoDkim,
  'letter.reschedule': (tx, actor, { before }) => undoReschedule(tx, actor, before),
  signature: signatureBack,
  'mailbox.signature': signatureBack,
  'letter.resume': (tx, actor, { after }) => again(cancelLetter(tx, actor, letterOf(after)), 'cancelled'),
  'letter.retry': (tx, actor, change) => putBack(tx, actor, change, { kind: 'letter.unretry', from: ['queued'] }),
  'letter.unretry': (tx, actor, { after }) => again(retryLetter(tx, actor, letterOf(after)), 'queued'),
  'letter.dismiss': (tx, actor, change) =>
    putBack(tx, actor, change, {
      kind: 'letter.undismiss',
      from: ['failed', 'bounced', 'uncertain', 'undelivered', 'sent'],
    }),
  'letter.undismiss': (tx, actor, { after }) => again(dismissFailure(tx, actor, letterOf(after)), 'dismissed'),
}

/** Each letter that still stands where the deed put it goes back; a sentence where none does. */
async function undoBulk(tx: Tx, actor: Actor, { after }: Change): Promise<true | string> {
  const { parts } = after as { parts: number[] }
  const changes = await tx
    .selectFrom('changes')
    .select(['id', 'kind', 'before', 'after', 'undoneAt'])
    .where('id', 'in', parts)
    .orderBy('id')
    .execute()
  let undone = 0
  for (const change of changes) {
    const done = change.undoneAt ? undefined : await undoLetterDeed(tx, actor, change)
    if (typeof done === 'object' && 'changeId' in done) undone += 1
  }
  if (undone === 0) return 'Every one of these letters went on since: look at each of them.'
  await recordChange(tx, actor, { kind: 'letter.bulk_undo', after: { letters: undone } })
  return true
}

async function signatureBack(tx: Tx, actor: Actor, change: Change): Promise<true | string> {
  const done = await undoSignature(tx, actor, change)
  return 'conflict' in done ? done.conflict : true
}

function isOfLetter(kind: string): boolean {
  return Object.hasOwn(deeds, kind)
}

async function undoLetterDeed(tx: Tx, actor: Actor, change: Change): Promise<Undone> {
  const done = await deeds[change.kind]!(tx, actor, change)
  if (done !== true) return { conflict: done }
  const changeId = await lastChangeId(tx)
  await sql`update changes set undone_at = now(), undone_by = ${actor.repId} where id = ${change.id}`.execute(tx)
  return { changeId }
}

/** A cancelled letter waits again, ten seconds at least, and does to its issues what it did at first. */
async function resume(tx: Tx, actor: Actor, { before, after }: Change): Promise<true | string> {
  const letter = await lockLetter(tx, letterOf(after))
  if (letter?.state !== 'cancelled') return 'The letter is not cancelled any more.'
  if (await bringsVoid(tx, letter.id))
    return 'Its gift certificate became void when it was called back: write a new letter.'
  const { state, reason } = before as LetterBefore
  await sql`update letters set state = ${state}, reason = ${reason}, lease_until = null,
    due_at = greatest(due_at, now() + interval '10 seconds') where id = ${letter.id}`.execute(tx)
  await redoLetter(tx, letter.id)
  await withdrawDraft(tx, letter.id)
  await recordChange(tx, actor, { kind: 'letter.resume', issueId: letter.issueId, before: after, after })
  return told(tx, letter.id)
}

type Way = Readonly<{ kind: string; from: readonly string[] }>

/** Only while it stands where the change put it: what the relay may have cannot be called back. */
async function putBack(tx: Tx, actor: Actor, { before, after }: Change, { kind, from }: Way): Promise<true | string> {
  const letter = await lockLetter(tx, letterOf(after))
  if (!letter || !from.includes(letter.state)) return 'The letter is on its way by now: it cannot be called back.'
  const { state, reason, seenFailureAt } = before as LetterBefore
  await sql`update letters set state = ${state}, reason = ${reason}, seen_failure_at = ${seenFailureAt}, lease_until = null
    where id = ${letter.id}`.execute(tx)
  await recordChange(tx, actor, { kind, issueId: letter.issueId, before: after, after })
  return told(tx, letter.id)
}

async function told(tx: Tx, letterId: number): Promise<true> {
  await touched(tx, [letterId])
  await notify(tx, 'letters')
  return true
}

async function again(deed: Promise<string>, wanted: string): Promise<true | string> {
  const done = await deed
  return done === wanted || `The letter cannot be changed so any more (${done}).`
}

function letterOf(after: Record<string, unknown>): number {
  return (after as { letterId: number }).letterId
}
