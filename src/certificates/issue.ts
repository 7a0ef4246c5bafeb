import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { Secrets } from '../settings/secret.ts'
import { codeMaker, type KeptCode } from './codes.ts'
import { getProgram, giveBudgetBack, type Program, takeBudget, usualProgram } from './programs.ts'

/** One certificate to be issued. `expiresOn` is the last day it is good for, in the time zone of its program. */
export type Grant = Readonly<{
  programId?: number | undefined
  kind?: 'promotional' | 'sold' | undefined
  personId: number | null
  amountMinor: number
  currency: string
  expiresOn?: string | undefined
  issueId?: number | null | undefined
  recipientEmail?: string | undefined
  message?: string | undefined
}>

export type Issuer = Readonly<{ repId: number | null }>

/**
 * Issues a certificate that is good at once, within the limits of its program: one certificate, a rep's day, the
 * budget. Answers its id, or in words what stands against it.
 */
export async function grantCertificate(
  tx: Tx,
  secrets: Secrets,
  grant: Grant & Issuer,
): Promise<number | { problem: string }> {
  const kind = grant.kind ?? 'promotional'
  const program = grant.programId ? await getProgram(tx, grant.programId) : await usualProgram(tx, kind, grant.currency)
  if (!program) return { problem: `There is no program ${grant.programId}.` }
  const problem = (await programProblem(tx, program, { ...grant, kind })) ?? (await repProblem(tx, program, grant))
  if (problem) return { problem }
  const budget = await takeBudget(tx, program.id, grant.amountMinor)
  if (budget !== 'taken')
    return { problem: `The budget of “${program.name}” has ${money(budget.left, program.currency)} left.` }
  const [id] = await issueCertificates(tx, secrets, {
    program,
    status: 'active',
    issuedBy: grant.repId,
    expiresOn: grant.expiresOn,
    rows: [{ ...grant, issueId: grant.issueId ?? null, recipientId: null }],
  })
  return id!
}

async function programProblem(tx: Tx, program: Program, grant: Grant & { kind: string }): Promise<string | undefined> {
  const { name, currency, eachMinor } = program
  if (!program.active) return `The program “${name}” is not active any more.`
  if (program.kind !== grant.kind) return `The program “${name}” is for ${program.kind} certificates.`
  if (currency !== grant.currency) return `The program “${name}” is in ${currency}, not ${grant.currency}.`
  if (grant.amountMinor > eachMinor)
    return `A certificate of “${name}” may be worth ${money(eachMinor, currency)} at most.`
  if (grant.expiresOn === undefined) return undefined
  const { rows } = await sql<{ over: boolean }>`
    select ${grant.expiresOn}::date < (now() at time zone ${program.timeZone})::date as over`.execute(tx)
  return rows[0]!.over ? `${grant.expiresOn} is over: name a day to come.` : undefined
}

/** What a rep may give at once and in a day, counted under the lock of his own row. Admins have the program's limits. */
async function repProblem(
  tx: Tx,
  { id, name, currency, repEachMinor, repDayMinor }: Program,
  { repId, amountMinor }: Grant & Issuer,
): Promise<string | undefined> {
  if (repId === null || (repDayMinor === null && repEachMinor === null)) return undefined
  const { rows: reps } = await sql<{ role: string }>`select role from reps where id = ${repId} for update`.execute(tx)
  if (reps[0]?.role === 'admin') return undefined
  if (repEachMinor !== null && amountMinor > repEachMinor)
    return `You may grant ${money(repEachMinor, currency)} at once under “${name}”: ask an admin for more.`
  const left = await leftToday(tx, { repId, programId: id, repDayMinor })
  if (left === null || amountMinor <= left) return undefined
  return `You may grant ${money(Math.max(left, 0), currency)} more today under “${name}”: ask an admin.`
}

/** What a rep may still grant within 24 hours; null: no limit. */
export async function leftToday(
  db: Db,
  { repId, programId, repDayMinor }: { repId: number; programId: number; repDayMinor: number | null },
): Promise<number | null> {
  if (repDayMinor === null) return null
  const { rows } = await sql<{ granted: number }>`
    select coalesce(sum(initial_minor), 0)::float8 as granted from gift_certificates
    where issued_by = ${repId} and program_id = ${programId} and campaign_recipient_id is null
      and issued_at > now() - interval '1 day'`.execute(db)
  return repDayMinor - rows[0]!.granted
}

export type IssueRow = Readonly<{
  personId: number | null
  amountMinor: number
  issueId: number | null
  recipientId: number | null
  recipientEmail?: string | undefined
  message?: string | undefined
}>

export type Issue = Readonly<{
  program: Program
  /** A pending one is worth nothing until it is activated: its letter has not gone. */
  status: 'pending' | 'active'
  issuedBy: number | null
  expiresOn?: string | undefined
  rows: readonly IssueRow[]
}>

