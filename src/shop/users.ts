import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { phoneKey, postalKey } from '../people/clues.ts'

/** A registered user of the shop, as the shop told us. */
export type ShopUser = Readonly<{
  id: number
  externalId: string
  email: string
  firstNames: string
  lastName: string
  phone: string
  postalCode: string
  country: string
  language: string
  registeredAt: Date | null
  lastVisitAt: Date | null
  classes: string[]
}>

/** What the shop sends: the whole user; fields left out become empty, but `classes`, which stay. */
export type PutShopUser = Readonly<{
  externalId: string
  email: string
  firstNames: string
  lastName: string
  phone?: string | undefined
  postalCode?: string | undefined
  country?: string | undefined
  language?: string | undefined
  registeredAt: Date | null
  lastVisitAt?: Date | undefined
  classes?: readonly string[] | undefined
}>

/** Writes users under the shop's own ids, in two statements for any number; the last of two with one id wins. */
export async function putShopUsers(tx: Tx, users: readonly PutShopUser[]): Promise<void> {
  const last = new Map(users.map((user) => [user.externalId, user]))
  const rows = [...last.values()].map(row).sort((a, b) => (a.external_id < b.external_id ? -1 : 1))
  if (rows.length === 0) return
  await sql`
    insert into shop_users (external_id, email, email_key, first_names, last_name, phone, phone_key, postal_code,
      postal_key, country, language, registered_at, last_visit_at)
    select external_id, email, email_key, first_names, last_name, phone, phone_key, postal_code, postal_key, country,
      language, registered_at, last_visit_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(external_id text, email text, email_key text,
      first_names text, last_name text, phone text, phone_key text, postal_code text, postal_key text, country text,
      language text, registered_at timestamptz, last_visit_at timestamptz)
    on conflict (external_id) do update set email = excluded.email, email_key = excluded.email_key,
      first_names = excluded.first_names, last_name = excluded.last_name, phone = excluded.phone,
      phone_key = excluded.phone_key, postal_code = excluded.postal_code, postal_key = excluded.postal_key,
      country = excluded.country, language = excluded.language, registered_at = excluded.registered_at,
      last_visit_at = greatest(shop_users.last_visit_at, excluded.last_visit_at), updated_at = now(),
      match_due = shop_users.match_due or (shop_users.email_key, shop_users.phone_key, shop_users.postal_key, shop_users.first_names,
        shop_users.last_name) <> (excluded.email_key, excluded.phone_key, excluded.postal_key, excluded.first_names, excluded.last_name)`.execute(
    tx,
  )
  await putClasses(tx, [...last.values()])
}

async function putClasses(tx: Tx, users: readonly PutShopUser[]) {
  const told = users.flatMap(({ externalId, classes }) => (classes ? [{ external_id: externalId, classes }] : []))
  if (told.length === 0) return
  const rows = JSON.stringify(told)
  await sql`
    with told as (
      select u.id, t.classes from json_to_recordset(${rows}::json) as t(external_id text, classes json)
      join shop_users u using (external_id)
    ), gone as (
      delete from shop_user_classes c using told
      where c.shop_user_id = told.id and c.class not in (select json_array_elements_text(told.classes))
    )
    insert into shop_user_classes (shop_user_id, class)
    select id, json_array_elements_text(classes) from told on conflict do nothing`.execute(tx)
}

function row(user: PutShopUser) {
  const { phone = '', postalCode = '', country = '', language = '' } = user
  return {
    external_id: user.externalId,
    email: user.email,
    email_key: addressKey(user.email),
    first_names: user.firstNames,
    last_name: user.lastName,
    phone,
    phone_key: phoneKey(phone),
    postal_code: postalCode,
    postal_key: postalKey(postalCode),
    country,
    language,
    registered_at: user.registeredAt,
    last_visit_at: user.lastVisitAt ?? null,
  }
}

/** Users by our ids or one by the shop's. */
export async function findShopUsers(
  db: Db,
  by: { ids: readonly number[] } | { externalId: string },
): Promise<ShopUser[]> {
  const where = 'ids' in by ? sql`u.id = any(${[...by.ids]}::int[])` : sql`u.external_id = ${by.externalId}`
  const { rows } = await sql<ShopUser>`
    select u.id, u.external_id, u.email, u.first_names, u.last_name, u.phone, u.postal_code, u.country, u.language,
      u.registered_at, u.last_visit_at,
      array(select class from shop_user_classes c where c.shop_user_id = u.id order by class) as classes
    from shop_users u where ${where} order by u.id`.execute(db)
  return rows
}
