import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { lockCertificate, type Redeemed, type Redemption, writeEntry } from './ledger.ts'

/**
 * Puts an amount aside for an order that is being paid, for `minutes`; the same order asked again gets the same hold.
 * Answers in words what stands against it.
 */
export async function hold(
  tx: Tx,
  certificateId: number,
  wish: Redemption & { minutes: number },
): Promise<{ holdId: number; heldMinor: number; expiresAt: Date } | { problem: string }> {
  const certificate = await lockCertificate(tx, certificateId)
  if (certificate?.status !== 'active' || certificate.over) return { problem: 'This certificate is not good.' }
  if (certificate.currency !== wish.currency)
    return { problem: `This certificate is in ${certificate.currency}, not ${wish.currency}.` }
  await sql`update gift_holds set state = 'released'
    where certificate_id = ${certificateId} and state = 'held' and expires_at <= now()`.execute(tx)
  const free = certificate.balanceMinor - certificate.heldMinor
  const { rows: earlier } = await sql<{ holdId: number; heldMinor: number; expiresAt: Date }>`
    select id as hold_id, amount_minor::float8 as held_minor, expires_at from gift_holds
    where certificate_id = ${certificateId} and order_number = ${wish.orderNumber} and state = 'held'`.execute(tx)
  if (earlier[0]) return earlier[0]
  if (free <= 0) return { problem: 'Nothing on this certificate is free.' }
  const { rows } = await sql<{ holdId: number; heldMinor: number; expiresAt: Date }>`
    insert into gift_holds (certificate_id, amount_minor, order_number, expires_at)
    values (${certificateId}, ${Math.min(free, wish.amountMinor)}, ${wish.orderNumber}, now() + ${wish.minutes}::int * interval '1 minute')
    returning id as hold_id, amount_minor::float8 as held_minor, expires_at`.execute(tx)
  return rows[0]!
}

/** The order is paid: what was put aside is redeemed. Asked twice it has one effect. */
export async function capture(tx: Tx, holdId: number): Promise<Redeemed | { problem: string }> {
  const found = await lockHold(tx, holdId)
  if (!found) return { problem: `There is no hold ${holdId}.` }
  const { row, certificate } = found
  if (row.state === 'captured')
    return {
      entryId: row.entryId!,
      redeemedMinor: row.amountMinor,
      balanceMinor: certificate.balanceMinor,
      currency: certificate.currency,
    }
  if (row.state === 'released' || row.over)
    return { problem: 'This hold is over: redeem the certificate again, if it still has enough.' }
  const entryId = await writeEntry(tx, certificate, {
    kind: 'redeem',
    amount: -row.amountMinor,
    orderNumber: row.orderNumber,
    reason: `of ${row.amountMinor}`,
  })
  await sql`update gift_holds set state = 'captured', entry_id = ${entryId} where id = ${holdId}`.execute(tx)
  return {
    entryId,
    redeemedMinor: row.amountMinor,
    balanceMinor: certificate.balanceMinor - row.amountMinor,
    currency: certificate.currency,
  }
}

/** The order came to nothing: the amount is free again. False where it was captured, or there is no such hold. */
export async function release(tx: Tx, holdId: number): Promise<boolean> {
  const found = await lockHold(tx, holdId)
  if (!found || found.row.state === 'captured') return false
  await sql`update gift_holds set state = 'released' where id = ${holdId}`.execute(tx)
  return true
}

type Hold = Readonly<{
  certificateId: number
  amountMinor: number
  orderNumber: string
  state: string
  over: boolean
  entryId: number | null
}>

/** The certificate's lock first, as everywhere, so that no two wait for each other. */
async function lockHold(tx: Tx, id: number) {
  const at = await tx.selectFrom('giftHolds').select('certificateId').where('id', '=', id).executeTakeFirst()
  const certificate = at && (await lockCertificate(tx, at.certificateId))
  if (!certificate) return undefined
  const { rows } = await sql<Hold>`
    select certificate_id, amount_minor::float8 as amount_minor, order_number, state, expires_at <= now() as over,
      entry_id::float8 as entry_id
    from gift_holds where id = ${id}`.execute(tx)
  return { row: rows[0]!, certificate }
}
