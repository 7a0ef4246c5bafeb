import { sql } from 'kysely'
import type { Tx } from '../src/database/connection.ts'
import type { ParsedMail } from './parsed.ts'

/** What came in one mailbox before: the newest mail with this fingerprint. */
export type Earlier = { deliveryId: number; generation: number; receivedAt: Date }

/** Mail without Message-ID, Date and Received is a new mail after this time, though it equals an older one. */
const sameScript = 15 * 60_000

export const copyKey = (mailboxId: number, fingerprint: Buffer) => `${mailboxId} ${fingerprint.toString('hex')}`

/**
 * Finds equal mails of the same mailbox (inbound.md 5.2) and keeps everybody else from filing one of these until the
 * transaction ends. Keyed by copyKey().
 */
export async function findCopies(
  tx: Tx,
  mails: readonly { mailboxId: number; fingerprint: Buffer }[],
): Promise<Map<string, Earlier>> {
  const locks = [...new Set(mails.map((mail) => lockNumber(mail.mailboxId, mail.fingerprint)))]
  await sql`select pg_advisory_xact_lock(n) from (
    select n from unnest(${locks.map(String)}::bigint[]) n order by n) sorted`.execute(tx)
  const wanted = mails.map((mail) => ({ mailbox: mail.mailboxId, print: mail.fingerprint.toString('hex') }))
  const { rows } = await sql<Earlier & { mailboxId: number; fingerprint: Buffer }>`
    select distinct on (e.mailbox_id, e.fingerprint) e.mailbox_id, e.fingerprint, e.delivery_id, e.generation, e.received_at
    from json_to_recordset(${JSON.stringify(wanted)}::json) as w(mailbox int, print text)
    join emails e on e.mailbox_id = w.mailbox and e.fingerprint = decode(w.print, 'hex')
    order by e.mailbox_id, e.fingerprint, e.generation desc`.execute(tx)
  return new Map(rows.map(({ mailboxId, fingerprint, ...row }) => [copyKey(mailboxId, fingerprint), row]))
}

/** Whether a mail is the earlier one come again, or a new one that reads the same. */
export function isCopy(mail: ParsedMail, receivedAt: Date, earlier: Earlier): boolean {
  return mail.distinct || Math.abs(receivedAt.getTime() - earlier.receivedAt.getTime()) <= sameScript
}

function lockNumber(mailboxId: number, fingerprint: Buffer): bigint {
  return fingerprint.readBigInt64BE(0) ^ BigInt(mailboxId)
}
