import { type RawBuilder, sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'

/** What the last look at the whole ledger found; all zero is sound. */
export type LedgerProof = Readonly<{
  at: Date
  tookMs: number
  certificates: number
  wrong: number
  wrongIds: number[]
  sumsWrong: number
}>

const keptProofs = 90

/**
 * Compares every balance with the sum of its entries, and the sums by day with the ledger's (campaigns.md 6.2, rule 5).
 * Reads whole tables in one snapshot: for the night. Writes down what it found and answers it.
 */
export async function proveLedger(db: Database): Promise<LedgerProof> {
  const started = performance.now()
  const found = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set local statement_timeout = '10min'`.execute(tx)
      return { ...(await balances(tx)), sumsWrong: await sumsWrong(tx) }
    })
  const row = { ...found, tookMs: Math.round(performance.now() - started) }
  const { at } = await db.insertInto('giftChecks').values(row).returning('at').executeTakeFirstOrThrow()
  await sql`delete from gift_checks where id <= (select max(id) from gift_checks) - ${keptProofs}`.execute(db)
  return { ...row, at }
}

/** Undefined before the first night. */
export async function lastProof(db: Db): Promise<LedgerProof | undefined> {
  return db
    .selectFrom('giftChecks')
    .select(['at', 'tookMs', 'certificates', 'wrong', 'wrongIds', 'sumsWrong'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function balances(tx: Db) {
  const { rows } = await sql<{ certificates: number; wrong: number; wrongIds: number[] }>`
    with sums as (select certificate_id, sum(amount_minor) as amount from gift_entries group by 1),
      compared as (select c.id, c.balance_minor <> coalesce(s.amount, 0) as wrong
        from gift_certificates c left join sums s on s.certificate_id = c.id)
    select count(*)::int as certificates, count(*) filter (where wrong)::int as wrong,
      coalesce((array_agg(id order by id) filter (where wrong))[1:100], '{}') as wrong_ids from compared`.execute(tx)
  return rows[0]!
}

async function sumsWrong(tx: Db): Promise<number> {
  const per = (from: RawBuilder<unknown>) => sql`select program_id, sum(amount_minor) as amount from ${from} group by 1`
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (${per(sql`gift_sums`)}) a
      full join (${per(sql`gift_entries e join gift_certificates c on c.id = e.certificate_id`)}) b using (program_id)
    where a.amount is distinct from b.amount`.execute(tx)
  return rows[0]!.n
}
