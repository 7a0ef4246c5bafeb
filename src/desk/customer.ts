import type { Db } from '../database/connection.ts'
import { getPerson, type Person } from '../people/people.ts'
import { type PersonRecord, recordsOf } from '../people/records.ts'
import { findShopUsers, type ShopUser } from '../shop/users.ts'

/** A person with all that is one with them: their records, and the registered user that they are. */
export type Customer = Readonly<{
  person: Person
  erasedAt: Date | null
  /** This record was merged into another one, which is the one to look at. */
  mergedIntoId: number | null
  /** All records of the same registered user, the asked one first. */
  records: PersonRecord[]
  shopUser: ShopUser | null
  /** Whose orders are theirs: of the registered user, and of guests under any of their addresses. */
  buyer: { shopUserIds: number[]; emails: string[] }
}>

/** Undefined when there is no such record. Three statements over indexes. */
export async function findCustomer(db: Db, id: number): Promise<Customer | undefined> {
  const [person, found] = await Promise.all([getPerson(db, id), recordsOf(db, id)])
  if (!person || !found) return undefined
  const { shopUserId, mergedIntoId, records } = found
  const [shopUser = null] = shopUserId === null ? [] : await findShopUsers(db, { ids: [shopUserId] })
  const emails = new Set([...records.flatMap((record) => record.emails), ...(shopUser?.email ? [shopUser.email] : [])])
  return {
    person,
    erasedAt: records[0]!.erasedAt,
    mergedIntoId,
    records,
    shopUser,
    buyer: { shopUserIds: shopUser ? [shopUser.id] : [], emails: [...emails] },
  }
}

/** The ids of all records of a customer. */
export function recordIds({ records }: Pick<Customer, 'records'>): number[] {
  return records.map((record) => record.id)
}