const batch = 5000

/**
 * Writes certificates with their codes, many at once; the caller has taken their sum from the budget. A campaign's
 * recipient gets one, however often it is asked for. Answers the ids of those that were made.
 */
export async function issueCertificates(tx: Tx, secrets: Secrets, issue: Issue): Promise<number[]> {
  const ids: number[] = []
  const codeFor = codeMaker(secrets)
  for (let at = 0; at < issue.rows.length; at += batch)
    ids.push(...(await issueBatch(tx, codeFor, { ...issue, rows: issue.rows.slice(at, at + batch) })))
  if (issue.status === 'active') await activateCertificates(tx, ids, 'made')
  return ids
}

async function issueBatch(
  tx: Tx,
  codeFor: (id: number) => KeptCode,
  { program, rows, issuedBy, expiresOn }: Issue,
): Promise<number[]> {
  const { rows: taken } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('gift_certificates', 'id'))::int as id from generate_series(1, ${rows.length})`.execute(
    tx,
  )
  const codes = taken.map(({ id }) => ({ id, ...codeFor(id) }))
  const { rows: made } = await sql<{ id: number }>`
    insert into gift_certificates (id, program_id, kind, currency, status, issued_by, expires_at, code_digest,
      code_sealed, last4, user_identification_id, initial_minor, issue_id, campaign_recipient_id, recipient_email, message)
    select id, ${program.id}, ${program.kind}, ${program.currency}, 'pending', ${issuedBy}, ${endOf(program, expiresOn)},
      digest, sealed, last4, person, amount, issue, recipient, email, message
    from unnest(${codes.map(({ id }) => id)}::int[], ${codes.map(({ digest }) => digest)}::bytea[],
      ${codes.map(({ sealed }) => sealed)}::bytea[], ${codes.map(({ last4 }) => last4)}::text[],
      ${rows.map((row) => row.personId)}::int[], ${rows.map((row) => row.amountMinor)}::bigint[],
      ${rows.map((row) => row.issueId)}::int[], ${rows.map((row) => row.recipientId)}::bigint[],
      ${rows.map((row) => row.recipientEmail ?? '')}::text[], ${rows.map((row) => row.message ?? '')}::text[])
      as c (id, digest, sealed, last4, person, amount, issue, recipient, email, message)
    on conflict (campaign_recipient_id) where campaign_recipient_id is not null do nothing
    returning id`.execute(tx)
  return made.map(({ id }) => id)
}

/** The end of the last day, where the program is at home. */
function endOf({ timeZone, validDays }: Program, expiresOn: string | undefined) {
  const day = expiresOn ? sql`${expiresOn}::date` : sql`((now() at time zone ${timeZone})::date + ${validDays}::int)`
  return sql`((${day} + 1)::timestamp at time zone ${timeZone})`
}

/**
 * Makes pending certificates good and writes their first entry: their letters are about to go, and from then on
 * somebody may hold the code (campaigns.md 6.2, rule 4). What is not pending stays as it is.
 */
export async function activateCertificates(tx: Tx, ids: readonly number[], reason: string): Promise<void> {
  if (ids.length === 0) return
  await sql`
    with good as (
      update gift_certificates set status = 'active', activated_at = now(), balance_minor = initial_minor
      where id = any(${[...ids]}::int[]) and status = 'pending'
      returning id, initial_minor, issued_by)
    insert into gift_entries (certificate_id, kind, amount_minor, balance_after, rep_id, reason)
    select id, 'issue', initial_minor, initial_minor, issued_by, ${reason} from good order by id`.execute(tx)
}

/**
 * Makes pending certificates void whose letters do not go: skipped, cancelled or failed for certain, so that nothing is
 * owed for what nobody got (campaigns.md 6.2, rule 4). What nobody spent goes back to the budget. Answers how many
 * there were; what is not pending stays as it is. Any number of ids.
 */
export async function voidPending(tx: Tx, ids: readonly number[], reason: string): Promise<number> {
  if (ids.length === 0) return 0
  const { rows } = await sql<{ programId: number; n: number; back: number }>`
    with dead as (
      update gift_certificates set status = 'void', void_reason = ${reason}
      where id = any(${[...ids]}::int[]) and status = 'pending' returning program_id, initial_minor)
    select program_id, count(*)::int as n, sum(initial_minor)::float8 as back from dead group by 1 order by 1`.execute(
    tx,
  )
  for (const { programId, back } of rows) await giveBudgetBack(tx, programId, back)
  return rows.reduce((sum, { n }) => sum + n, 0)
}

/** For messages: "12.50 EUR", without the ways of a language. */
export function money(minor: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return `${(minor / 10 ** digits).toFixed(digits)} ${currency}`
}
