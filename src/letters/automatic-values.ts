import type { Db } from '../database/connection.ts'
import { getPerson } from '../people/people.ts'
import { findOrder, type Order } from '../shop/orders.ts'
import type { LiquidValues } from './liquid.ts'
import { domainOf } from './reply-address.ts'

type About = Readonly<{
  personId: number
  orderId?: string | undefined
  mailbox: Readonly<{ address: string; name: string }>
  /** What the program sent: it wins over what the desk knows. */
  data?: LiquidValues | undefined
}>

/**
 * What a template of automatic e-mail may name: what the program sent, then person and order as the desk knows them, and
 * of the order also the names that the shipped templates use.
 */
export async function automaticValues(db: Db, { personId, orderId, mailbox, data = {} }: About): Promise<LiquidValues> {
  const [person, order] = await Promise.all([
    getPerson(db, personId),
    orderId ? findOrder(db, orderId.trim().replace(/^#/, '')) : undefined,
  ])
  const named = person && {
    first_names: person.firstNames,
    last_name: person.lastName,
    name: `${person.firstNames} ${person.lastName}`.trim(),
    email: person.emails[0] ?? '',
  }
  return {
    ...(named && { person: named }),
    signature: mailbox.name || domainOf(mailbox.address),
    ...(orderId && { order_number: orderId, order: { number: orderId } }),
    ...(order && orderValues(order)),
    ...data,
  }
}

function orderValues(order: Order): LiquidValues {
  const money = (minor: number) => inMoney(minor, order.currency)
  const items = order.lines.map((line) => `${line.quantity} × ${line.name || line.product}`)
  const delivery = order.shipping.addresses?.[0]?.lines ?? []
  return {
    order: {
      ...{ number: order.number, state: order.state, placed_at: day(order.placedAt), total: money(order.totalMinor) },
      lines: order.lines.map((line) => ({
        ...{ name: line.name || line.product, quantity: line.quantity, amount: money(line.amountMinor) },
      })),
    },
    order_number: order.number,
    confirmed_date: day(order.placedAt),
    item_summary: items.join('\n'),
    price_summary: `Total: ${money(order.totalMinor)}`,
    ...(delivery.length > 0 && { address: delivery.join('\n') }),
  }
}

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const day = (at: Date) => days.format(at)

/** Minor units by the currency's own digits (ISO 4217). */
function inMoney(minor: number, currency: string): string {
  try {
    const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency })
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
  } catch {
    return `${(minor / 100).toFixed(2)} ${currency}`
  }
}
