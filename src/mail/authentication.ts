import { sql } from 'kysely'
import { loadBlob } from '../database/blobs.ts'
import type { Db, Tx } from '../database/connection.ts'
import type { Verified } from '../database/tables.ts'
import type { Authentication } from '../database/tables-authentication.ts'
import { claim } from '../jobs/queue.ts'

/** What a check came to: the word that rules go by, and what was found. */
export type Verdict = Readonly<{ verified: Verified; authentication: Authentication | null }>

/** Minutes to the next try after each one; over some hours a name server that was away comes back. */
const pauses = [1, 5, 20, 60, 180]
const leaseSeconds = 60

/** A mail to be asked about again, with the envelope that it came in. */
export type Check = Readonly<{
  emailId: number
  fromAddress: string
  attempts: number
  mailboxId: number
  source: 'smtp' | 'imap' | 'import' | 'api'
  mailFrom: string
  helo: string
  clientIp: string | null
  flags: Record<string, unknown>
  raw: Buffer
}>

/** Notes mails whose verdict was not to be had in time; in the transaction that files them. */
export async function askAgain(tx: Tx, emailIds: readonly number[]): Promise<void> {
  if (emailIds.length === 0) return
  await sql`insert into mail_checks (id, lease_until)
    select id, now() + make_interval(mins => ${pauses[0]!}) from unnest(${[...emailIds]}::int[]) id`.execute(tx)
}

/** Claims what is due: counted before the work, and due again by itself after the lease. */
export async function claimChecks(db: Db, limit: number): Promise<number[]> {
  return claim(db, { table: 'mail_checks', ready: sql`true`, order: sql`lease_until`, leaseSeconds, limit })
}

export async function loadChecks(db: Db, emailIds: readonly number[]): Promise<Check[]> {
  if (emailIds.length === 0) return []
  const { rows } = await sql<Omit<Check, 'raw'> & { rawSha256: Buffer }>`
    select c.id as email_id, e.from_address, c.attempts, d.mailbox_id, d.source, d.mail_from, d.helo, d.client_ip, d.flags, d.raw_sha256
    from mail_checks c join emails e on e.id = c.id join deliveries d on d.id = e.delivery_id
    where c.id = any(${[...emailIds]}::int[]) order by c.id`.execute(db)
  return Promise.all(
    rows.map(async ({ rawSha256, ...row }) => ({ ...row, raw: (await loadBlob(db, rawSha256)) ?? Buffer.alloc(0) })),
  )
}

/** Nobody answered again: the next try, or none after the last one; then the mail stays unknown. */
export async function postponeCheck(db: Db, { emailId, attempts }: Check): Promise<void> {
  const minutes = pauses[attempts]
  if (minutes === undefined) await sql`delete from mail_checks where id = ${emailId}`.execute(db)
  else
    await sql`update mail_checks set lease_until = now() + make_interval(mins => ${minutes})
      where id = ${emailId}`.execute(db)
}

/**
 * Writes a later verdict, once. Answers the interaction that the mail became: null while it is held, undefined where
 * the mail is gone or somebody else was quicker.
 */
export async function settleCheck(tx: Tx, emailId: number, verdict: Verdict): Promise<number | null | undefined> {
  const gone = await tx.deleteFrom('mailChecks').where('id', '=', emailId).returning('id').executeTakeFirst()
  if (!gone) return undefined
  const row = await tx
    .updateTable('emails')
    .set({ verified: verdict.verified, authentication: JSON.stringify(verdict.authentication) })
    .where('id', '=', emailId)
    .where('verified', '=', 'unknown')
    .returning('interactionId')
    .executeTakeFirst()
  return row?.interactionId
}
