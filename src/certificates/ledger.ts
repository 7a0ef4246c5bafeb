import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import type { CertificateStatus, EntryKind } from '../database/tables-certificates.ts'
import type { Secrets } from '../settings/secret.ts'
import { digestsOf, readCode } from './codes.ts'
import { giveBudgetBack } from './programs.ts'

/** A line of the ledger: the amount is signed, `balanceAfter` is what was left. Minor units. */
export type LedgerEntry = Readonly<{
  id: number
  kind: EntryKind
  amountMinor: number
  balanceAfter: number
  orderNumber: string | null
  rep: string | null
  reason: string
  at: Date
}>

type Locked = Readonly<{
  id: number
  programId: number
  kind: string
  status: CertificateStatus
  currency: string
  balanceMinor: number
  heldMinor: number
  over: boolean
}>

/** Oldest first, the newest 500: few have more than a handful. */
export async function ledgerOf(db: Db, certificateId: number): Promise<LedgerEntry[]> {
  const { rows } = await sql<LedgerEntry>`
    select e.id::float8 as id, e.kind, e.amount_minor::float8 as amount_minor, e.balance_after::float8 as balance_after,
      e.order_number, r.name as rep, e.reason, e.at
    from gift_entries e left join reps r on r.id = e.rep_id
    where e.certificate_id = ${certificateId} order by e.id desc limit 500`.execute(db)
  return rows.reverse()
}

/** Who has the code of a certificate, in one answer for the unknown, the mistyped and the void: nothing. */
export async function findByCode(db: Db, secrets: Secrets, typed: string): Promise<number | undefined> {
  const code = readCode(typed)
  const digests = digestsOf(secrets, code ?? 'no code')
  const row = await db
    .selectFrom('giftCertificates')
    .select('id')
    .where('codeDigest', 'in', digests)
    .where('status', '<>', 'void')
    .where('status', '<>', 'pending')
    .executeTakeFirst()
  return code === undefined ? undefined : row?.id
}

export type Redemption = Readonly<{ amountMinor: number; currency: string; orderNumber: string }>
export type Redeemed = Readonly<{ entryId: number; redeemedMinor: number; balanceMinor: number; currency: string }>

/**
 * Pays with a certificate: as much of the amount as it has. For one order once, however often it is asked; another
 * amount for the same order is refused (campaigns.md 6.2, rule 6). Answers in words what stands against it.
 */
export async function redeem(tx: Tx, certificateId: number, wish: Redemption): Promise<Redeemed | { problem: string }> {
  const certificate = await lockCertificate(tx, certificateId)
  if (!certificate) return { problem: 'There is no such certificate.' }
  const earlier = await earlierRedemption(tx, certificate, wish)
  if (earlier) return earlier
  const problem = useProblem(certificate, wish.currency)
  if (problem) return { problem }
  const free = certificate.balanceMinor - certificate.heldMinor
  if (free <= 0) return { problem: 'Everything on this certificate is put aside for an order that is being paid.' }
  const amount = Math.min(wish.amountMinor, free)
  const entryId = await writeEntry(tx, certificate, {
    kind: 'redeem',
    amount: -amount,
    orderNumber: wish.orderNumber,
    reason: `of ${wish.amountMinor}`,
  })
  return {
    entryId,
    redeemedMinor: amount,
    balanceMinor: certificate.balanceMinor - amount,
    currency: certificate.currency,
  }
}

async function earlierRedemption(
  tx: Tx,
  { id, balanceMinor, currency }: Locked,
  wish: Redemption,
): Promise<Redeemed | { problem: string } | undefined> {
  const { rows } = await sql<{ id: number; amount: number; reason: string }>`
    select id::float8 as id, -amount_minor::float8 as amount, reason from gift_entries
    where certificate_id = ${id} and order_number = ${wish.orderNumber} and kind = 'redeem'`.execute(tx)
  const [earlier] = rows
  if (!earlier) return undefined
  if (earlier.reason !== `of ${wish.amountMinor}` || currency !== wish.currency)
    return { problem: `Order ${wish.orderNumber} was paid from this certificate already, with another amount.` }
  return { entryId: earlier.id, redeemedMinor: earlier.amount, balanceMinor, currency }
}

function useProblem(certificate: Locked, currency: string): string | undefined {
  if (certificate.over || certificate.status === 'expired') return 'This certificate has expired.'
  if (certificate.status === 'exhausted') return 'Nothing is left on this certificate.'
  if (certificate.status !== 'active') return 'This certificate is not good.'
  if (certificate.currency !== currency) return `This certificate is in ${certificate.currency}, not ${currency}.`
  return undefined
}

/**
 * Puts what an order was paid with back on the same certificate, all of it or a part. One that has expired meanwhile
 * is good for another 30 days, so that what comes back can be spent.
 */
