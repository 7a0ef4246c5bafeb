import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Erased } from '../desk/erase-words.ts'
import { voidUnsent } from './certificate-fates.ts'

/** A person's rows in campaigns: by the record, and by the address, which a skipped one alone has. Locked. */
export type ErasedRows = Readonly<{ ids: readonly number[]; going: boolean }>

/** `going`: a campaign letter is with the relay at this moment, or nobody yet wrote down what came of it. */
export async function recipientRowsOf(
  tx: Tx,
  { personIds, addressKeys }: Pick<Erased, 'personIds' | 'addressKeys'>,
): Promise<ErasedRows> {
  const { rows } = await sql<{ id: number; going: boolean }>`
    select id::float8 as id, state = 'handed' as going from campaign_recipients where id in (
      select id from campaign_recipients where user_identification_id = any(${[...personIds]}::int[])
      union select r.id from campaigns c join campaign_recipients r
        on r.campaign_id = c.id and r.address_key = any(${[...addressKeys]}::text[]))
    order by id for update`.execute(tx)
  return { ids: rows.map(({ id }) => id), going: rows.some(({ going }) => going) }
}

/**
 * Takes names and addresses out of a person's rows in campaigns; whoever waits is skipped as erased, and a certificate
 * that no letter carried is void. State, times and numbers stay, so that a campaign's counts stay true; that the
 * address gets no more is known by its hash (people/erasures.ts).
 */
export async function eraseRecipients(tx: Tx, ids: readonly number[], addressKeys: readonly string[]): Promise<void> {
  const own = sql`any(${[...ids]}::bigint[])`
  for (const campaignId of await skipErased(tx, ids)) await voidUnsent(tx, campaignId)
  await sql`update campaign_recipients set address = '', address_key = 'erased ' || id, domain = '', vars = '{}',
      reason = null, reply = null where id = ${own}`.execute(tx)
  await sql`update campaign_attempts set reason = '' where recipient_id = ${own}`.execute(tx)
  await sql`update campaign_events set detail = '' where recipient_id = ${own}`.execute(tx)
  await sql`delete from campaign_hits where recipient_id = ${own}`.execute(tx)
  await sql`update campaign_log set detail = '' where lower(detail) = any(${[...addressKeys]}::text[])`.execute(tx)
}

/** Answers the campaigns in which somebody waited. */
async function skipErased(tx: Tx, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ campaignId: number }>`
    with waiting as (
      select id, state from campaign_recipients
      where id = any(${[...ids]}::bigint[]) and state in ('pending', 'deferred', 'leased')),
    skipped as (
      update campaign_recipients r set state = 'skipped', skip_reason = 'erased', lease_token = null, lease_until = null,
        done_at = now()
      from waiting w where w.id = r.id returning r.campaign_id, w.state as before),
    counted as (
      insert into campaign_counts (campaign_id, name, delta)
      select campaign_id, 'skipped:erased', count(*) from skipped group by campaign_id
      union all select campaign_id, 'deferred', -count(*) from skipped where before = 'deferred' group by campaign_id)
    select distinct campaign_id from skipped`.execute(tx)
  return rows.map(({ campaignId }) => campaignId)
}
