import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Outcome } from './outcome.ts'
import { asciiDomain, domainOf } from './reply-address.ts'

/** A relay, or a domain behind one, that asked for patience. */
export type Pause = Readonly<{ key: string; until: Date; reason: string }>

/** Every pause that still holds; few, since each is one relay or one domain of the last minutes. */
export async function currentPauses(db: Db): Promise<Pause[]> {
  const { rows } = await sql<Pause>`
    select key, until, reason from sending_pauses where until > now() order by until desc limit 2000`.execute(db)
  return rows
}

export function domainKey(relayKey: string, domain: string): string {
  return `${relayKey} ${domain.toLowerCase()}`
}

/**
 * A relay that says 421 to the letter, or 450 or 451 of itself, rests as a whole; what it says of a recipient rests that
 * domain behind that relay alone (campaigns.md R10). 30 s, then twice as long while it keeps asking, an hour at most.
 */
export async function pauseAfter(db: Db, relayKey: string, outcome: Outcome): Promise<void> {
  const asked = askedFor(relayKey, outcome)
  for (const key of asked)
    await sql`
      insert into sending_pauses as p (key, until, step, reason)
      values (${key}, now() + interval '30 seconds', 0, ${outcome.reason})
      on conflict (key) do update set reason = excluded.reason,
        step = case when p.until > now() then p.step when p.until > now() - interval '15 minutes' then least(p.step + 1, 7) else 0 end,
        until = case when p.until > now() then p.until
          when p.until > now() - interval '15 minutes' then now() + least(interval '30 seconds' * power(2, least(p.step + 1, 7)), interval '1 hour')
          else now() + interval '30 seconds' end`.execute(db)
}

function askedFor(relayKey: string, { kind, slow }: Outcome): string[] {
  if (!slow) return []
  if (slow.relay) return kind === 'later' ? [relayKey] : []
  return [...new Set(slow.recipients.map((address) => domainKey(relayKey, domainOf(asciiDomain(address)))))].slice(
    0,
    50,
  )
}

/** Old pauses go; how often somebody asked is forgotten after a day. */
export async function dropOldPauses(db: Db): Promise<void> {
  await sql`delete from sending_pauses where until < now() - interval '1 day'`.execute(db)
}
