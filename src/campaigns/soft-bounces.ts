import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { suppress } from '../people/suppressions.ts'

/** campaigns.md 4.5: so many soft ones in a row, over so many days at least. */
const inARow = 5
const overDays = 14
const lookBackDays = 400

type Tired = Readonly<{ address: string; bounces: number; since: Date }>

/**
 * A full mailbox suppresses nobody, one that stays full does: campaigns go no more to addresses whose last five letters
 * or more came back softly over 14 days at least. A letter that arrived begins the count anew, and so does whoever
 * lifted the suppression. What was said of us (5.7.x) does not count. Answers the ids of new suppressions.
 */
export async function suppressTired(tx: Tx, addressKeys: readonly string[]): Promise<number[]> {
  if (addressKeys.length === 0) return []
  const { rows } = await sql<Tired>`
    with told as materialized (
      select r.address_key, r.address, r.first_handed_at as at, r.state = 'sent' and r.bounced is null as arrived,
        r.bounced = 'soft' or (r.state = 'failed' and r.code is not null
          and coalesce(r.reply, '') !~ '\\m5\\.(7\\.\\d|1\\.([1-36]|10)\\M|2\\.1\\M)') as soft
      from campaigns c join campaign_recipients r on r.campaign_id = c.id and r.address_key = any(${[...new Set(addressKeys)]}::text[])
      where c.started_at > now() - make_interval(days => ${lookBackDays}) and r.first_handed_at is not null),
    fresh as (
      select address_key, max(at) as at from (
        select address_key, at from told where arrived
        union all select address_key, lifted_at from suppressions where address_key = any(${[...new Set(addressKeys)]}::text[])
          and reason = 'bounced' and lifted_at is not null) begun group by address_key)
    select min(t.address) as address, count(*)::int as bounces, min(t.at) as since
    from told t left join fresh f on f.address_key = t.address_key
    where t.soft and (f.at is null or t.at > f.at) group by t.address_key
    having count(*) >= ${inARow} and max(t.at) - min(t.at) >= make_interval(days => ${overDays})`.execute(tx)
  return suppress(
    tx,
    rows.map(({ address, bounces, since }) => ({
      ...{ address, scope: 'marketing', reason: 'bounced' },
      evidence: { soft: bounces, since: since.toISOString() },
    })),
  )
}
