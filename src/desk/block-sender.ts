import type { Tx } from '../database/connection.ts'
import { getDelivery } from '../mail/ledger.ts'
import type { Actor } from './changes.ts'
import { ruleSender } from './sender-rules.ts'

/** Mail from this mail's sender is held from now on; what came before stays where it is. */
export async function blockSender(
  tx: Tx,
  actor: Actor,
  deliveryId: number,
): Promise<{ changeId: number | null; sender: string } | 'no sender' | 'not found'> {
  const mail = await getDelivery(tx, deliveryId)
  if (!mail) return 'not found'
  return mail.from.includes('@') ? ruleSender(tx, actor, mail.from, 'block') : 'no sender'
}
