import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'

/**
 * The user identification record of each sender, made where there is none, in the order asked. One record per
 * normalised address also when many ask at once; a sender without an address gets a record of his own, so that
 * strangers are never merged. A handful of statements for any number of senders.
 */
export async function identify(tx: Tx, senders: readonly MailAddress[]): Promise<number[]> {
  const byKey = new Map<string, MailAddress>()
  for (const sender of senders) {
    const key = addressKey(sender.address)
    if (sender.address && !byKey.has(key)) byKey.set(key, sender)
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
async function addOwners(tx: Tx, owners: Map<string, number>, missing: [string, MailAddress][]) {
  if (missing.length === 0) return
  const sorted = missing.sort(([a], [b]) => (a < b ? -1 : 1))
  const rows = sorted.map(([key, { address }]) => ({ address_key: key, address }))
  const { rows: won } = await sql<{ addressKey: string; userIdentificationId: number }>`
    insert into user_identification_emails (address_key, address, user_identification_id)
    select address_key, address, nextval('user_identifications_id_seq')::int
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(address_key text, address text)
    on conflict do nothing returning address_key, user_identification_id`.execute(tx)
  const ids = new Map(won.map((row) => [row.addressKey, row.userIdentificationId]))
  for (const [key, id] of ids) owners.set(key, id)
  await insertPeople(
    tx,
    sorted.flatMap(([key, sender]) => (ids.has(key) ? [{ id: ids.get(key)!, ...splitName(sender.name) }] : [])),
  )
  const lost = sorted.map(([key]) => key).filter((key) => !ids.has(key))
  for (const [key, id] of await findOwners(tx, lost)) owners.set(key, id)
}

async function newPeople(tx: Tx, people: readonly MailAddress[]): Promise<number[]> {
  if (people.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select nextval('user_identifications_id_seq')::int as id from generate_series(1, ${people.length})`.execute(tx)
  await insertPeople(
    tx,
    people.map(({ name }, i) => ({ id: rows[i]!.id, ...splitName(name) })),
  )
  return rows.map((row) => row.id)
}

async function insertPeople(tx: Tx, people: readonly { id: number; firstNames: string; lastName: string }[]) {
  if (people.length > 0)
    await tx
      .insertInto('userIdentifications')
      .values([...people])
      .execute()
}

/** "Ada Lovelace", "Lovelace, Ada": the last word is the last name where nothing says otherwise. */
function splitName(name: string): { firstNames: string; lastName: string } {
  const text = name.trim().slice(0, 200)
  if (text.includes('@')) return { firstNames: '', lastName: '' }
  const comma = /^([^,]+),\s*([^,]+)$/.exec(text)
  if (comma) return { firstNames: comma[2]!.trim(), lastName: comma[1]!.trim() }
  const space = text.lastIndexOf(' ')
  return { firstNames: text.slice(0, Math.max(space, 0)).trim(), lastName: text.slice(space + 1) }
}
