import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import { proposeByAddress } from './proposals.ts'

/** Who wrote; `forged`: the domain that the mail names says that it is not its own. */
export type Sender = MailAddress & Readonly<{ forged?: boolean }>

/**
 * The user identification record of each sender, made where there is none, in the order asked. One record per
 * normalised address also when many ask at once; a sender without an address gets a record of his own, so that
 * strangers are never merged. A new record with the address of one registered user is matched with that user at once;
 * where a mail with it is forged that is proposed only. A handful of statements for any number of senders.
 */
export async function identify(tx: Tx, senders: readonly Sender[]): Promise<number[]> {
  const byKey = new Map<string, Sender>()
  for (const sender of senders) {
    const key = addressKey(sender.address)
    const first = byKey.get(key)
    if (sender.address) byKey.set(key, first ? { ...first, forged: first.forged || sender.forged || false } : sender)
  }
  const owners = await findOwners(tx, [...byKey.keys()])
  await addOwners(
    tx,
    owners,
    [...byKey].filter(([key]) => !owners.has(key)),
  )
  const nameless = senders.filter((sender) => !sender.address)
  const made = await newPeople(tx, nameless)
  return senders.map((sender) => (sender.address ? owners.get(addressKey(sender.address))! : made.shift()!))
}

async function findOwners(tx: Tx, keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const rows = await tx
    .selectFrom('userIdentificationEmails')
    .select(['addressKey', 'userIdentificationId'])
    .where('addressKey', 'in', keys)
    .execute()
  return new Map(rows.map((row) => [row.addressKey, row.userIdentificationId]))
}

/** The address decides who was first, the record follows: so a race leaves no record without an owner. */
async function addOwners(tx: Tx, owners: Map<string, number>, missing: [string, Sender][]) {
  if (missing.length === 0) return
  const sorted = missing.sort(([a], [b]) => (a < b ? -1 : 1))
  const rows = sorted.map(([key, { address }]) => ({ address_key: key, address }))
  const { rows: won } = await sql<{ addressKey: string; userIdentificationId: number }>`${kept}
    insert into user_identification_emails (address_key, address, user_identification_id)
    select address_key, address, nextval('user_identifications_id_seq')::int
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(address_key text, address text)
    on conflict do nothing returning address_key, user_identification_id`.execute(tx)
  const ids = new Map(won.map((row) => [row.addressKey, row.userIdentificationId]))
  for (const [key, id] of ids) owners.set(key, id)
  const made = sorted.filter(([key]) => ids.has(key))
  await insertPeople(
    tx,
    made.map(([key, { name, forged }]) => ({ id: ids.get(key)!, ...splitName(name), key: forged ? '' : key })),
  )
  const forged = made.filter(([, sender]) => sender.forged)
  if (forged.length > 0) await proposeByAddress(tx, new Map(forged.map(([key]) => [ids.get(key)!, key])))
  const lost = sorted.map(([key]) => key).filter((key) => !ids.has(key))
  for (const [key, id] of await findOwners(tx, lost)) owners.set(key, id)
}

async function newPeople(tx: Tx, people: readonly MailAddress[]): Promise<number[]> {
  if (people.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select nextval('user_identifications_id_seq')::int as id from generate_series(1, ${people.length})`.execute(tx)
  await insertPeople(
    tx,
    people.map(({ name }, i) => ({ id: rows[i]!.id, ...splitName(name), key: '' })),
  )
  return rows.map((row) => row.id)
}

type NewPerson = Readonly<{ id: number; firstNames: string; lastName: string; key: string }>

/** `key` is the address that says which registered user this is, where it is that of exactly one. */
async function insertPeople(tx: Tx, people: readonly NewPerson[]) {
  if (people.length === 0) return
  const rows = people.map(({ id, firstNames, lastName, key }) => ({ id, first: firstNames, last: lastName, key }))
  await sql`
    insert into user_identifications (id, first_names, last_name, shop_user_id)
    select id, first, last, (select min(u.id) from shop_users u where u.email_key = r.key and u.email_key <> '' having count(*) = 1)
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id int, first text, last text, key text)`.execute(tx)
}

/** "Ada Lovelace", "Lovelace, Ada": the last word is the last name where nothing says otherwise. */
function splitName(name: string): { firstNames: string; lastName: string } {
  const text = name.trim().slice(0, 200).toWellFormed()
  if (text.includes('@')) return { firstNames: '', lastName: '' }
  const comma = /^([^,]+),\s*([^,]+)$/.exec(text)
  if (comma) return { firstNames: comma[2]!.trim(), lastName: comma[1]!.trim() }
  const space = text.lastIndexOf(' ')
  return { firstNames: text.slice(0, Math.max(space, 0)).trim(), lastName: text.slice(space + 1) }
}
