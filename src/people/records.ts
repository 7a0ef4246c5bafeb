import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

/** One user identification record of a person who may have several. */
export type PersonRecord = Readonly<{
  id: number
  name: string
  emails: string[]
  phone: string
  postalCode: string
  other: string
  createdAt: Date
  erasedAt: Date | null
}>

export type Records = Readonly<{
  /** The registered user that they all are. */
  shopUserId: number | null
  /** The record that this one was merged into: it stands there now. */
  mergedIntoId: number | null
  records: PersonRecord[]
}>

const most = 100

/** A record and all others of the same registered user, merged ones included, the asked one first; undefined: none. */
export async function recordsOf(db: Db, id: number): Promise<Records | undefined> {
  const { rows } = await sql<PersonRecord & { shopUserId: number | null; mergedIntoId: number | null }>`
    with asked as (select id, shop_user_id from user_identifications where id = ${id}), same as (
      select id from asked
      union select r.id from user_identifications r, asked where r.shop_user_id = asked.shop_user_id
    ), ids as (
      select id from same
      union select r.id from user_identifications r join same on r.merged_into_id = same.id
    )
    select p.id, btrim(p.first_names || ' ' || p.last_name) as name, p.phone, p.postal_code, p.other, p.created_at,
      p.erased_at, p.shop_user_id, p.merged_into_id,
      array(select m.address from user_identification_emails m where m.user_identification_id = p.id
        order by m.created_at, m.address_key) as emails
    from user_identifications p where p.id in (select id from ids)
    order by p.id <> ${id}, p.id limit ${most}`.execute(db)
  const [asked] = rows
  if (!asked) return undefined
  const records = rows.map(({ shopUserId: _, mergedIntoId: __, ...record }) => record)
  return { shopUserId: asked.shopUserId, mergedIntoId: asked.mergedIntoId, records }
}

/** The first record of a registered user, or the one that an address belongs to; undefined where there is none. */
export async function recordOf(db: Db, who: { shopUserId: number | null; email: string }): Promise<number | undefined> {
  const { rows } = await sql<{ id: number | null }>`
    select coalesce(
      (select min(id) from user_identifications where shop_user_id = ${who.shopUserId} and merged_into_id is null),
      (select user_identification_id from user_identification_emails where address_key = ${who.email})) as id`.execute(
    db,
  )
  return rows[0]?.id ?? undefined
}
