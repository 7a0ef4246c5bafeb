import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { lockCertificate, type Redemption, writeEntry } from './ledger.ts'

/** What one certificate gave: `entryId` is what a refund names. Minor units. */
export type CreditPart = Readonly<{ entryId: number; certificateId: number; redeemedMinor: number }>
export type CreditRedeemed = Readonly<{
  parts: CreditPart[]
  redeemedMinor: number
  /** What the person can still spend in this currency. */
  balanceMinor: number
  currency: string
}>

const mostParts = 200

/**
 * Pays from all that a person can spend, the certificates that end soonest first (ancestor.md 1.6), as far as it goes.
 * An order takes from it once, however often it is asked; another amount for it is refused. `personIds`: all records of
 * the person. Answers in words what stands against it.
 */
export async function redeemCredit(
  tx: Tx,
  personIds: readonly number[],
  wish: Redemption,
): Promise<CreditRedeemed | { problem: string }> {
  const people = sql`any(${[...personIds]}::int[])`
  await sql`select from user_identifications where id = ${people} order by id for update`.execute(tx)
  const earlier = await earlierParts(tx, personIds, wish)
  if ('problem' in earlier) return earlier
  const parts = earlier.length > 0 ? earlier : await take(tx, personIds, wish)
  if (parts.length === 0) return { problem: `This person has no credit in ${wish.currency}.` }
  const { rows } = await sql<{ left: number }>`
    select coalesce(sum(balance_minor), 0)::float8 as left from gift_certificates
    where user_identification_id = ${people} and status = 'active' and expires_at > now() and currency = ${wish.currency}`.execute(
    tx,
  )
  const redeemedMinor = parts.reduce((sum, part) => sum + part.redeemedMinor, 0)
  return { parts, redeemedMinor, balanceMinor: rows[0]!.left, currency: wish.currency }
}

async function take(tx: Tx, personIds: readonly number[], { amountMinor, currency, orderNumber }: Redemption) {
  const { rows: good } = await sql<{ id: number }>`
    select id from gift_certificates c
    where user_identification_id = any(${[...personIds]}::int[]) and status = 'active' and expires_at > now()
      and currency = ${currency} and not exists (select from gift_entries e
        where e.certificate_id = c.id and e.order_number = ${orderNumber} and e.kind = 'redeem')
    order by expires_at, id limit ${mostParts}`.execute(tx)
  const parts: CreditPart[] = []
  let wanted = amountMinor
  for (const { id } of good) {
    if (wanted <= 0) break
    const certificate = await lockCertificate(tx, id)
    if (certificate?.status !== 'active' || certificate.over) continue
    const amount = Math.min(wanted, certificate.balanceMinor - certificate.heldMinor)
    if (amount <= 0) continue
    const entry = { kind: 'redeem', amount: -amount, orderNumber, reason: reasonOf(amountMinor) } as const
    parts.push({ entryId: await writeEntry(tx, certificate, entry), certificateId: id, redeemedMinor: amount })
    wanted -= amount
  }
  return parts
}

async function earlierParts(
  tx: Tx,
  personIds: readonly number[],
  { amountMinor, currency, orderNumber }: Redemption,
): Promise<CreditPart[] | { problem: string }> {
  const { rows } = await sql<CreditPart & { reason: string; currency: string }>`
    select e.id::float8 as entry_id, e.certificate_id, -e.amount_minor::float8 as redeemed_minor, e.reason, c.currency
    from gift_certificates c join gift_entries e on e.certificate_id = c.id
    where c.user_identification_id = any(${[...personIds]}::int[]) and e.order_number = ${orderNumber}
      and e.kind = 'redeem' and e.reason like 'credit of %' order by e.id`.execute(tx)
  if (rows.some((row) => row.reason !== reasonOf(amountMinor) || row.currency !== currency))
    return { problem: `Order ${orderNumber} was paid from this credit already, with another amount.` }
  return rows.map(({ reason: _, currency: __, ...part }) => part)
}

function reasonOf(amountMinor: number): string {
  return `credit of ${amountMinor}`
}
