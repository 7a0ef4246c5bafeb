import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { phoneKey, postalKey } from './clues.ts'
import { likePart } from './people.ts'

/** As much or as little as is known of somebody who called or wrote. */
export type Clues = Readonly<{
  firstNames?: string | undefined
  lastName?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  postalCode?: string | undefined
  other?: string | undefined
}>

/** `mailedTo`: a record; who came with the code of a gift certificate that was mailed to it (ancestor.md 2.6). */
export type Sought = Clues & Readonly<{ mailedTo?: number | undefined }>

/** What two have in common, the strongest first. */
export type Reason =
  | 'email'
  | 'certificate'
  | 'phone'
  | 'name'
  | 'similar name'
  | 'other'
  | 'last name'
  | 'similar email'
  | 'first names'
  | 'postal code'

/** Somebody who may be meant: a registered user, or a record that is matched with none. */
export type Match = Readonly<{
  shopUserId: number | null
  personId: number | null
  reasons: readonly Reason[]
  score: number
}>

const most = 20
const weights: Readonly<Record<Reason, number>> = {
  email: 100,
  certificate: 60,
  phone: 50,
  name: 45,
  'similar name': 25,
  other: 22,
  'last name': 20,
  'similar email': 18,
  'first names': 10,
  'postal code': 8,
}

/**
 * Who is meant by some clues, the likeliest first, at most 20. A record that is matched counts as its registered user;
 * one merged away as none. `among` says where to look; every look goes to an index and takes few rows.
 */
export async function findMatches(db: Db, clues: Sought, among: 'all' | 'shop users' = 'all'): Promise<Match[]> {
  const looks = [...(among === 'all' ? looksAtPeople(clues) : []), ...looksAtUsers(clues)]
  if (looks.length === 0) return []
  const { rows } = await sql<Hit>`${sql.join(looks, sql` union all `)}`.execute(db)
  return ranked(rows)
}

/** The registered user whose address this is, also by another address of theirs; undefined where none or several are. */
export async function registeredUser(db: Db, email: string): Promise<number | undefined> {
  const key = addressKey(email)
  if (!key) return undefined
  const { rows } = await sql<{ id: number }>`
    select id from shop_users where email_key = ${key} and email_key <> ''
    union select p.shop_user_id from user_identification_emails m
      join user_identifications p on p.id = m.user_identification_id
      where m.address_key = ${key} and p.shop_user_id is not null
    limit 2`.execute(db)
  return rows.length === 1 ? rows[0]!.id : undefined
}

type Hit = Readonly<{ personId: number | null; shopUserId: number | null; reason: Reason; likeness: number }>

function ranked(hits: readonly Hit[]): Match[] {
  const found = new Map<string, { shopUserId: number | null; personId: number | null; best: Map<Reason, number> }>()
  for (const { personId, shopUserId, reason, likeness } of hits) {
    const key = shopUserId === null ? `p${personId}` : `u${shopUserId}`
    const one = found.get(key) ?? { shopUserId, personId: shopUserId === null ? personId : null, best: new Map() }
    one.best.set(reason, Math.max(one.best.get(reason) ?? 0, weights[reason] * likeness))
    found.set(key, one)
  }
  const matches = [...found.values()].map(({ best, ...who }) => {
    const reasons = withoutWeaker([...best.keys()].sort((a, b) => weights[b] - weights[a]))
    return { ...who, reasons, score: reasons.reduce((sum, reason) => sum + best.get(reason)!, 0) }
  })
  return matches.sort((a, b) => b.score - a.score || (a.personId ?? 0) - (b.personId ?? 0)).slice(0, most)
}

/** Who has the same name has a similar one, too. */
function withoutWeaker(reasons: readonly Reason[]): Reason[] {
  const names: readonly Reason[] = ['name', 'similar name', 'last name', 'first names']
  const best = names.find((name) => reasons.includes(name))
  return reasons.filter((reason) => reason === best || !names.includes(reason))
}

function* looksAtPeople(clues: Clues): Generator<RawBuilder<Hit>> {
  const look = (where: RawBuilder<unknown>, reason: Reason, likeness = sql<number>`1`) => sql<Hit>`
    (select p.id as person_id, p.shop_user_id, ${sql.lit(reason)} as reason, ${likeness}::float8 as likeness
    from user_identifications p where ${where} and p.merged_into_id is null limit ${most})`
  const byAddress = (where: RawBuilder<unknown>) =>
    sql`p.id in (select m.user_identification_id from user_identification_emails m where ${where} limit ${most})`
  const email = clues.email?.trim() ?? ''
  if (email) yield look(byAddress(sql`m.address_key = ${addressKey(email)}`), 'email')
  const local = /^([^@\s]{6,64})@./.exec(addressKey(email))?.[1]
  if (local) {
    const elsewhere = sql`m.address_key like ${likePart(`${local}@`).slice(1)} and m.address_key <> ${addressKey(email)}`
    yield look(byAddress(elsewhere), 'similar email')
  }
  const other = clues.other?.trim() ?? ''
  if (other.length >= 3) yield look(sql`p.other <> '' and p.other ilike ${likePart(other.slice(0, 100))}`, 'other')
  yield* looksAtKeys(clues, look, sql.table('user_identifications'))
}

