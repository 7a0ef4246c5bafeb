import type { Tx } from '../database/connection.ts'
import { getDelivery } from '../mail/ledger.ts'
import { senderKey, setSenderRule } from '../mail/senders.ts'
import { type Actor, recordChange } from './changes.ts'

/** Mail from this mail's sender is held from now on; what came before stays where it is. */
export async function blockSender(
  tx: Tx,
  actor: Actor,
  deliveryId: number,
): Promise<{ changeId: number; sender: string } | 'no sender' | 'not found'> {
  const mail = await getDelivery(tx, deliveryId)
  if (!mail) return 'not found'
  const sender = senderKey(mail.from)
  if (!sender?.includes('@')) return 'no sender'
  const before = { sender, verdict: await setSenderRule(tx, sender, { verdict: 'block', repId: actor.repId }) }
  const after = { sender, verdict: 'block' }
  return { changeId: await recordChange(tx, actor, { kind: 'sender.rule', before, after }), sender }
}
