import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { phoneKey, postalKey } from '../people/clues.ts'
import { likePart, personEmail, personName } from '../people/people.ts'

/** A line of a finder: a record of ours, a user of the shop, or both. */
export type Found = Readonly<{
  personId: number | null
  externalId: string | null
  name: string
  email: string | null
  phone: string
  postalCode: string
  other: string
}>

const most = 50

/** Registered users of the shop by a part of the name or address, a whole phone or postal code; 50 at most. */
export async function findRegistered(db: Db, q: string): Promise<Found[]> {
  const branches = clues(q, {
    id: sql`u.id from shop_users u`,
    name: sql`u.first_names || ' ' || u.last_name`,
    phone: sql`u.phone_key`,
    postal: sql`u.postal_key`,
    more: [sql`u.email_key = ${addressKey(q)}`, sql`u.external_id = ${q}`],
  })
  const { rows } = await sql<Found>`
    select u.external_id, btrim(u.first_names || ' ' || u.last_name) as name, u.email, u.phone, u.postal_code, '' as other,
      (select p.id from user_identifications p where p.shop_user_id = u.id order by p.id limit 1) as person_id
    from shop_users u where u.id in (${branches}) order by lower(u.last_name), u.id limit ${most}`.execute(db)
  return rows
}

/** People without an account, by name, address, phone, postal code or whatever else was noted of them; 50 at most. */
export async function findUnregistered(db: Db, q: string): Promise<Found[]> {
  const parts = q.length < 3 ? [] : [sql`p.other ilike ${likePart(q)} and p.other <> ''`]
  const branches = clues(q, {
    id: sql`p.id from user_identifications p`,
    name: sql`p.first_names || ' ' || p.last_name`,
    phone: sql`p.phone_key`,
    postal: sql`p.postal_key`,
    more: parts,
  })
  const { rows } = await sql<Found>`
    select p.id as person_id, null as external_id, ${personName} as name, ${personEmail} as email, p.phone, p.postal_code, p.other
    from user_identifications p
    where p.shop_user_id is null and p.merged_into_id is null and p.id in (${branches} union ${byAddress(q)})
    order by p.id desc limit ${most}`.execute(db)
  return rows
}

type Columns = Readonly<{
  id: RawBuilder<unknown>
  name: RawBuilder<unknown>
  phone: RawBuilder<unknown>
  postal: RawBuilder<unknown>
  more: RawBuilder<unknown>[]
}>

/** Each clue by an index of its own, and few hits of each, so that a common word costs no more than a rare one. */
function clues(q: string, { id, name, phone, postal, more }: Columns): RawBuilder<unknown> {
  const wheres = [...more]
  // Trigrams need three characters; with fewer the index would be read whole.
  if (q.length >= 3) wheres.push(sql`${name} ilike ${likePart(q)}`)
  if (phoneKey(q)) wheres.push(sql`${phone} = ${phoneKey(q)}`)
  if (/\d/.test(q)) wheres.push(sql`${postal} = ${postalKey(q)} and ${postal} <> ''`)
  if (wheres.length === 0) return sql`select 0`
  return sql.join(
    wheres.map((where) => sql`(select ${id} where ${where} limit 200)`),
    sql` union `,
  )
}

function byAddress(q: string): RawBuilder<unknown> {
  const where =
    q.length < 3 ? sql`m.address_key = ${addressKey(q)}` : sql`m.address_key like ${likePart(addressKey(q))}`
  return sql`(select m.user_identification_id from user_identification_emails m where ${where} limit 200)`
}
