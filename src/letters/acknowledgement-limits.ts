import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'

/** More than so many mails in ten minutes from an address, or from all of its domain, and nothing is acknowledged. */
const most = 10
/** Domains whose people have nothing to do with each other: there only a flood is a sign of a loop. */
const publicDomains =
  /^@(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|web|proton|protonmail|mail|yandex|qq|163|126|t-online|orange|wanadoo|free|libero)\.[a-z.]{2,10}$/
const mostOfPublic = 200

/**
 * Counts what arrived and answers the senders that may be acknowledged now: at most one a day each, and none while
 * too much comes from them (inbound.md A2). The row of a sender is the right to answer him: of two transactions one
 * gets it. `senders` are keys of addresses.
 */
export async function maySend(tx: Tx, senders: readonly string[], arrived: readonly string[]): Promise<Set<string>> {
  await count(tx, arrived.map(addressKey))
  if (senders.length === 0) return new Set()
  const { rows } = await sql<{ key: string }>`
    update acknowledgement_limits s set answered_at = now()
    where s.key = any(${[...senders]}::text[])
      and (s.answered_at is null or s.answered_at < now() - interval '24 hours')
      and not exists (select from acknowledgement_limits l
        where l.key in (s.key, '@' || split_part(s.key, '@', -1)) and l.stopped_until > now())
    returning s.key`.execute(tx)
  return new Set(rows.map((row) => row.key))
}

/** In the order of the keys, so that two lanes never wait in a ring. */
async function count(tx: Tx, keys: readonly string[]) {
  const counts = new Map<string, number>()
  for (const key of keys.flatMap((key) => [key, domainKey(key)])) counts.set(key, (counts.get(key) ?? 0) + 1)
  if (counts.size === 0) return
  const rows = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, counted]) => ({ key, counted, most: publicDomains.test(key) ? mostOfPublic : most }))
  const stale = sql`l.counted_since < now() - interval '10 minutes'`
  await sql`
    insert into acknowledgement_limits as l (key, counted, stopped_until)
    select key, counted, case when counted > most then now() + interval '1 hour' end
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(key text, counted int, most int)
    on conflict (key) do update set
      counted = case when ${stale} then excluded.counted else l.counted + excluded.counted end,
      counted_since = case when ${stale} then now() else l.counted_since end`.execute(tx)
  await sql`
    update acknowledgement_limits l set stopped_until = now() + interval '1 hour'
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(key text, most int)
    where l.key = r.key and l.counted > r.most`.execute(tx)
}

function domainKey(key: string): string {
  return `@${key.slice(key.lastIndexOf('@') + 1)}`
}

export type StoppedSender = Readonly<{ key: string; counted: number; until: Date }>

/** Who sends so much that nothing of it is acknowledged; the newest first, at most a hundred. */
export async function stoppedSenders(db: Db): Promise<StoppedSender[]> {
  const { rows } = await sql<StoppedSender>`
    select key, counted, stopped_until as until from acknowledgement_limits
    where stopped_until > now() order by stopped_until desc, key limit 100`.execute(db)
  return rows
}

/** For a cron task: what no limit needs any more. */
export async function dropOldLimits(db: Db): Promise<void> {
  await sql`delete from acknowledgement_limits
    where counted_since < now() - interval '2 days' and coalesce(answered_at, '-infinity') < now() - interval '2 days'
      and coalesce(stopped_until, '-infinity') < now()`.execute(db)
}
