import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import { campaignSettings } from './campaign-settings.ts'
import { ensureHistory } from './history.ts'
import type { LaunchDesk } from './launch.ts'
import { type Counts, countsOf } from './recipients.ts'
import { takeSnapshot } from './snapshot.ts'
import { lockCampaign, moveTo, pauseCampaign, skipWaiting } from './states.ts'

const system = { kind: 'system', repId: null } as const

/** What is due of all campaigns, by the database's clock; any worker may do it, each thing is done by one. */
export async function keepHouse(db: Database, desk: LaunchDesk): Promise<void> {
  await startDue(db)
  await sweep(db, desk)
  const rows = await db
    .selectFrom('campaigns')
    .select(['id', 'state'])
    .where('state', 'in', ['snapshotting', 'running'])
    .orderBy('id')
    .execute()
  for (const { id, state } of rows) {
    if (state === 'snapshotting') await takeSnapshot(db, desk.secrets, id)
    else await db.transaction().execute((tx) => look(tx, id))
  }
}

/** Not hours late without a question (campaigns.md R9): an old plan may be wrong by now. */
async function startDue(db: Database): Promise<void> {
  const { rows } = await sql<{ id: number; late: boolean }>`
    select id, send_at < now() - make_interval(secs => ${(await campaignSettings(db)).lateHours * 3600}) as late
    from campaigns where state = 'scheduled' and send_at <= now() order by send_at, id limit 20`.execute(db)
  for (const { id, late } of rows)
    await db.transaction().execute(async (tx) => {
      const campaign = await lockCampaign(tx, id)
      if (campaign?.state !== 'scheduled') return
      if (late) await pauseCampaign(tx, system, id, lateWords)
      else await moveTo(tx, system, { campaign, to: 'snapshotting', deed: 'choosing' })
    })
}

const lateWords = 'Its time was over when the desk could have started it. Resume it if it still holds.'

/**
 * What killed workers left. Leased ones wait again: nothing of them was handed over. Handed ones nobody can decide
 * about: at `hold` they are uncertain for good, at `resend` they go once more (campaigns.md 5.4).
 */
export async function sweep(db: Database, desk: LaunchDesk): Promise<void> {
  await sql`update campaign_recipients r set state = 'pending', lease_token = null, lease_until = null
    where id in (select id from campaign_recipients where state = 'leased' and lease_until < now() limit 5000 for update skip locked)`.execute(
    db,
  )
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number; campaignId: number; again: boolean }>`
      select r.id::float8 as id, r.campaign_id, c.policy = 'resend' and r.attempts < 2 and c.state <> 'cancelled' as again
      from campaign_recipients r join campaigns c on c.id = r.campaign_id
      where r.state = 'handed' and r.lease_until < now() order by r.id limit 500 for update of r skip locked`.execute(
      tx,
    )
    if (rows.length === 0) return
    const lost = rows.filter(({ again }) => !again).map(({ id }) => id)
    const again = rows.filter((row) => row.again).map(({ id }) => id)
    await sql`update campaign_recipients set state = 'pending', lease_token = null, lease_until = null, next_at = now()
      where id = any(${again}::bigint[])`.execute(tx)
    await sql`
      with gone as (
        update campaign_recipients set state = 'uncertain', lease_until = null, done_at = now(),
          reason = 'The desk stopped while it was being sent.'
        where id = any(${lost}::bigint[]) returning campaign_id)
      insert into campaign_counts (campaign_id, name, delta)
      select campaign_id, 'uncertain', count(*) from gone group by campaign_id`.execute(tx)
    await ensureHistory(tx, desk.secrets, lost)
  })
}

/** Ends what is done or over its time, and stops what does harm (campaigns.md R1, R14, R25). */
async function look(tx: Tx, id: number): Promise<void> {
  const campaign = await lockCampaign(tx, id)
  if (campaign?.state !== 'running') return
  if (campaign.expiresAt && campaign.expiresAt.getTime() <= Date.now()) await skipWaiting(tx, id, 'expired')
  if (await isDone(tx, id)) {
    await skipWaiting(tx, id, 'cancelled')
    await moveTo(tx, system, { campaign, to: 'finished', deed: 'finished', set: sql`finished_at = now()` })
    await foldCounts(tx, id)
    return
  }
  const alarm = alarmOf(await countsOf(tx, id), await watchFrom(tx, id))
  if (alarm) await pauseCampaign(tx, system, id, alarm)
}

/** By the rows themselves: nothing else says that everybody was seen to. */
async function isDone(db: Db, campaignId: number): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from campaign_recipients where campaign_id = ${campaignId} and state in ('pending', 'deferred'))
      or exists (select from campaign_recipients where campaign_id = ${campaignId} and state in ('leased', 'handed')) as open`.execute(
    db,
  )
  return !rows[0]!.open
}

async function watchFrom(db: Db, id: number): Promise<Readonly<Record<string, number>>> {
  const row = await db.selectFrom('campaigns').select('watchFrom').where('id', '=', id).executeTakeFirst()
  return row?.watchFrom ?? {}
}

const fewest = 200

/** Since somebody last let it go on: more than 5 % without a mailbox, 0.3 % complaints, 2 % who do not want our mail. */
export function alarmOf(counts: Counts, from: Readonly<Record<string, number>>): string | undefined {
  const since = (name: string, now: number) => now - (from[name] ?? 0)
  const attempts = since('attempts', counts.attempts)
  if (attempts < fewest) return undefined
  const share = (name: string, now: number) => since(name, now) / attempts
  if (share('hard', counts.hard) > 0.05)
    return 'More than 5 % of the addresses do not exist: look at where they come from.'
  if (share('complaint', counts.events.complaint) > 0.003) return 'More than 0.3 % complained: look at whom it goes to.'
  if (share('policy', counts.policy) > 0.02)
    return 'More than 2 % were refused because of who sends them: look at the answers, and at SPF, DKIM and DMARC.'
  return undefined
}

/** One line for each counter again. */
async function foldCounts(tx: Tx, campaignId: number): Promise<void> {
  await sql`
    with old as (delete from campaign_counts where campaign_id = ${campaignId} returning name, delta)
    insert into campaign_counts (campaign_id, name, delta)
    select ${campaignId}::int, name, sum(delta) from old group by name having sum(delta) <> 0`.execute(tx)
}
