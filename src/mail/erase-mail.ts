import { sql } from 'kysely'
import { sha256, storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'

/** What stands in the place of an erased mail's bytes: every delivery names some. */
const tombstone = Buffer.from('This mail was erased.\r\n')

/**
 * Removes mails and files of people: those of the interactions, and those that wait and came from the addresses. The
 * ledger keeps that there was a mail, when and in which mailbox (flags.erased), so that it still adds up. Answers the
 * hashes of bytes that may be needed by nobody now.
 */
export async function eraseMail(
  tx: Tx,
  interactionIds: readonly number[],
  addressKeys: readonly string[],
): Promise<Buffer[]> {
  const { rows } = await sql<{ id: number }>`
    select d.id from emails e join deliveries d on d.id = e.delivery_id
    where e.interaction_id = any(${[...interactionIds]}::int[])
    union select d.id from deliveries d left join emails e on e.delivery_id = d.id
    where (d.state in ('held', 'failed') or d.state = 'kept') and e.interaction_id is null
      and (lower(d.mail_from) = any(${[...addressKeys]}::text[]) or lower(e.from_address) = any(${[...addressKeys]}::text[]))`.execute(
    tx,
  )
  const { rows: copies } = await sql<{ id: number }>`
    select id from deliveries where copy_of_id = any(${rows.map((row) => row.id)}::int[])`.execute(tx)
  const ids = [...rows, ...copies].map((row) => row.id)
  await sql`update letters set answers_email_id = null where answers_email_id in (
    select id from emails where delivery_id = any(${ids}::int[]))`.execute(tx)
  const { rows: files } = await sql<{ sha256: Buffer }>`
    select a.sha256 from attachments a join emails e on e.id = a.email_id where e.delivery_id = any(${ids}::int[])
    union select raw_sha256 from deliveries where id = any(${ids}::int[])`.execute(tx)
  await sql`delete from emails where delivery_id = any(${ids}::int[])`.execute(tx)
  await storeBlobs(tx, [tombstone])
  await sql`update deliveries set recipient = regexp_replace(recipient, '\\+[^@]*@', '@'), mail_from = '', helo = '',
      client_ip = null, flags = '{"erased": true}', reason = null, raw_sha256 = ${sha256(tombstone)}, lease_until = null,
      state = 'filed', settled_at = coalesce(settled_at, now())
    where id = any(${ids}::int[])`.execute(tx)
  return files.map((file) => file.sha256)
}

/** Bytes among these that no mail, letter or file needs any more. */
export async function dropBlobs(tx: Tx, hashes: readonly Buffer[]): Promise<void> {
  await sql`delete from blobs b where b.sha256 = any(${[...hashes]}::bytea[])
    and not exists (select from deliveries where raw_sha256 = b.sha256)
    and not exists (select from letters where raw_sha256 = b.sha256)
    and not exists (select from attachments where sha256 = b.sha256)
    and not exists (select from canned_files where sha256 = b.sha256)
    and not exists (select from dictionaries where b.sha256 in (aff_sha256, dic_sha256))`.execute(tx)
}

/** Rules, limits and places that name an address. */
export async function forgetAddresses(tx: Tx, addressKeys: readonly string[]): Promise<void> {
  const keys = sql`any(${[...addressKeys]}::text[])`
  await sql`delete from sender_rules where sender = ${keys}`.execute(tx)
  await sql`delete from acknowledgement_limits where key = ${keys}`.execute(tx)
  await sql`delete from acknowledgements where sender_key = ${keys}`.execute(tx)
  await sql`delete from complaints where address_key = ${keys}`.execute(tx)
  await sql`delete from issue_participants where address_key = ${keys}`.execute(tx)
  await sql`delete from suggestions where lower(address) = ${keys}`.execute(tx)
}
