import type { Db } from '../database/connection.ts'
import { findOrder, type Order } from '../shop/orders.ts'
import type { LiquidValues } from './liquid.ts'
import { domainOf } from './reply-address.ts'
import { valuesOf } from './variables.ts'

type About = Readonly<{
  personId: number
  orderId?: string | undefined
  mailbox: Readonly<{ id: number; address: string; name: string }>
  /** What the program sent: it wins over what the desk knows. */
  data?: LiquidValues | undefined
}>

/**
 * What a template of automatic e-mail may name: what the program sent, then what canned responses know, and of the
 * order and the mailbox the names that the shipped templates use.
 */
export async function automaticValues(db: Db, { personId, orderId, mailbox, data = {} }: About): Promise<LiquidValues> {
  const [known, order] = await Promise.all([
    valuesOf(db, { personId, orderId, mailboxId: mailbox.id, repId: null }),
    orderId ? findOrder(db, orderId.trim().replace(/^#/, '')) : undefined,
  ])
  const { order: shown } = known
  return {
    ...known,
    signature: mailbox.name || domainOf(mailbox.address),
    system_name: mailbox.name || domainOf(mailbox.address),
    ...(orderId && { order_number: orderId }),
    ...(order && typeof shown === 'object' && namesOf(order, shown)),
    ...data,
  }
}

function namesOf(order: Order, shown: LiquidValues): LiquidValues {
  const delivery = order.shipping.addresses?.[0]?.lines ?? []
  return {
    order_number: order.number,
    confirmed_date: shown.placed_on ?? null,
    item_summary: order.lines.map((line) => `${line.quantity} × ${line.name || line.product}`).join('\n'),
    price_summary: `Total: ${shown.total ?? ''}`,
    address: delivery.join('\n'),
  }
}
