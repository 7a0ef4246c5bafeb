import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { CertificateKind } from '../database/tables-certificates.ts'

/** What certificates of one sort have in common: how much, for how long, on which terms. Money in minor units. */
export type Program = Readonly<{
  id: number
  name: string
  kind: CertificateKind
  currency: string
  eachMinor: number
  /** The most that a rep who is no admin may give at once; null: eachMinor. */
  repEachMinor: number | null
  repDayMinor: number | null
  budgetMinor: number | null
  issuedMinor: number
  validDays: number
  timeZone: string
  terms: string
  termsVersion: number
  active: boolean
  version: number
}>

export type ProgramValues = Omit<Program, 'id' | 'issuedMinor' | 'termsVersion' | 'version' | 'repEachMinor'> & {
  repEachMinor?: number | null
}

/** What may change of a program; undefined leaves it. */
export type ProgramPatch = { [K in keyof Omit<ProgramValues, 'kind' | 'currency'>]?: ProgramValues[K] | undefined }

const columns = sql`id, name, kind, currency, each_minor::float8 as each_minor, rep_each_minor::float8 as rep_each_minor, rep_day_minor::float8 as rep_day_minor,
  budget_minor::float8 as budget_minor, issued_minor::float8 as issued_minor, valid_days, time_zone, terms,
  terms_version, active, version`

/** Active ones first, by name; there are never many. */
export async function listPrograms(db: Db): Promise<Program[]> {
  const { rows } =
    await sql<Program>`select ${columns} from gift_programs order by active desc, lower(name) limit 500`.execute(db)
  return rows
}

export async function getProgram(db: Db, id: number): Promise<Program | undefined> {
  const { rows } = await sql<Program>`select ${columns} from gift_programs where id = ${id}`.execute(db)
  return rows[0]
}

/** Makes a program; 'taken' where another has the name. */
export async function addProgram(tx: Tx, values: ProgramValues): Promise<number | 'taken'> {
  const row = await tx
    .insertInto('giftPrograms')
    .values(values)
    .onConflict((o) => o.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? 'taken'
}

/** Changes what may change: kind and currency are what its certificates are worth, and stay. */
export async function changeProgram(tx: Tx, id: number, values: ProgramPatch): Promise<'done' | 'taken'> {
  const taken = values.name
    ? await tx
        .selectFrom('giftPrograms')
        .select('id')
        .where(sql`lower(name)`, '=', values.name.toLowerCase())
        .where('id', '<>', id)
        .executeTakeFirst()
    : undefined
  if (taken) return 'taken'
  await tx
    .updateTable('giftPrograms')
    .set({
      ...values,
      ...(values.terms !== undefined && {
        termsVersion: sql<number>`terms_version + (terms <> ${values.terms})::int`,
      }),
      version: sql<number>`version + 1`,
      updatedAt: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute()
  return 'done'
}

/** The first active program of a currency and kind, made with modest limits where there is none. */
export async function usualProgram(tx: Tx, kind: CertificateKind, currency: string): Promise<Program> {
  const { rows } = await sql<Program>`select ${columns} from gift_programs
    where kind = ${kind} and currency = ${currency} and active order by id limit 1`.execute(tx)
  if (rows[0]) return rows[0]
  const name = `${kind === 'sold' ? 'Sold' : 'Goodwill'} ${currency}`
  await tx
    .insertInto('giftPrograms')
    .values({
      name,
      kind,
      currency,
      eachMinor: kind === 'sold' ? 100_000_00 : 500_00,
      repDayMinor: kind === 'sold' ? null : 2000_00,
      budgetMinor: null,
      // Sold value lives five years at least (US Regulation E, 12 CFR 1005.20); a reward for one.
      validDays: kind === 'sold' ? 1827 : 365,
    })
    .onConflict((o) => o.doNothing())
    .execute()
  const made =
    await sql<Program>`select ${columns} from gift_programs where lower(name) = ${name.toLowerCase()}`.execute(tx)
  return made.rows[0]!
}

/**
 * Takes an amount from a program's budget, under the lock of its row until the transaction ends: what was issued is
 * never above the budget. Answers what is left where it is not enough.
 */
export async function takeBudget(tx: Tx, programId: number, amountMinor: number): Promise<'taken' | { left: number }> {
  const { rows } = await sql<{ left: number | null; enough: boolean }>`
    select (budget_minor - issued_minor)::float8 as left,
      budget_minor is null or issued_minor + ${amountMinor} <= budget_minor as enough
    from gift_programs where id = ${programId} for update`.execute(tx)
  if (!rows[0]?.enough) return { left: rows[0]?.left ?? 0 }
  await sql`update gift_programs set issued_minor = issued_minor + ${amountMinor} where id = ${programId}`.execute(tx)
  return 'taken'
}

/** Gives back what was never spent: the certificate is void. */
export async function giveBudgetBack(tx: Tx, programId: number, amountMinor: number): Promise<void> {
  await sql`update gift_programs set issued_minor = greatest(issued_minor - ${amountMinor}, 0) where id = ${programId}`.execute(
    tx,
  )
}
