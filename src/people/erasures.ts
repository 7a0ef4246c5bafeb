import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { deriveKey, type Secrets } from '../settings/secret.ts'

/** Who was erased: numbers of records, and keyed hashes of their addresses. */
export type Erasure = Readonly<{ personId: number; addressHashes: Buffer[]; at: Date; repId: number | null }>

/** An address that cannot be read back: HMAC-SHA256 of its key under the desk's secret, newest secret first. */
export function addressHashes(secrets: Secrets, address: string): Buffer[] {
  return [secrets.current, ...secrets.old].map((secret) =>
    createHmac('sha256', deriveKey(secret, 'erased addresses')).update(addressKey(address)).digest(),
  )
}

/** Whether the address belonged to somebody who was erased: bulk mail never goes there again. */
export async function wasErased(db: Db, secrets: Secrets, address: string): Promise<boolean> {
  const hashes = addressHashes(secrets, address)
  const { rows } = await sql`select from erasures where address_hashes && ${hashes}::bytea[] limit 1`.execute(db)
  return rows.length > 0
}

export async function listErasures(db: Db): Promise<Erasure[]> {
  const { rows } = await sql<Erasure>`
    select user_identification_id as person_id, address_hashes, at, rep_id from erasures order by id`.execute(db)
  return rows
}

/** Writes down who is erased; numbers that stand there already get no second row. */
export async function addErasures(tx: Tx, erasures: readonly Omit<Erasure, 'at'>[]): Promise<void> {
  for (const { personId, addressHashes: hashes, repId } of erasures)
    await sql`insert into erasures (user_identification_id, address_hashes, rep_id)
      select ${personId}, ${hashes}::bytea[], ${repId}
      where not exists (select from erasures where user_identification_id = ${personId} and address_hashes @> ${hashes}::bytea[])`.execute(
      tx,
    )
}

/** The name that stands in an erased record, so that lists have something to show and to click. */
const erasedName = '(erased)'

/** What a record holds of a person, but for its number and its dates. */
export async function blankPeople(tx: Tx, ids: readonly number[]): Promise<void> {
  const all = sql`any(${[...ids]}::int[])`
  await sql`update user_identifications set first_names = ${erasedName}, last_name = '', phone = '', postal_code = '',
    other = '', shop_user_id = null, erased_at = coalesce(erased_at, now()), updated_at = now(), version = version + 1
    where id = ${all}`.execute(tx)
  await sql`delete from user_identification_emails where user_identification_id = ${all}`.execute(tx)
  await sql`delete from person_notes where user_identification_id = ${all}`.execute(tx)
  await sql`delete from match_proposals where user_identification_id = ${all}`.execute(tx)
}
