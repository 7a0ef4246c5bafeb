import type { Db } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { getPerson } from '../people/people.ts'
import { recordOf } from '../people/records.ts'
import type { Order } from '../shop/orders.ts'
import { findShopUsers } from '../shop/users.ts'

/** Whose an order is: the record of the registered user or of the guest's address, with a name; `id` null: no record. */
export async function customerOfOrder(db: Db, order: Order): Promise<{ id: number | null; name: string }> {
  const [users, id] = await Promise.all([
    order.shopUserId === null ? [] : findShopUsers(db, { ids: [order.shopUserId] }),
    recordOf(db, { shopUserId: order.shopUserId, email: addressKey(order.email) }),
  ])
  const person = id === undefined ? undefined : await getPerson(db, id)
  const names = [person, users[0]].map((one) => (one ? `${one.firstNames} ${one.lastName}`.trim() : ''))
  const name = names.find((each) => each !== '') ?? person?.emails[0] ?? order.email
  return { id: id ?? null, name }
}
