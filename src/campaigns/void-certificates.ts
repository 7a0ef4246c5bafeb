import { sql } from 'kysely'
import { giveBudgetBack } from '../certificates/programs.ts'
import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { noteDeed } from './campaigns.ts'
import { type Changed, lockCampaign } from './states.ts'

/** Certificates of a campaign that are still worth something, in minor units. */
export type Unspent = Readonly<{ certificates: number; minor: number }>

const unspent = (campaignId: number) => sql`
  select g.id, g.program_id, g.kind, g.balance_minor, case when g.status = 'pending' then g.initial_minor else g.balance_minor end as worth
  from campaign_recipients r join gift_certificates g on g.campaign_recipient_id = r.id
  where r.campaign_id = ${campaignId} and g.status in ('active', 'pending') and g.expires_at > now()
    and (g.status = 'pending' or g.balance_minor > 0)`

/** What a bulk void would take. Reads the recipients of the campaign: asked for by whoever means to do it. */
export async function unspentOf(db: Db, campaignId: number): Promise<Unspent> {
  const { rows } = await sql<Unspent>`select count(*)::int as certificates, coalesce(sum(worth), 0)::float8 as minor
    from (${unspent(campaignId)}) u`.execute(db)
  return rows[0]!
}

type Wish = Readonly<{ id: number; reason: string; expected: number }>

/**
 * Takes what is left off all certificates of a campaign that is over, for good (campaigns.md 6.2, rule 7): each ledger
 * gets its entry, budgets of rewards get their sum back, what was put aside at a checkout is let go. Refused where their
 * number is not the one that was seen.
 */
export async function voidUnspent(tx: Tx, actor: Actor, { id, reason, expected }: Wish): Promise<Changed> {
  const campaign = await lockCampaign(tx, id)
  if (!campaign) return 'not found'
  if (campaign.state !== 'finished' && campaign.state !== 'cancelled')
    return { problem: `“${campaign.name}” is ${campaign.state}: its letters still carry codes. Cancel it first.` }
  await sql`set local statement_timeout = '10min'`.execute(tx)
  await sql`select from gift_certificates where id in (select id from (${unspent(id)}) u) order by id for update`.execute(
    tx,
  )
  const now = await unspentOf(tx, id)
  if (now.certificates === 0) return { problem: 'None of its certificates is worth anything any more.' }
  if (now.certificates !== expected)
    return { problem: `${now.certificates} certificates are unspent now, not ${expected}: look again.` }
  await take(tx, actor, { id, reason, expected })
  const detail = `${now.certificates} certificates: ${reason}`
  await noteDeed(tx, { campaignId: id, repId: actor.repId, deed: 'voided', detail })
  const change = { kind: 'campaign.voided', before: { id }, after: { id, reason, ...now } }
  return { changeId: await recordChange(tx, actor, change) }
}

async function take(tx: Tx, { repId }: Actor, { id, reason }: Wish): Promise<void> {
  const { rows } = await sql<{ programId: number; sum: number }>`
    with gone as materialized (${unspent(id)}),
    entries as (
      insert into gift_entries (certificate_id, kind, amount_minor, balance_after, rep_id, reason)
      select id, 'void', -balance_minor, 0, ${repId}::int, ${reason} from gone where balance_minor > 0),
    held as (
      update gift_holds h set state = 'released' from gone g where h.certificate_id = g.id and h.state = 'held'),
    voided as (
      update gift_certificates c set status = 'void', void_reason = ${reason}, balance_minor = 0
      from gone g where c.id = g.id)
    select program_id, sum(worth)::float8 as sum from gone where kind = 'promotional' group by program_id`.execute(tx)
  for (const { programId, sum } of rows) await giveBudgetBack(tx, programId, sum)
}
