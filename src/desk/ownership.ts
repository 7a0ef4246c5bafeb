import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type PersonLine, personEmail, personLine, personName } from '../people/people.ts'

/** Why something cannot be recorded for a person; `offer` is whom it could be recorded for instead. */
export type Foreign = Readonly<{
  problem: string
  offer: { person?: PersonLine; personId?: number; shopUserId?: number } | null
}>

/** True where both are records of one person: the same, merged, or of the same registered user. */
export async function samePerson(db: Db, a: number, b: number): Promise<boolean> {
  if (a === b) return true
  const { rows } = await sql`
    select from user_identifications x, user_identifications y
    where x.id = ${a} and y.id = ${b} and (x.shop_user_id = y.shop_user_id or x.merged_into_id = y.id or y.merged_into_id = x.id)`.execute(
    db,
  )
  return rows.length > 0
}

/** An issue of somebody else, with the offer to record it for them. */
export async function foreignIssue(
  db: Db,
  issueId: number,
  owner: number,
  personId: number,
): Promise<Foreign | undefined> {
  if (await samePerson(db, owner, personId)) return undefined
  const person = await lineOf(db, owner)
  const name = person?.name ? ` (${person.name})` : ''
  return {
    problem: `Issue ${issueId} belongs to customer ${owner}${name}: record it for customer ${owner}, or open a new issue.`,
    offer: { personId: owner, ...(person && { person }) },
  }
}

type OrderOwner = Readonly<{ shopUserId: number | null; record: number | null; own: boolean }>

/**
 * An order of somebody else. One that the shop never told us of, and one of a guest whom no record knows, may be
 * anybody's.
 */
export async function foreignOrder(db: Db, orderId: string, personId: number): Promise<Foreign | undefined> {
  const { rows } = await sql<OrderOwner>`
    select o.shop_user_id, coalesce(
        (select min(p.id) from user_identifications p where p.shop_user_id = o.shop_user_id and p.merged_into_id is null),
        (select m.user_identification_id from user_identification_emails m where m.address_key = o.email_key and o.email_key <> '')
      ) as record,
      exists (select from user_identifications p where p.id = ${personId} and (p.shop_user_id = o.shop_user_id
        or exists (select from user_identification_emails m where m.user_identification_id = p.id and m.address_key = o.email_key
          and o.email_key <> ''))) as own
    from shop_orders o where o.number = ${orderId.trim().replace(/^#/, '')} limit 20`.execute(db)
  if (rows.length === 0 || rows.some(({ own, record, shopUserId }) => own || (record ?? shopUserId) === null))
    return undefined
  const { record, shopUserId } = rows[0]!
  if (record === null) {
    const offer = { shopUserId: shopUserId! }
    return {
      problem: `Order ${orderId} belongs to another registered user: record it for them, or match the two first.`,
      offer,
    }
  }
  const person = await lineOf(db, record)
  const problem = `Order ${orderId} belongs to ${person?.name || 'another customer'}, customer ${record}: record it for customer ${record}, match the two, or leave the order out.`
  return { problem, offer: { personId: record, ...(person && { person }) } }
}

async function lineOf(db: Db, id: number): Promise<PersonLine | undefined> {
  const { rows } = await sql<{ name: string; email: string | null }>`
    select ${personName} as name, ${personEmail} as email from user_identifications p where p.id = ${id}`.execute(db)
  return rows[0] && personLine(id, rows[0].name, rows[0].email)
}
