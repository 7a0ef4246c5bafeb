import { sql } from 'kysely'
import { activateCertificates } from '../certificates/issue.ts'
import type { Database, Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { Secrets } from '../settings/secret.ts'
import { skipReason } from './consent.ts'
import type { Running } from './running.ts'

/** A recipient that this worker holds, with what its letter needs. */
export type Leased = Readonly<{
  id: number
  token: string
  address: string
  domain: string
  vars: Readonly<Record<string, string>>
  attempts: number
  datedAt: Date
  messageId: string | null
  certificateId: number | null
  codeSealed: Buffer | null
  last4: string | null
}>

type Wanted = Readonly<{ limit: number; without: readonly string[] }>

/**
 * T1 (campaigns.md 5.3): recipients for this worker alone, for two minutes by the database's clock, but for domains
 * that rest. A killed worker's are anybody's again after that, since nothing of them was handed over.
 */
export async function leaseRecipients(
  db: Db,
  { id: campaignId }: Running,
  { limit, without }: Wanted,
): Promise<Leased[]> {
  const { rows } = await sql<Leased>`${kept}
    with waiting as materialized (
      select r.id, r.state from campaign_recipients r
      where r.campaign_id = ${campaignId} and r.state in ('pending', 'deferred') and r.next_at <= now()
        and exists (select from campaigns c where c.id = ${campaignId} and c.state = 'running')
        ${without.length > 0 ? sql`and r.domain <> all(${[...without]}::text[])` : sql``}
      order by r.next_at, r.id limit ${limit} for update skip locked),
    mine as (
      update campaign_recipients r set state = 'leased', lease_token = gen_random_uuid(),
        lease_until = now() + interval '2 minutes', dated_at = coalesce(r.dated_at, date_trunc('second', now()))
      from waiting w where r.id = w.id
      returning r.id, r.lease_token, r.address, r.domain, r.vars, r.attempts, r.dated_at, r.message_id),
    counted as (
      insert into campaign_counts (campaign_id, name, delta)
      select ${campaignId}::int, 'deferred', -count(*) from waiting where state = 'deferred' having count(*) > 0)
    select m.id::float8 as id, m.lease_token::text as token, m.address, m.domain, m.vars, m.attempts, m.dated_at,
      m.message_id, g.id as certificate_id, g.code_sealed, g.last4
    from mine m left join gift_certificates g on g.campaign_recipient_id = m.id order by m.id`.execute(db)
  return rows
}

type Held = Readonly<{ id: number; token: string }>
type Handing = Held & Readonly<{ messageId: string; certificateId: number | null }>

const held = (rows: readonly Held[]) =>
  sql`unnest(${rows.map((row) => row.id)}::bigint[], ${rows.map((row) => row.token)}::uuid[])`

/**
 * T2: committed before SMTP is spoken. The last moment for a pause, for an unsubscribe and for a lease that ran out:
 * only those answered are sent. Their certificates are good from now on, since somebody may soon hold the code.
 */
export async function handOver(
  db: Database,
  secrets: Secrets,
  campaign: Running,
  rows: readonly Handing[],
): Promise<ReadonlySet<number>> {
  if (!campaign.certificate) return new Set(await hand(db, secrets, campaign, rows))
  return db.transaction().execute(async (tx) => {
    const ids = await hand(tx, secrets, campaign, rows)
    const given = rows.flatMap(({ id, certificateId }) => (ids.includes(id) && certificateId ? [certificateId] : []))
    await activateCertificates(tx, given, `campaign ${campaign.id}`)
    return new Set(ids)
  })
}

async function hand(db: Db, secrets: Secrets, campaign: Running, rows: readonly Handing[]): Promise<number[]> {
  const { id: campaignId, listSlug: list, basis } = campaign
  const { rows: handed } = await sql<{ id: number }>`${kept}
    with mine as materialized (
      select r.id, h.message_id, ${skipReason({ list, basis, secrets })} as why
      from unnest(${rows.map((row) => row.id)}::bigint[], ${rows.map((row) => row.token)}::uuid[],
          ${rows.map((row) => row.messageId)}::text[]) as h (id, token, message_id)
        join campaign_recipients r on r.id = h.id
      where r.state = 'leased' and r.lease_token = h.token and r.lease_until > now()
        and exists (select from campaigns c where c.id = ${campaignId} and c.state = 'running')
      order by r.id for update of r),
    changed as (
      update campaign_recipients r set
        state = case when m.why is null then 'handed' else 'skipped' end, skip_reason = m.why,
        message_id = case when m.why is null then m.message_id end,
        attempts = attempts + (m.why is null)::int, handed_at = case when m.why is null then now() end,
        first_handed_at = case when m.why is null then coalesce(first_handed_at, now()) else first_handed_at end,
        lease_until = case when m.why is null then now() + interval '15 minutes' end,
        done_at = case when m.why is not null then now() end
      from mine m where r.id = m.id returning r.id, m.why),
    counted as (
      insert into campaign_counts (campaign_id, name, delta)
      select ${campaignId}::int, 'skipped:' || why, count(*) from changed where why is not null group by why)
    select id::float8 as id from changed where why is null`.execute(db)
  return handed.map((row) => row.id)
}

/** Leased ones wait on, as if nobody had held them; from then on after `seconds`. */
export async function release(db: Db, rows: readonly Held[], seconds = 0): Promise<void> {
  if (rows.length === 0) return
  await sql`update campaign_recipients r set state = 'pending', lease_token = null, lease_until = null,
      next_at = now() + make_interval(secs => ${seconds})
    from ${held(rows)} as h (id, token) where r.id = h.id and r.lease_token = h.token and r.state = 'leased'`.execute(
    db,
  )
}

/** Handed over, and surely not begun: the worker stops, or the campaign was paused. They wait as if nothing was. */
export async function takeBack(db: Db, rows: readonly Held[]): Promise<void> {
  if (rows.length === 0) return
  await sql`update campaign_recipients r set state = 'pending', lease_token = null, lease_until = null, next_at = now(),
      attempts = greatest(attempts - 1, 0), handed_at = null
    from ${held(rows)} as h (id, token) where r.id = h.id and r.lease_token = h.token and r.state = 'handed'`.execute(
    db,
  )
}

export type Unrendered = Held & Readonly<{ state: 'failed' | 'skipped'; reason: string }>

/** Letters that could not be made: failed where the template does not work for them, skipped where a value is missing. */
export async function refuseLetters(db: Db, campaignId: number, rows: readonly Unrendered[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    with gone as (
      update campaign_recipients r set state = h.state, reason = h.reason, lease_until = null, done_at = now(),
        skip_reason = case when h.state = 'skipped' then 'missing value' end
      from json_to_recordset(${JSON.stringify(rows)}::json) as h (id bigint, token uuid, state text, reason text)
      where r.id = h.id and r.lease_token = h.token and r.state = 'leased' returning r.state)
    insert into campaign_counts (campaign_id, name, delta)
    select ${campaignId}::int, case state when 'skipped' then 'skipped:missing value' else state end, count(*) from gone group by state
    union all select ${campaignId}::int, 'render', count(*) from gone where state = 'failed'`.execute(db)
}
