import type { Database } from '../database/connection.ts'
import { peek, take } from '../letters/buckets.ts'
import type { Relay } from '../letters/relays.ts'

type Limits = Readonly<{ campaignId: number; rate: number | null; relay: Relay; domainRate: number | null }>

/**
 * Which of these letters may go now, by the rate of the relay (with what is kept for reps and for automatic letters), of
 * the campaign and of each domain, shared by all workers through the database (campaigns.md 5.5). Nobody sleeps in here;
 * what is granted must be sent. Looks everywhere before it takes anywhere, so that few tokens are lost.
 */
export async function grantLetters<Row extends Readonly<{ domain: string }>>(
  db: Database,
  limits: Limits,
  rows: readonly Row[],
): Promise<Row[]> {
  const { relay, rate, campaignId, domainRate } = limits
  if (relay.rate === null && rate === null && domainRate === null) return [...rows]
  const asks = [
    ...(rate === null ? [] : [{ key: `campaign:${campaignId}`, rate, by: 'rep' as const }]),
    ...(relay.rate === null ? [] : [{ key: relay.key, rate: relay.rate, by: 'campaign' as const }]),
  ]
  let most = rows.length
  for (const ask of asks) most = Math.min(most, await peek(db, { ...ask, wanted: most }))
  let granted = most === 0 ? [] : await byDomain(db, limits, rows.slice(0, most))
  for (const ask of asks)
    granted = granted.slice(0, granted.length && (await take(db, { ...ask, wanted: granted.length })))
  return granted
}

async function byDomain<Row extends Readonly<{ domain: string }>>(
  db: Database,
  { relay, domainRate }: Limits,
  rows: readonly Row[],
): Promise<Row[]> {
  if (domainRate === null) return [...rows]
  const granted: Row[] = []
  for (const [domain, some] of Map.groupBy(rows, (row) => row.domain)) {
    const key = `domain:${relay.key} ${domain}`
    granted.push(...some.slice(0, await take(db, { key, rate: domainRate, by: 'rep', wanted: some.length })))
  }
  return granted
}
