import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'
import type { SuppressionReason, SuppressionScope } from '../database/tables-consent.ts'
import { addressKey } from '../mail/address.ts'

/** An address that gets no more: of campaigns to one list, of all campaigns, of whatever is sent by itself. */
export type Suppression = Readonly<{
  id: number
  address: string
  scope: SuppressionScope
  list: Readonly<{ id: number; slug: string; name: string }> | null
  reason: SuppressionReason
  evidence: Readonly<Record<string, unknown>>
  rep: string | null
  createdAt: Date
  liftedAt: Date | null
  liftedWhy: string | null
}>

export type NewSuppression = Readonly<{
  address: string
  scope: SuppressionScope
  listId?: number | null
  reason: SuppressionReason
  evidence?: object
  repId?: number | null
}>

/** Writes down who gets no more, once each; answers the ids of those that were not in force already. Set-based. */
export async function suppress(tx: Tx, wanted: readonly NewSuppression[]): Promise<number[]> {
  if (wanted.length === 0) return []
  const rows = wanted.map(({ address, scope, listId = null, reason, evidence = {}, repId = null }) => ({
    ...{ key: addressKey(address), address, scope, list_id: listId, reason, evidence, rep_id: repId },
  }))
  const { rows: made } = await sql<{ id: number }>`
    with made as (
      insert into suppressions (address_key, address, scope, list_id, reason, evidence, rep_id)
      select key, address, scope, list_id, reason, evidence, rep_id
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as r(key text, address text, scope text, list_id int, reason text, evidence jsonb, rep_id int)
      order by key on conflict do nothing returning *),
    told as (
      insert into consent_events (address_key, list_id, kind, evidence)
      select address_key, list_id, 'suppressed', jsonb_build_object('scope', scope, 'reason', reason) || evidence from made)
    select id from made order by id`.execute(tx)
  return made.map(({ id }) => id)
}

/** Ends suppressions that are in force; answers those that were. `why` stands in the history. */
export async function lift(tx: Tx, ids: readonly number[], why: string): Promise<number[]> {
  return liftWhere(tx, sql`id = any(${[...ids]}::int[])`, why)
}

/** Who said yes again takes back what they themselves had taken back, of that list and (`alsoMarketing`) of all. */
export async function liftOwn(
  tx: Tx,
  of: { address: string; listId: number; alsoMarketing: boolean },
  why: string,
): Promise<number[]> {
  const scope = sql`((scope = 'list' and list_id = ${of.listId}) or (${of.alsoMarketing} and scope = 'marketing'))`
  return liftWhere(tx, sql`address_key = ${addressKey(of.address)} and reason = 'unsubscribed' and ${scope}`, why)
}

async function liftWhere(tx: Tx, where: RawBuilder<unknown>, why: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with lifted as (
      update suppressions set lifted_at = now(), lifted_why = ${why} where lifted_at is null and ${where} returning *),
    told as (
      insert into consent_events (address_key, list_id, kind, evidence)
      select address_key, list_id, 'lifted', jsonb_build_object('scope', scope, 'why', ${why}::text) from lifted)
    select id from lifted order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Puts lifted ones in force again, but for those that others took the place of meanwhile. */
export async function unlift(tx: Tx, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update suppressions s set lifted_at = null, lifted_why = null
    where id = any(${[...ids]}::int[]) and lifted_at is not null and not exists (
      select from suppressions o where o.address_key = s.address_key and o.scope = s.scope
        and o.list_id is not distinct from s.list_id and o.lifted_at is null) returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

export async function getSuppression(db: Db, id: number): Promise<Suppression | undefined> {
  return (await select(db, sql`s.id = ${id}`, 1))[0]
}

/** In force, the newest first, by keyset; `address` is one whole address. */
export async function listSuppressions(
  db: Db,
  { address }: { address?: string | undefined },
  page: Page,
): Promise<{ items: Suppression[]; next: string | null }> {
  const cursor = readCursor(page.cursor)
  const of = address ? sql`s.address_key = ${addressKey(address)}` : sql`true`
  const where = sql`s.lifted_at is null and s.id < ${cursor?.id ?? 2 ** 31 - 1} and ${of}`
  const { rows, next } = cutPage(await select(db, where, page.limit + 1), page.limit)
  return { items: rows.map(({ micros: _, ...row }) => row), next }
}

/** Of these addresses, in force and lifted, the newest first. */
export async function suppressionsOf(db: Db, addresses: readonly string[]): Promise<Suppression[]> {
  if (addresses.length === 0) return []
  return select(db, sql`s.address_key = any(${addresses.map(addressKey)}::text[])`, 50)
}

async function select(
  db: Db,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<(Suppression & { micros: string })[]> {
  const { rows } = await sql<Suppression & { micros: string }>`
    select s.id, s.address, s.scope, s.reason, s.evidence, r.name as rep, s.created_at, s.lifted_at, s.lifted_why,
      case when l.id is not null then json_build_object('id', l.id, 'slug', l.slug, 'name', l.name) end as list, '0' as micros
    from suppressions s left join mailing_lists l on l.id = s.list_id left join reps r on r.id = s.rep_id
    where ${where} order by s.id desc limit ${limit}`.execute(db)
  return rows
}

/** One of these addresses that gets nothing which is sent by itself; undefined: all may. */
export async function silenced(db: Db, addresses: readonly string[]): Promise<string | undefined> {
  const row = await db
    .selectFrom('suppressions')
    .select('address')
    .where('addressKey', 'in', addresses.map(addressKey))
    .where('scope', '=', 'all')
    .where('liftedAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row?.address
}

/** Something that a relay or a report said of an address. */
export type MailFact = Readonly<{
  address: string
  kind: 'bounced' | 'complained'
  /** RFC 3463; of a bounce only. */
  status?: string
  evidence: object
}>

/**
 * Campaigns go no more to mailboxes that do not exist and to who called a letter junk (campaigns.md R23, 4.5, 4.6).
 * What a server says of us (5.7.x), a full mailbox or a delay suppresses nobody.
 */
export async function suppressReported(tx: Tx, facts: readonly MailFact[]): Promise<number[]> {
  const counted = facts.filter(({ kind, status }) => kind === 'complained' || isMailboxFact(status ?? ''))
  return suppress(
    tx,
    counted.map(({ address, kind, status, evidence }) => ({
      ...{ address, scope: 'marketing', reason: kind },
      evidence: { ...evidence, ...(status && { status }) },
    })),
  )
}

/** RFC 3463 X.1.X and 5.2.1 (RFC 7505's 5.1.10 too): the address itself is no good. */
export function isMailboxFact(status: string): boolean {
  return /^5\.(1\.([1-36]|10)|2\.1)$/.test(status)
}
