import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { type SenderIdentity, senderIdentity, writeSenderIdentity } from '../people/sender-identity.ts'
import { type Actor, recordChange } from './changes.ts'

type Done = { changeId: number | null } | { problem: string }

/** Sets who sends bulk mail; null where nothing differs. */
export async function setSenderIdentity(tx: Tx, actor: Actor, wish: SenderIdentity): Promise<Done> {
  const after = {
    ...wish,
    postalAddress: wish.postalAddress.trim(),
    legalText: wish.legalText.trim(),
    optOutWording: wish.optOutWording.trim(),
  }
  const problem = identityProblem(after)
  if (problem) return { problem }
  await sql`select pg_advisory_xact_lock(hashtextextended('sender_identity', 0))`.execute(tx)
  const before = await senderIdentity(tx)
  if (isSame(before, after)) return { changeId: null }
  await writeSenderIdentity(tx, after)
  return { changeId: await recordChange(tx, actor, { kind: 'settings.sender', before, after }) }
}

function identityProblem(wish: SenderIdentity): string | undefined {
  const long = (['postalAddress', 'legalText', 'optOutWording'] as const).find((name) => wish[name].length > 2000)
  if (long) return `The ${names[long]} has ${wish[long].length} characters: use at most 2000.`
  const since = wish.optOutOfferedSince
  if (since !== null && Number.isNaN(Date.parse(since))) return 'Write the day as 2026-03-01.'
  if (since !== null && Date.parse(since) > Date.now())
    return 'The opt-out cannot have been offered since a day to come.'
  if (since !== null && !wish.optOutWording) return 'Write down what the checkout says when it offers the opt-out.'
  return undefined
}

const names = { postalAddress: 'postal address', legalText: 'legal text', optOutWording: 'wording' } as const

/** Puts back what was there, unless somebody set it anew since. */
export async function undoSenderIdentity(
  tx: Tx,
  actor: Actor,
  { before, after }: Readonly<{ before: Record<string, unknown>; after: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  const now = await senderIdentity(tx)
  if (!isSame(now, after as unknown as SenderIdentity))
    return { conflict: 'Somebody changed who sends since: set it anew.' }
  const done = await setSenderIdentity(tx, actor, before as unknown as SenderIdentity)
  if ('problem' in done) return { conflict: done.problem }
  return done.changeId === null ? { conflict: 'Nothing is left to take back.' } : { changeId: done.changeId }
}

function isSame(a: SenderIdentity, b: SenderIdentity): boolean {
  return (['postalAddress', 'legalText', 'optOutOfferedSince', 'optOutWording'] as const).every(
    (name) => a[name] === b[name],
  )
}