function* looksAtUsers(clues: Sought): Generator<RawBuilder<Hit>> {
  const look = (where: RawBuilder<unknown>, reason: Reason, likeness = sql<number>`1`) => sql<Hit>`
    (select null::int as person_id, p.id as shop_user_id, ${sql.lit(reason)} as reason, ${likeness}::float8 as likeness
    from shop_users p where ${where} limit ${most})`
  const email = addressKey(clues.email ?? '')
  if (email) yield look(sql`p.email_key <> '' and p.email_key = ${email}`, 'email')
  if (clues.mailedTo !== undefined) yield look(sql`p.id in (${claimers(clues.mailedTo)})`, 'certificate')
  yield* looksAtKeys(clues, look, sql.table('shop_users'))
}

/** Registered users who claimed a certificate of this record, or paid an order with one. */
function claimers(record: number) {
  return sql`(select x.shop_user_id from (
      select c.claimed_by from gift_certificates c where c.user_identification_id = ${record} and c.claimed_by is not null
      union select c.claimed_by from user_identification_emails m
        join gift_certificates c on lower(c.recipient_email) = m.address_key and c.recipient_email <> ''
        where m.user_identification_id = ${record} and c.claimed_by is not null limit ${most}) by_code
      join user_identifications x on x.id = by_code.claimed_by where x.shop_user_id is not null)
    union select o.shop_user_id from gift_certificates c join gift_entries e on e.certificate_id = c.id and e.kind = 'redeem'
      join shop_orders o on o.number = e.order_number
      where c.user_identification_id = ${record} and o.shop_user_id is not null limit ${most}`
}

type Look = (where: RawBuilder<unknown>, reason: Reason, likeness?: RawBuilder<number>) => RawBuilder<Hit>

/** What records and registered users are both found by. One name alone matches by its beginning, since it may be half typed. */
function* looksAtKeys(clues: Clues, look: Look, table: RawBuilder<unknown>) {
  const { firstNames = '', lastName = '', phone = '', postalCode = '' } = clues
  const [first, last] = [firstNames.trim(), lastName.trim()]
  const digits = phoneKey(phone)
  if (digits) yield look(sql`p.phone_key <> '' and p.phone_key = ${digits}`, 'phone')
  if (first && last) {
    const key = sql<string>`name_key(${`${first} ${last}`})`
    yield look(sql`p.name_key <> '' and p.name_key = ${key}`, 'name')
    yield look(sql`p.id in (${likeNames(table, first, last)})`, 'similar name', sql`similarity(p.name_key, ${key})`)
  } else if (last.length > 1) yield look(beginsWith(sql`p.last_key`, last), 'last name')
  else if (first.length > 1) yield look(beginsWith(sql`p.name_key`, first), 'first names')
  const code = postalKey(postalCode)
  if (code.length > 2) yield look(sql`p.postal_key <> '' and p.postal_key = ${code}`, 'postal code')
}

/** A key holds nothing that LIKE does not take literally. */
function beginsWith(column: RawBuilder<unknown>, typed: string) {
  return sql`${column} <> '' and ${column} like name_key(${typed}) || '%' and name_key(${typed}) <> ''`
}

/**
 * Ids of the names most like one, among those whose last name begins alike and those of the same first name whose last
 * name has the same initial: the first two thousand, in the index alone.
 */
function likeNames(table: RawBuilder<unknown>, first: string, last: string) {
  const key = sql`name_key(${`${first} ${last}`})`
  const alike = sql`select n.id, n.name_key from ${table} n
    where n.last_key <> '' and n.last_key like left(name_key(${last}), 3) || '%' limit 1000`
  const named = sql`select n.id, n.name_key from ${table} n
    where n.name_key <> '' and n.name_key like name_key(${first}) || ' ' || left(name_key(${last}), 1) || '%' limit 1000`
  return sql`select n.id from ((${alike}) union (${named})) n where similarity(n.name_key, ${key}) > 0.4
    order by similarity(n.name_key, ${key}) desc limit ${most}`
}
