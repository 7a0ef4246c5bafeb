import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { after, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import type { CertificateKind, CertificateStatus } from '../database/tables-certificates.ts'
import type { Secrets } from '../settings/secret.ts'
import { unsealCode } from './codes.ts'

/** A certificate as anybody who may read the desk sees it: never its code. Money in minor units. */
export type Certificate = Readonly<{
  id: number
  program: { id: number; name: string }
  kind: CertificateKind
  status: CertificateStatus
  last4: string
  currency: string
  initialMinor: number
  balanceMinor: number
  person: { id: number; name: string } | null
  issueId: number | null
  campaignId: number | null
  issuedBy: string | null
  issuedAt: Date
  activatedAt: Date | null
  expiresAt: Date
  voidReason: string
}>

export type CertificateFilter = Readonly<{
  personId?: number | undefined
  /** All records of one person. */
  people?: readonly number[] | undefined
  programId?: number | undefined
  kind?: CertificateKind | undefined
  status?: CertificateStatus | undefined
  repId?: number | undefined
  /** Granted by a rep, whoever. */
  byReps?: boolean | undefined
  /** Days of issue, in UTC, both inclusive. */
  from?: string | undefined
  to?: string | undefined
}>

const columns = sql`c.id, json_build_object('id', p.id, 'name', p.name) as program, c.kind,
  case when c.status = 'active' and c.expires_at <= now() then 'expired' else c.status end as status, c.last4, c.currency,
  c.initial_minor::float8 as initial_minor, c.balance_minor::float8 as balance_minor,
  case when u.id is not null then json_build_object('id', u.id, 'name', trim(u.first_names || ' ' || u.last_name)) end as person,
  c.issue_id, (select x.campaign_id from campaign_recipients x where x.id = c.campaign_recipient_id) as campaign_id, r.name as issued_by, c.issued_at, c.activated_at, c.expires_at, c.void_reason`
const from = sql`gift_certificates c join gift_programs p on p.id = c.program_id
  left join user_identifications u on u.id = c.user_identification_id left join reps r on r.id = c.issued_by`

export async function getCertificate(db: Db, id: number): Promise<Certificate | undefined> {
  const { rows } = await sql<Certificate>`select ${columns} from ${from} where c.id = ${id}`.execute(db)
  return rows[0]
}

/** Newest first. */
export async function listCertificates(db: Db, filter: CertificateFilter, page: Page) {
  const cursor = readCursor(page.cursor)
  const { rows } = await sql<Certificate & { micros: string }>`
    select ${columns}, ${microsOf(sql`c.issued_at`)} as micros from ${from}
    where ${cursor ? after(sql`c.issued_at`, sql`c.id`, cursor) : sql`true`}
      ${filter.personId ? sql`and c.user_identification_id = ${filter.personId}` : sql``}
      ${filter.people ? sql`and c.user_identification_id = any(${[...filter.people]}::int[])` : sql``}
      ${filter.programId ? sql`and c.program_id = ${filter.programId}` : sql``}
      ${filter.repId ? sql`and c.issued_by = ${filter.repId}` : sql``}
      ${filter.byReps ? sql`and c.issued_by is not null and c.campaign_recipient_id is null` : sql``}
      ${filter.kind ? sql`and c.kind = ${filter.kind}` : sql``}
      ${filter.status ? sql`and c.status = ${filter.status}` : sql``}
      ${filter.from ? sql`and c.issued_at >= ${filter.from}::date::timestamp at time zone 'UTC'` : sql``}
      ${filter.to ? sql`and c.issued_at < (${filter.to}::date + 1)::timestamp at time zone 'UTC'` : sql``}
    order by c.issued_at desc, c.id desc limit ${page.limit + 1}`.execute(db)
  const { rows: kept, next } = cutPage(rows, page.limit)
  return { items: kept.map(({ micros: _, ...certificate }): Certificate => certificate), next }
}

/** What a person can still spend, per currency; those that end soonest are spent first. At most 200 are looked at. */
export async function creditOf(db: Db, personIds: readonly number[]) {
  const { rows } = await sql<{ currency: string; balanceMinor: number; certificates: number; firstEnds: Date }>`
    select currency, sum(balance_minor)::float8 as balance_minor, count(*)::int as certificates, min(expires_at) as first_ends
    from (select currency, balance_minor, expires_at from gift_certificates
      where user_identification_id = any(${[...personIds]}::int[]) and status = 'active' and expires_at > now() limit 200) c
    group by currency order by currency`.execute(db)
  return rows
}

/** A person's certificates that can be spent, soonest ending first: the order in which a shop takes them. */
export async function spendable(db: Db, personIds: readonly number[]): Promise<Certificate[]> {
  const { rows } = await sql<Certificate>`select ${columns} from ${from}
    where c.user_identification_id = any(${[...personIds]}::int[]) and c.status = 'active' and c.expires_at > now()
    order by c.expires_at, c.id limit 200`.execute(db)
  return rows
}

/** The code itself: for its owner's letter, or for whoever just issued it. Nothing else may ask. */
export async function codeOf(db: Db, secrets: Secrets, id: number): Promise<string> {
  const { codeSealed } = await db
    .selectFrom('giftCertificates')
    .select('codeSealed')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return unsealCode(secrets, id, codeSealed)
}

/** The id of the newest certificate of a person; 0 where there is none. */
export async function newestOf(db: Db, personId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select coalesce(max(id), 0)::int as id from gift_certificates where user_identification_id = ${personId}`.execute(
    db,
  )
  return rows[0]!.id
}
