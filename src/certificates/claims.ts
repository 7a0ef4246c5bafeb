import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { identify } from '../people/identify.ts'
import type { Secrets } from '../settings/secret.ts'
import { findByCode } from './ledger.ts'

/** What whoever has the code may know. */
export type Claimed = Readonly<{
  id: number
  currency: string
  balanceMinor: number
  initialMinor: number
  expiresAt: Date
  timeZone: string
  terms: string
  /** It is somebody's: by this claim, or since earlier. */
  personId: number | null
}>

/**
 * Shows a certificate to whoever has its code, and makes a sold one, which is nobody's yet, the property of who claims
 * it: `personId`, else the person of the address that the buyer named. A certificate that is a person's stays theirs,
 * and remembers who came with its code. Undefined for every code that is not good: unknown, mistyped, void or over.
 */
export async function claim(
  tx: Tx,
  secrets: Secrets,
  { code, personId }: { code: string; personId?: number | undefined },
): Promise<Claimed | undefined> {
  const id = await findByCode(tx, secrets, code)
  if (id === undefined) return undefined
  const { rows } = await sql<{ personId: number | null; email: string; over: boolean; claimedBy: number | null }>`
    select user_identification_id as person_id, recipient_email as email, expires_at <= now() as over, claimed_by
    from gift_certificates where id = ${id} for update`.execute(tx)
  const { over, email, claimedBy, personId: owner } = rows[0]!
  if (over) return undefined
  const claimer =
    personId ?? (owner === null && email ? (await identify(tx, [{ name: '', address: email }]))[0] : undefined)
  if (claimer !== undefined && (owner === null || claimedBy === null))
    await sql`update gift_certificates set user_identification_id = coalesce(user_identification_id, ${claimer}),
      claimed_by = coalesce(claimed_by, ${claimer}), claimed_at = coalesce(claimed_at, now()) where id = ${id}`.execute(
      tx,
    )
  return seen(tx, id)
}

async function seen(db: Db, id: number): Promise<Claimed> {
  const { rows } = await sql<Claimed>`
    select c.id, c.currency, c.balance_minor::float8 as balance_minor, c.initial_minor::float8 as initial_minor,
      c.expires_at, p.time_zone, p.terms, c.user_identification_id as person_id
    from gift_certificates c join gift_programs p on p.id = c.program_id where c.id = ${id}`.execute(db)
  return rows[0]!
}

/** Takes what names an erased person out of their certificates; amounts, dates and the ledger stay. */
export async function eraseCertificates(
  tx: Tx,
  personIds: readonly number[],
  addressKeys: readonly string[],
): Promise<void> {
  await sql`update gift_certificates set message = '', recipient_email = ''
    where (user_identification_id = any(${[...personIds]}::int[]) or
      (recipient_email <> '' and lower(recipient_email) = any(${[...addressKeys]}::text[])))
      and (message <> '' or recipient_email <> '')`.execute(tx)
}
