import type { Tx } from '../database/connection.ts'
import { senderKey, setSenderRule } from '../mail/senders.ts'
import { type MailTrust, readTrust, writeTrust } from '../mail/trust.ts'
import { type Actor, recordChange } from './changes.ts'

/** Always lets in, blocks, or (null) says nothing any more of an address or a domain; what came before stays. */
export async function ruleSender(
  tx: Tx,
  actor: Actor,
  text: string,
  verdict: 'allow' | 'block' | null,
): Promise<{ changeId: number | null; sender: string } | 'no sender'> {
  const sender = senderKey(text)
  if (!sender) return 'no sender'
  const before = await setSenderRule(tx, sender, verdict && { verdict, repId: actor.repId })
  if (before === verdict) return { changeId: null, sender }
  const change = { kind: 'sender.rule', before: { sender, verdict: before }, after: { sender, verdict } }
  return { changeId: await recordChange(tx, actor, change), sender }
}

/** Sets whose word counts about mail; null where nothing changed. */
export async function changeTrust(tx: Tx, actor: Actor, trust: MailTrust): Promise<number | null> {
  const before = await readTrust(tx)
  if (JSON.stringify(before) === JSON.stringify({ ...before, ...trust })) return null
  await writeTrust(tx, { ...before, ...trust })
  return recordChange(tx, actor, { kind: 'settings.trust', before, after: trust })
}

/** Takes a change of the settings back, where nobody changed them since. */
export async function undoTrust(
  tx: Tx,
  actor: Actor,
  { before, after }: { before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const now = await readTrust(tx)
  const same = Object.entries(after).every(([name, value]) => equal(now[name as keyof MailTrust], value))
  if (!same) return { conflict: 'Somebody changed these settings since: set them anew.' }
  const changeId = await changeTrust(tx, actor, before as MailTrust)
  return changeId === null ? { conflict: 'The settings are as they were already.' } : { changeId }
}

const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
