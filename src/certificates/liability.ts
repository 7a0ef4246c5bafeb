import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { CertificateKind } from '../database/tables-certificates.ts'

type Moves = Readonly<
  Record<
    | 'openingMinor'
    | 'issuedMinor'
    | 'redeemedMinor'
    | 'refundedMinor'
    | 'expiredMinor'
    | 'voidedMinor'
    | 'adjustedMinor'
    | 'closingMinor',
    number
  >
>

/** opening + issued - redeemed + refunded - expired - voided + adjusted = closing, in minor units of the currency. */
export type ProgramLine = Moves &
  Readonly<{ programId: number; program: string; kind: CertificateKind; currency: string; entries: number }>

/** What is owed at the end, by the month of issue or of the last day ("2027-03"). */
export type MonthLine = Readonly<{ currency: string; kind: CertificateKind; month: string; closingMinor: number }>

export type Liability = Readonly<{
  from: string
  to: string
  programs: ProgramLine[]
  byExpiry: MonthLine[]
  byIssue: MonthLine[]
}>

/**
 * What certificates come to from the beginning of `from` to the end of `to` (days, in the time zone of each program):
 * what sold ones show is a liability, what rewards show a cost to come (campaigns.md 6.2, rules 8 and 9). By the sums
 * of each day, which whoever writes the ledger keeps: no entry is read.
 */
export async function liability(db: Db, { from, to }: { from: string; to: string }): Promise<Liability> {
  const [programs, byExpiry, byIssue] = await Promise.all([
    programLines(db, from, to),
    monthLines(db, 'expires_month', to),
    monthLines(db, 'issued_month', to),
  ])
  return { from, to, programs, byExpiry, byIssue }
}

async function programLines(db: Db, from: string, to: string): Promise<ProgramLine[]> {
  const within = (kind: string, sign: 1 | -1) =>
    sql`coalesce(sum(s.amount_minor) filter (where s.kind = ${sql.lit(kind)} and s.day >= ${from}::date), 0)::float8 * ${sql.lit(sign)}`
  const { rows } = await sql<ProgramLine>`
    select p.id as program_id, p.name as program, p.kind, p.currency,
      coalesce(sum(s.amount_minor) filter (where s.day < ${from}::date), 0)::float8 as opening_minor,
      ${within('issue', 1)} as issued_minor, ${within('redeem', -1)} as redeemed_minor, ${within('refund', 1)} as refunded_minor,
      ${within('expire', -1)} as expired_minor, ${within('void', -1)} as voided_minor, ${within('adjust', 1)} as adjusted_minor,
      sum(s.amount_minor)::float8 as closing_minor,
      coalesce(sum(s.entries) filter (where s.day >= ${from}::date), 0)::int as entries
    from gift_programs p join gift_sums s on s.program_id = p.id and s.day <= ${to}::date
    group by p.id order by p.currency, p.kind desc, lower(p.name)`.execute(db)
  return rows.map(withoutMinusZero)
}

/** 0 * -1 is -0, which no page should say. */
function withoutMinusZero(line: ProgramLine): ProgramLine {
  return {
    ...line,
    redeemedMinor: line.redeemedMinor + 0,
    expiredMinor: line.expiredMinor + 0,
    voidedMinor: line.voidedMinor + 0,
  }
}

async function monthLines(db: Db, by: 'expires_month' | 'issued_month', to: string): Promise<MonthLine[]> {
  const { rows } = await sql<MonthLine>`
    select p.currency, p.kind, to_char(s.${sql.ref(by)}, 'YYYY-MM') as month, sum(s.amount_minor)::float8 as closing_minor
    from gift_sums s join gift_programs p on p.id = s.program_id where s.day <= ${to}::date
    group by 1, 2, 3 having sum(s.amount_minor) <> 0 order by 1, 2 desc, 3 limit 2000`.execute(db)
  return rows
}

/** Folds the deltas into one row for each day and month; for a cron task. Rows written meanwhile wait for the next time. */
export async function foldGiftSums(db: Db): Promise<void> {
  await sql`
    with gone as (
      delete from gift_sums where ctid = any (array(
        select s.ctid from gift_sums s join (
          select day, program_id from gift_sums group by 1, 2, issued_month, expires_month, kind having count(*) > 1) several
          using (day, program_id)
        for update of s skip locked))
      returning *)
    insert into gift_sums
    select day, program_id, issued_month, expires_month, kind, sum(amount_minor), sum(entries) from gone group by 1, 2, 3, 4, 5`.execute(
    db,
  )
}
