import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { CampaignState } from '../database/tables-campaigns.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { type Campaign, getCampaign, noteDeed } from './campaigns.ts'
import { voidUnsent } from './certificate-fates.ts'
import { countsOf } from './recipients.ts'

export type Refused = Readonly<{ problem: string }>
export type Done = Readonly<{ changeId: number }>
export type Changed = Done | Refused | 'not found'

/** Locks a campaign, so that of two changes at the same time one wins and the other sees what came of it. */
export async function lockCampaign(tx: Tx, id: number): Promise<Campaign | undefined> {
  await sql`select from campaigns where id = ${id} for update`.execute(tx)
  return getCampaign(tx, id)
}

type Move = Readonly<{
  campaign: Campaign
  to: CampaignState
  deed: string
  set?: RawBuilder<unknown>
  detail?: string
}>

/** Writes a change of state into the log and the history; the caller holds the lock. */
export async function moveTo(tx: Tx, actor: Actor, { campaign, to, deed, set, detail = '' }: Move): Promise<Done> {
  await sql`update campaigns set state = ${to}, version = version + 1, updated_at = now() ${set ? sql`, ${set}` : sql``}
    where id = ${campaign.id}`.execute(tx)
  await noteDeed(tx, { campaignId: campaign.id, repId: actor.repId, deed, detail })
  await notify(tx, 'campaigns')
  const changeId = await recordChange(tx, actor, {
    kind: `campaign.${deed}`,
    before: { id: campaign.id, state: campaign.state },
    after: { id: campaign.id, state: to },
  })
  return { changeId }
}

/** Stops it where it is: letters that are on their way still go. `reason` in words; '' when a person does it. */
export async function pauseCampaign(tx: Tx, actor: Actor, id: number, reason = ''): Promise<Changed> {
  const campaign = await lockCampaign(tx, id)
  if (!campaign) return 'not found'
  if (!['scheduled', 'snapshotting', 'running'].includes(campaign.state)) return notNow(campaign, 'paused')
  const words = reason || 'Paused by hand.'
  return moveTo(tx, actor, { campaign, to: 'paused', deed: 'paused', set: sql`pause_reason = ${words}`, detail: words })
}

/** Lets it go on; what paused it by numbers is counted anew from here (campaigns.md R25). */
export async function resumeCampaign(tx: Tx, actor: Actor, id: number): Promise<Changed> {
  const campaign = await lockCampaign(tx, id)
  if (!campaign) return 'not found'
  if (campaign.state !== 'paused') return notNow(campaign, 'resumed')
  const { attempts, hard, policy, events } = await countsOf(tx, id)
  const seen = JSON.stringify({ attempts, hard, policy, complaint: events.complaint })
  const started = campaign.versionId !== null
  const set = sql`pause_reason = '', watch_from = ${seen}::jsonb ${started ? sql`` : sql`, send_at = now()`}`
  return moveTo(tx, actor, { campaign, to: started ? 'running' : 'scheduled', deed: 'resumed', set })
}

/** Ends it for good: whoever was not written to is skipped, and certificates that nobody got are void. */
export async function cancelCampaign(tx: Tx, actor: Actor, id: number): Promise<Changed> {
  const campaign = await lockCampaign(tx, id)
  if (!campaign) return 'not found'
  if (campaign.state === 'finished' || campaign.state === 'cancelled') return notNow(campaign, 'cancelled')
  const done = await moveTo(tx, actor, { campaign, to: 'cancelled', deed: 'cancelled', set: sql`finished_at = now()` })
  await skipWaiting(tx, id, 'cancelled')
  return done
}

/** Everybody who still waits is skipped for this reason. */
export async function skipWaiting(tx: Tx, campaignId: number, reason: string): Promise<void> {
  await sql`set local statement_timeout = '15min'`.execute(tx)
  await sql`
    with waiting as (
      select id, state from campaign_recipients
      where campaign_id = ${campaignId} and state in ('pending', 'deferred', 'leased') for update),
    skipped as (
      update campaign_recipients r set state = 'skipped', skip_reason = ${reason}::text, lease_token = null, lease_until = null,
        done_at = now()
      from waiting w where w.id = r.id returning w.state as before)
    insert into campaign_counts (campaign_id, name, delta)
    select ${campaignId}::int, 'skipped:' || ${reason}::text, count(*) from skipped
    union all select ${campaignId}::int, 'deferred', -count(*) from skipped where before = 'deferred'`.execute(tx)
  await voidUnsent(tx, campaignId)
}

export function notNow({ state, name }: Campaign, deed: string): Refused {
  return { problem: `The campaign “${name}” is ${state}: it cannot be ${deed} now.` }
}
