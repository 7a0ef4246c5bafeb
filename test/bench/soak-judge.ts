import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { TakenMail } from './soak-mails.ts'

export type Verdict = Readonly<{
  accepted: number
  byKind: Record<string, number>
  received: number
  states: Record<string, number>
  copies: number
  missing: number
  twice: number
  wrongBytes: number
  drainedSeconds: number
  names: { missing: string[]; twice: string[] }
}>

/** The packaged database of a running desk. */
export async function connectTo(dataDir: string): Promise<pg.Client> {
  const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8')
  const socket = encodeURIComponent(join(dataDir, 'socket'))
  const client = new pg.Client({ connectionString: `postgres://antfarm:${password}@localhost/antfarm?host=${socket}` })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Waits until nothing waits: neither a kept mail nor one that IMAP has and the desk has not. */
export async function drained(client: pg.Client, arrived: (count: number) => boolean, seconds = 120): Promise<number> {
  const begin = performance.now()
  while (performance.now() - begin < seconds * 1000) {
    const { rows } = await client.query<{ kept: boolean; n: number }>(
      "select exists (select from deliveries where state = 'kept') as kept, count(*)::int as n from deliveries",
    )
    if (!rows[0]!.kept && arrived(rows[0]!.n)) break
    await sleep(200)
  }
  return (performance.now() - begin) / 1000
}

/** The header of its own stands first in every mail, so the beginning of its bytes names it. */
const id = "substring(convert_from(substring(b.bytes from 1 for 60), 'SQL_ASCII') from 'X-Soak: ([a-z0-9-]+)') as id"
const found = `
  select ${id},
    d.state, d.copy_of_id is not null as copy, count(*)::int as n, count(e.interaction_id)::int as filed
  from deliveries d join blobs b on b.sha256 = d.raw_sha256 left join emails e on e.delivery_id = d.id
  group by 1, 2, 3`

/**
 * Counts every mail that was taken: once filed, held or failed, never twice; what came again is a copy. `missing` are
 * those that are nowhere, `twice` those with two interactions or two places.
 */
export async function judge(
  client: pg.Client,
  accepted: ReadonlyMap<string, TakenMail>,
  drainedSeconds: number,
): Promise<Verdict> {
  const { rows } = await client.query<{ id: string; state: string; copy: boolean; n: number; filed: number }>(found)
  const places = new Map<string, number>()
  const states: Record<string, number> = {}
  let copies = 0
  for (const { id, state, copy, n, filed } of rows) {
    states[state] = (states[state] ?? 0) + n
    if (copy) copies += n
    else places.set(id, (places.get(id) ?? 0) + (state === 'filed' ? filed : n))
  }
  const missing = [...accepted.keys()].filter((id) => !places.get(id))
  const twice = [...places].filter(([, count]) => count > 1).map(([id]) => id)
  const byKind: Record<string, number> = {}
  for (const { kind } of accepted.values()) byKind[kind] = (byKind[kind] ?? 0) + 1
  return {
    ...{
      accepted: accepted.size,
      byKind,
      states,
      copies,
      drainedSeconds,
      wrongBytes: await wrongBytes(client, accepted),
    },
    received: rows.reduce((sum, row) => sum + row.n, 0),
    missing: missing.length,
    twice: twice.length,
    names: { missing: missing.slice(0, 10), twice: twice.slice(0, 10) },
  }
}

/** How many kept mails differ in any byte from what was sent, by the hash of what the table gives back. */
async function wrongBytes(client: pg.Client, accepted: ReadonlyMap<string, TakenMail>): Promise<number> {
  const { rows } = await client.query<{ id: string; hash: string; named: string }>(`
    select ${id}, encode(sha256(b.bytes), 'hex') as hash, encode(b.sha256, 'hex') as named from blobs b
    where exists (select from deliveries d where d.raw_sha256 = b.sha256)`)
  const wrong = rows.filter((row) => row.hash !== row.named || row.hash !== (accepted.get(row.id)?.sha256 ?? row.hash))
  return wrong.length
}
