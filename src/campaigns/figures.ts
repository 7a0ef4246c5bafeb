import { sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'
import { countedOrder } from '../shop/spend.ts'

/** What came of a campaign. `revenue` is of counted orders less refunds, in minor units. */
export type CampaignFigures = Readonly<{
  sent: number
  bounced: number
  replied: number
  unsubscribed: number
  redeemed: number
  orders: number
  revenue: readonly Readonly<{ currency: string; minor: number }>[]
  /** When orders and certificates were counted; null: not yet. */
  countedAt: Date | null
}>

const nothing: CampaignFigures = {
  ...{ sent: 0, bounced: 0, replied: 0, unsubscribed: 0, redeemed: 0, orders: 0 },
  ...{ revenue: [], countedAt: null },
}

/** Of these campaigns, from sums that their writers keep: nothing is counted here. */
export async function figuresOf(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, CampaignFigures>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<CampaignFigures & { id: number }>`
    select c.id, coalesce(n.sent, 0)::float8 as sent, coalesce(n.bounced, 0)::float8 as bounced,
      coalesce(n.replied, 0)::float8 as replied, coalesce(n.unsubscribed, 0)::float8 as unsubscribed,
      coalesce(f.redeemed, 0) as redeemed, coalesce(f.orders, 0) as orders, coalesce(f.revenue, '[]') as revenue, f.counted_at
    from campaigns c left join campaign_figures f on f.campaign_id = c.id
      left join lateral (select sum(delta) filter (where name = 'sent') as sent,
        sum(delta) filter (where name = 'bounce') as bounced, sum(delta) filter (where name = 'reply') as replied,
        sum(delta) filter (where name = 'unsubscribe') as unsubscribed
        from campaign_counts where campaign_id = c.id) n on true
    where c.id = any (${[...ids]}::int[])`.execute(db)
  return new Map(rows.map(({ id, ...figures }) => [id, { ...nothing, ...figures }]))
}

/** So old may they be; so long may counting take; and nothing changes any more so long after the end. */
const fresh = sql`interval '1 minute'`
const patience = '4s'
const settled = sql`interval '60 days'`

/** Days after the letter in which an order counts as revenue since. */
export const revenueDays = 30

/** Counts what the shop tells, where that is older than a minute; by one at a time, and not for longer than 4 s. */
export async function refreshFigures(db: Database, campaignId: number): Promise<void> {
  try {
    await db.transaction().execute(async (tx) => {
      await sql`select set_config('statement_timeout', ${patience}, true)`.execute(tx)
      const { rows } = await sql<{ due: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${`campaign figures ${campaignId}`}, 0))
          and c.version_id is not null and (f.counted_at is null or (f.counted_at < now() - ${fresh}
            and (c.finished_at is null or c.finished_at > now() - ${settled}))) as due
        from campaigns c left join campaign_figures f on f.campaign_id = c.id where c.id = ${campaignId}`.execute(tx)
      if (rows[0]?.due) await count(tx, campaignId)
    })
  } catch (error) {
    if ((error as { code?: unknown }).code !== '57014') throw error
  }
}

/** People are known by their account, guests by their address. */
async function count(db: Db, campaignId: number): Promise<void> {
  await sql`
    with got as (select id, shop_user_id, address_key, done_at from campaign_recipients
        where campaign_id = ${campaignId} and state = 'sent'),
      bought as (
        select o.id, o.currency, o.total_minor - o.refunded_minor as minor from got r
          join shop_orders o on o.shop_user_id = r.shop_user_id
        where ${countedOrder} and o.placed_at between r.done_at and r.done_at + make_interval(days => ${revenueDays}::int)
        union select o.id, o.currency, o.total_minor - o.refunded_minor from got r
          join shop_orders o on o.email_key = r.address_key and o.email_key <> ''
        where ${countedOrder} and o.placed_at between r.done_at and r.done_at + make_interval(days => ${revenueDays}::int)),
      sums as (select currency, count(*) as n, sum(minor)::float8 as minor from bought group by currency)
    insert into campaign_figures (campaign_id, redeemed, orders, revenue, counted_at)
    select ${campaignId},
      (select count(*) from got r join gift_certificates g on g.campaign_recipient_id = r.id
        where g.balance_minor < g.initial_minor and exists (select from gift_entries e where e.certificate_id = g.id and e.kind = 'redeem')),
      coalesce((select sum(n) from sums), 0),
      coalesce((select jsonb_agg(jsonb_build_object('currency', currency, 'minor', minor) order by minor desc) from sums), '[]'),
      now()
    on conflict (campaign_id) do update set redeemed = excluded.redeemed, orders = excluded.orders,
      revenue = excluded.revenue, counted_at = excluded.counted_at`.execute(db)
}
