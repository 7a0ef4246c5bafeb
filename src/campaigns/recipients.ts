import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { cutPage, readCursor } from '../database/cursor.ts'
import type { CampaignEventKind, RecipientState } from '../database/tables-campaigns.ts'

/** One line of "who got it, and who did not". */
export type RecipientLine = Readonly<{
  id: number
  address: string
  name: string
  personId: number | null
  state: RecipientState
  skipReason: string | null
  /** Why it failed, waits or is uncertain, in words. */
  reason: string | null
  attempts: number
  /** The relay's answer, and its words. */
  code: number | null
  reply: string | null
  messageId: string | null
  handedAt: Date | null
  doneAt: Date | null
  nextAt: Date
  /** hard, soft or policy, where a report came later. */
  bounced: string | null
  issueId: number | null
  interactionId: number | null
  /** Of its gift certificate, never the code. */
  certificateId: number | null
  last4: string | null
}>

type Wanted = Readonly<{
  campaignId: number
  state?: RecipientState | undefined
  skipReason?: string | undefined
  /** A part of the address, or of the name. */
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}>

/** The recipients of a campaign in the order in which they were chosen. */
export async function listRecipients(
  db: Db,
  { campaignId, state, skipReason, q, cursor, limit }: Wanted,
): Promise<{ items: RecipientLine[]; next: string | null }> {
  const after = readCursor(cursor)?.id ?? 0
  const like = q?.trim()
    ? `%${q
        .trim()
        .toLowerCase()
        .replace(/[\\%_]/g, '\\$&')}%`
    : undefined
  const { rows } = await sql<RecipientLine>`
    select r.id::float8 as id, r.address, btrim(concat(r.vars ->> 'firstNames', ' ', r.vars ->> 'lastName')) as name,
      r.user_identification_id as person_id, r.state, r.skip_reason, r.reason, r.attempts, r.code, r.reply, r.message_id,
      r.handed_at, r.done_at, r.next_at, r.bounced, r.issue_id, r.interaction_id, g.id as certificate_id, g.last4
    from campaign_recipients r left join gift_certificates g on g.campaign_recipient_id = r.id
    where r.campaign_id = ${campaignId} and r.id > ${after} ${state ? sql`and r.state = ${state}` : sql``}
      ${skipReason ? sql`and r.skip_reason = ${skipReason}` : sql``}
      ${like ? sql`and lower(r.address || ' ' || coalesce(r.vars ->> 'firstNames', '') || ' ' || coalesce(r.vars ->> 'lastName', '')) like ${like}` : sql``}
    order by r.id limit ${limit + 1}`.execute(db)
  const cut = cutPage(
    rows.map((row) => ({ ...row, micros: '0' })),
    limit,
  )
  return { items: cut.rows.map(({ micros: _, ...row }) => row), next: cut.next }
}

/** What the recipients of a campaign came to. `pending` is whoever still waits and was not tried. */
export type Counts = Readonly<{
  total: number
  states: Readonly<Record<RecipientState, number>>
  /** How many were skipped, by the reason. */
  skips: Readonly<Record<string, number>>
  /** Tries that the relay answered; hard: no such address, policy: our mail is not wanted there (campaigns.md 4.5). */
  attempts: number
  hard: number
  policy: number
  /** What came of letters later: bounce, complaint, reply, automatic, unsubscribe. */
  events: Readonly<Record<CampaignEventKind, number>>
  /** Where tracking is on: people who opened and clicked; and those of whom only machines did. */
  looks: Readonly<Record<'open' | 'openMachine' | 'click' | 'clickMachine', number>>
}>

/** By deltas that whoever changes a state writes; only what is in flight this moment is counted. */
export async function countsOf(db: Db, campaignId: number): Promise<Counts> {
  const [{ rows }, { rows: flying }] = await Promise.all([
    sql<{ name: string; n: number }>`
      select name, sum(delta)::float8 as n from campaign_counts where campaign_id = ${campaignId} group by name`.execute(
      db,
    ),
    sql<{ state: 'leased' | 'handed'; n: number }>`
      select state, count(*)::float8 as n from campaign_recipients
      where state in ('leased', 'handed') and lease_until is not null and campaign_id = ${campaignId} group by state`.execute(
      db,
    ),
  ])
  const counted = new Map(rows.map(({ name, n }) => [name, n]))
  const at = (name: string) => counted.get(name) ?? 0
  const inFlight = (state: string) => flying.find((row) => row.state === state)?.n ?? 0
  const under = (prefix: string) =>
    Object.fromEntries(
      rows.flatMap(({ name, n }) => (name.startsWith(prefix) && n > 0 ? [[name.slice(prefix.length), n]] : [])),
    )
  const skips: Record<string, number> = under('skipped:')
  const skipped = Object.values(skips).reduce((sum, n) => sum + n, 0)
  const known = {
    sent: at('sent'),
    deferred: at('deferred'),
    failed: at('failed'),
    skipped,
    uncertain: at('uncertain'),
  }
  const flight = { leased: inFlight('leased'), handed: inFlight('handed') }
  const settled = Object.values({ ...known, ...flight }).reduce((sum, n) => sum + n, 0)
  return {
    total: at('total'),
    states: { pending: Math.max(0, at('total') - settled), ...flight, ...known },
    skips,
    ...{ attempts: at('attempts'), hard: at('hard'), policy: at('policy') },
    events: {
      bounce: at('bounce'),
      complaint: at('complaint'),
      reply: at('reply'),
      automatic: at('automatic'),
      unsubscribe: at('unsubscribe'),
    },
    looks: {
      ...{ open: at('open'), openMachine: at('open machine') },
      ...{ click: at('click'), clickMachine: at('click machine') },
    },
  }
}