export async function refund(
  tx: Tx,
  entryId: number,
  wish: { amountMinor?: number | undefined; repId: number | null; reason: string },
): Promise<{ entryId: number; refundedMinor: number; balanceMinor: number } | { problem: string }> {
  const { rows: found } = await sql<{ certificateId: number; orderNumber: string }>`
    select certificate_id, order_number from gift_entries where id = ${entryId} and kind = 'redeem'`.execute(tx)
  const certificate = found[0] && (await lockCertificate(tx, found[0].certificateId))
  if (!certificate) return { problem: `There is no redemption ${entryId}.` }
  if (certificate.status === 'void') return { problem: 'This certificate is void: nothing can be put back on it.' }
  const { rows } = await sql<{ left: number }>`
    select (-e.amount_minor - coalesce((select sum(amount_minor) from gift_entries where of_entry_id = e.id), 0))::float8 as left
    from gift_entries e where e.id = ${entryId}`.execute(tx)
  const left = rows[0]!.left
  const amount = wish.amountMinor ?? left
  if (amount > left || amount <= 0) return { problem: `Of this redemption ${left} can still be put back.` }
  const before = certificate.over || certificate.status === 'expired' ? await reopened(tx, certificate) : certificate
  const entry = { kind: 'refund', amount, orderNumber: found[0]!.orderNumber, ofEntryId: entryId, ...wish } as const
  const made = await writeEntry(tx, before, entry)
  return { entryId: made, refundedMinor: amount, balanceMinor: before.balanceMinor + amount }
}

/** What was left when its day was over is gone; the sums by last day move with nothing on the balance. */
async function reopened(tx: Tx, certificate: Locked): Promise<Locked> {
  if (certificate.balanceMinor > 0)
    await writeEntry(tx, certificate, { kind: 'expire', amount: -certificate.balanceMinor })
  await sql`update gift_certificates set expires_at = now() + interval '30 days' where id = ${certificate.id}`.execute(
    tx,
  )
  return { ...certificate, balanceMinor: 0 }
}

/** Takes all that is left off a certificate, for good, with the reason; what was a reward goes back to its budget. */
export async function voidCertificate(
  tx: Tx,
  certificateId: number,
  by: { repId: number | null; reason: string },
): Promise<{ voidedMinor: number } | { problem: string } | 'not found'> {
  const certificate = await lockCertificate(tx, certificateId)
  if (!certificate) return 'not found'
  if (certificate.status === 'void') return { problem: 'This certificate is void already.' }
  const { rows } = await sql<{ back: number }>`
    update gift_certificates set void_reason = ${by.reason}, status = 'void'
    where id = ${certificateId}
    returning (case when ${certificate.status} = 'pending' then initial_minor else balance_minor end)::float8 as back`.execute(
    tx,
  )
  if (certificate.balanceMinor > 0)
    await writeEntry(tx, { ...certificate, status: 'void' }, { kind: 'void', amount: -certificate.balanceMinor, ...by })
  await sql`update gift_holds set state = 'released' where certificate_id = ${certificateId} and state = 'held'`.execute(
    tx,
  )
  if (certificate.kind === 'promotional') await giveBudgetBack(tx, certificate.programId, rows[0]!.back)
  return { voidedMinor: rows[0]!.back }
}

/** Writes the end of all whose day is over, in small transactions; for a cron task. */
export async function expireDue(db: Database): Promise<void> {
  for (let round = 0; round < 1000; round++) {
    const done = await db.transaction().execute((tx) => expireCertificates(tx, 500))
    if (done < 500) return
  }
}

/** Writes the end of up to `limit` certificates whose day is over; answers how many there were. */
export async function expireCertificates(tx: Tx, limit: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with over as (
      select id, balance_minor from gift_certificates where status in ('active', 'pending') and expires_at <= now()
      order by id limit ${limit} for update skip locked),
    written as (
      insert into gift_entries (certificate_id, kind, amount_minor, balance_after)
      select id, 'expire', -balance_minor, 0 from over where balance_minor > 0)
    update gift_certificates c set status = 'expired', balance_minor = 0 from over where c.id = over.id returning c.id`.execute(
    tx,
  )
  return rows.length
}

/** The certificate under its row's lock, with what holds have put aside. */
export async function lockCertificate(tx: Tx, id: number): Promise<Locked | undefined> {
  const { rows } = await sql<Omit<Locked, 'heldMinor'>>`
    select id, program_id, kind, status, currency, balance_minor::float8 as balance_minor, expires_at <= now() as over
    from gift_certificates where id = ${id} for update`.execute(tx)
  if (!rows[0]) return undefined
  const { rows: held } = await sql<{ held: number }>`
    select coalesce(sum(amount_minor), 0)::float8 as held from gift_holds
    where certificate_id = ${id} and state = 'held' and expires_at > now()`.execute(tx)
  return { ...rows[0], heldMinor: held[0]!.held }
}

type NewEntry = Readonly<{
  kind: EntryKind
  amount: number
  orderNumber?: string
  ofEntryId?: number
  repId?: number | null
  reason?: string
}>

/** Adds to the ledger and to the balance beside it, in one statement; the caller holds the certificate's lock. */
export async function writeEntry(tx: Tx, certificate: Locked, entry: NewEntry): Promise<number> {
  const { kind, amount, orderNumber = null, ofEntryId = null, repId = null, reason = '' } = entry
  const { rows } = await sql<{ id: number }>`
    with moved as (
      update gift_certificates set balance_minor = balance_minor + ${amount},
        status = case when status = 'void' then 'void' when balance_minor + ${amount} = 0 then 'exhausted' else 'active' end
      where id = ${certificate.id} returning balance_minor)
    insert into gift_entries (certificate_id, kind, amount_minor, balance_after, order_number, of_entry_id, rep_id, reason)
    select ${certificate.id}, ${kind}, ${amount}, balance_minor, ${orderNumber}, ${ofEntryId}, ${repId}, ${reason} from moved
    returning id::float8 as id`.execute(tx)
  return rows[0]!.id
}
