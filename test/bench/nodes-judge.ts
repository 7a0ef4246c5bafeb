import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Nodes } from './nodes-cluster.ts'
import type { Load } from './nodes-load.ts'

export type Verdict = Readonly<{
  accepted: number
  filed: number
  lost: string[]
  twice: string[]
  /** Mails that their sender sent again, having seen no 250, and that are marked as copies. */
  copies: number
  drainedSeconds: number
  letters: Readonly<{ written: number; taken: number; lost: string[]; marked: number; wrong: string[] }>
}>

/** Waits until nothing is in work any more, then compares what was promised with what became of it. */
export async function judgeNodes(nodes: Nodes, load: Load, quick: boolean): Promise<Verdict> {
  const client = new pg.Client({ connectionString: nodes.servers.primaryUrl() })
  await client.connect()
  try {
    const drainedSeconds = await untilDrained(client, quick)
    const mails = await judgeMails(client, load)
    return { ...mails, drainedSeconds, letters: await judgeLetters(client, nodes, load) }
  } finally {
    await client.end()
  }
}

/**
 * A dead worker's mail comes back by itself when its lease of half a minute is over, and its letters after a quarter of
 * an hour: for these nobody waits here, and for the mail neither where it must go quickly.
 */
async function untilDrained(client: pg.Client, quick: boolean): Promise<number> {
  const begin = performance.now()
  for (const end = begin + 120_000; performance.now() < end; await sleep(200)) {
    const { rows } = await client.query<{ mails: number; letters: number }>(`select
      (select count(*)::int from deliveries where state = 'kept') as mails,
      (select count(*)::int from letters where state not in ('sent', 'uncertain')) as letters`)
    const { mails, letters } = rows[0]!
    if (mails + letters === 0) return (performance.now() - begin) / 1000
    if (performance.now() - begin > 3000) await endDeadLeases(client, quick)
  }
  throw new Error('mail or letters are still in work after two minutes')
}

/** Whoever lives has renewed the lease of its mail ten seconds ago at most, and has its letter's answer within as many. */
async function endDeadLeases(client: pg.Client, quick: boolean): Promise<void> {
  const past = "set lease_until = now() - interval '1 s' where lease_until"
  await client.query(
    `update letters ${past} between now() + interval '1 min' and now() + interval '14 min 50 s' and state = 'sending'`,
  )
  if (quick) await client.query(`update deliveries ${past} < now() + interval '18 s' and state = 'kept'`)
}

async function judgeMails(client: pg.Client, load: Load) {
  const { rows } = await client.query<{ id: string; filings: number }>(
    "select message_id as id, count(interaction_id)::int as filings from emails where message_id like 'nodes-%' group by 1",
  )
  const { rows: copies } = await client.query<{ n: number }>(
    'select count(*)::int as n from deliveries where copy_of_id is not null',
  )
  const filings = new Map(rows.map(({ id, filings }) => [id, filings]))
  return {
    accepted: load.mails.size,
    filed: [...load.mails.keys()].filter((id) => filings.get(id)).length,
    lost: [...load.mails.keys()].filter((id) => !filings.get(id)),
    twice: [...filings].filter(([, count]) => count > 1).map(([id]) => id),
    copies: copies[0]!.n,
  }
}

async function judgeLetters(client: pg.Client, { taken }: Nodes, load: Load): Promise<Verdict['letters']> {
  const { rows } = await client.query<{ id: string; twice: boolean }>(
    "select message_id as id, maybe_twice as twice from letters where state in ('sent', 'uncertain')",
  )
  const bare = (id: string) => id.replace(/^<|>$/g, '')
  const times = new Map([...taken].map(([id, at]) => [bare(id), at.length]))
  const marked = new Map(rows.map(({ id, twice }) => [bare(id), twice]))
  const written = [...load.letters.keys()].map(bare)
  const again = [...times].filter(([, count]) => count > 1).map(([id]) => id)
  return {
    written: written.length,
    taken: times.size,
    lost: written.filter((id) => !times.get(id) || !marked.has(id)),
    marked: again.filter((id) => marked.get(id)).length,
    wrong: again.filter((id) => !marked.get(id)),
  }
}
