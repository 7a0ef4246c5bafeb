import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type PersonLine, personEmail, personLine, personName } from '../people/people.ts'

/**
 * Why something cannot be recorded for a person; `offer` is whom it could be recorded for instead. `other` is the
 * person who was asked for, `send` what an API's request may hold besides, one of them, to be done.
 */
export type Foreign = Readonly<{
  problem: string
  offer: {
    person?: PersonLine
    personId?: number
    shopUserId?: number
    other?: PersonLine
    send?: readonly object[]
  } | null
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
    offer: { personId: owner, ...(person && { person }), send: [{ personId: owner }] },
  }
}

type OrderOwner = Readonly<{
  shopUserId: number | null
  name: string
  email: string
  record: number | null
  own: boolean
}>

/**
 * An order of somebody else. One that the shop never told us of, and one of a guest whom no record knows, may be
 * anybody's. A record with the address of the registered user is his, matched or not.
 */
export async function foreignOrder(db: Db, orderId: string, personId: number): Promise<Foreign | undefined> {
  const owners = await ownersOfOrder(db, orderId, personId)
  if (owners.length === 0 || owners.some(({ own, record, shopUserId }) => own || (record ?? shopUserId) === null))
    return undefined
  const { record, shopUserId, name, email } = owners[0]!
  if (record === null) {
    const problem = `Order ${orderId} belongs to the registered user ${name || email}: record it for them, or match the two first.`
    return { problem, offer: { shopUserId: shopUserId!, ...(email && { send: [{ person: { email } }] }) } }
  }
  const person = await lineOf(db, record)
  const problem = `Order ${orderId} belongs to ${person?.name || 'another customer'}, customer ${record}: record it for customer ${record}, match the two, or leave the order out.`
  return { problem, offer: { personId: record, ...(person && { person }), send: [{ personId: record }] } }
}

async function ownersOfOrder(db: Db, orderId: string, personId: number): Promise<OrderOwner[]> {
  const { rows } = await sql<OrderOwner>`
    select o.shop_user_id, btrim(concat_ws(' ', u.first_names, u.last_name)) as name, coalesce(u.email, '') as email, coalesce(
        (select min(p.id) from user_identifications p where p.shop_user_id = o.shop_user_id and p.merged_into_id is null),
        (select m.user_identification_id from user_identification_emails m
          where m.address_key in (o.email_key, u.email_key) and m.address_key <> '' limit 1)
      ) as record,
      exists (select from user_identifications p where p.id = ${personId} and (p.shop_user_id = o.shop_user_id
        or exists (select from user_identification_emails m where m.user_identification_id = p.id
          and m.address_key in (o.email_key, u.email_key) and m.address_key <> ''))) as own
    from shop_orders o left join shop_users u on u.id = o.shop_user_id
    where o.number = ${orderId.trim().replace(/^#/, '')} limit 20`.execute(db)
  return rows
}

/** The interaction of one person and the issue of another, or two such issues: both named. */
export async function foreignLink(
  db: Db,
  what: { interactionId: number } | { from: number },
  issueId: number,
): Promise<Foreign | undefined> {
  const [mover, holder] = await Promise.all([
    'from' in what ? ownerOf(db, 'issues', what.from) : ownerOf(db, 'interactions', what.interactionId),
    ownerOf(db, 'issues', issueId),
  ])
  if (mover === undefined || holder === undefined || (await samePerson(db, mover, holder))) return undefined
  const [other, person] = await Promise.all([lineOf(db, mover), lineOf(db, holder)])
  const named = 'from' in what ? `Issue ${what.from}` : `Interaction ${what.interactionId}`
  return {
    problem: `${named} belongs to ${called(other, mover)}, issue ${issueId} to ${called(person, holder)}: send one of offer.send to do it all the same.`,
    offer: {
      personId: holder,
      ...(person && { person }),
      ...(other && { other }),
      send: [{ force: true }, ...('from' in what ? [] : [{ join: true }])],
    },
  }
}

/** As foreignOrder, of an issue that is there; undefined, too, where there is no such issue. */
export async function foreignOrderOfIssue(db: Db, orderId: string, issueId: number): Promise<Foreign | undefined> {
  const personId = await ownerOf(db, 'issues', issueId)
  return personId === undefined ? undefined : foreignOrder(db, orderId, personId)
}

const called = (line: PersonLine | undefined, id: number) => `${line?.name || 'customer'} (customer ${id})`

async function ownerOf(db: Db, table: 'issues' | 'interactions', id: number): Promise<number | undefined> {
  const row = await db.selectFrom(table).select('userIdentificationId as id').where('id', '=', id).executeTakeFirst()
  return row?.id
}

async function lineOf(db: Db, id: number): Promise<PersonLine | undefined> {
  const { rows } = await sql<{ name: string; email: string | null }>`
    select ${personName} as name, ${personEmail} as email from user_identifications p where p.id = ${id}`.execute(db)
  return rows[0] && personLine(id, rows[0].name, rows[0].email)
}
