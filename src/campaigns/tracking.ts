import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import { verifyId } from '../letters/signed-ids.ts'
import type { Secrets } from '../settings/secret.ts'
import { trackedHtml } from './letter.ts'
import { startedCampaigns } from './running.ts'
import { linksOf, machineReason } from './tracked.ts'

/** A request for a tracked picture or link; `link` undefined: the picture. */
export type Look = Readonly<{ token: string; method: string; agent: string; link?: number | undefined }>

/** Hits that are kept of one recipient: a loop in some program fills no disk. */
const mostHits = 100

/**
 * Writes down that somebody, or something, opened a letter or followed a link; answers where the link leads. Undefined
 * for forged ids and links that the letter never had: nothing leads anywhere but where the campaign does.
 */
export async function noteLook(db: Database, secrets: Secrets, look: Look): Promise<string | undefined> {
  const signed = verifyId(secrets, look.token)
  if (signed?.purpose !== 'k' || signed.id > Number.MAX_SAFE_INTEGER) return undefined
  const found = await recipientOf(db, signed.id)
  if (!found) return undefined
  const [campaign] = await startedCampaigns(db, [found.campaignId])
  const links = campaign ? linksOf(trackedHtml(campaign)) : []
  const url = look.link === undefined ? '' : links[look.link]
  if (url === undefined) return undefined
  await db.transaction().execute((tx) => keep(tx, { ...found, id: signed.id, look, links: links.length }))
  return url
}

type Found = Readonly<{ campaignId: number; seconds: number }>

async function recipientOf(db: Db, id: number): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select r.campaign_id, extract(epoch from now() - coalesce(r.done_at, r.handed_at, now()))::float8 as seconds
    from campaign_recipients r join campaigns c on c.id = r.campaign_id
    where r.id = ${id} and c.tracking and r.address <> ''`.execute(db)
  return rows[0]
}

async function keep(
  tx: Tx,
  { id, campaignId, seconds, look, links }: Found & { id: number; look: Look; links: number },
) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`campaign look ${id}`}, 0))`.execute(tx)
  const before = await sumOf(tx, id)
  if (before.hits >= mostHits) return
  const { agent, method, link = null } = look
  const machine = machineReason({ method, agent, seconds })
  await sql`insert into campaign_hits (campaign_id, recipient_id, kind, link, machine, agent)
    values (${campaignId}, ${id}, ${link === null ? 'open' : 'click'}, ${link}, ${machine}, ${agent.slice(0, 200)})`.execute(
    tx,
  )
  if (link !== null && links > 1) await markSweep(tx, id, links)
  const after = await sumOf(tx, id)
  const deltas = counted.flatMap((name) =>
    after[name] === before[name] ? [] : [{ name, delta: after[name] - before[name] }],
  )
  if (deltas.length > 0)
    await tx
      .insertInto('campaignCounts')
      .values(deltas.map((one) => ({ campaignId, ...one })))
      .execute()
}

/** Who follows every link within two seconds checks them, and reads nothing. */
async function markSweep(tx: Tx, id: number, links: number): Promise<void> {
  await sql`
    update campaign_hits set machine = 'all links at once'
    where recipient_id = ${id} and kind = 'click' and machine is null and at > now() - interval '2 seconds'
      and (select count(distinct link) from campaign_hits where recipient_id = ${id} and kind = 'click'
        and at > now() - interval '2 seconds') >= ${links}`.execute(tx)
}

/** Names of counters: people who opened or clicked; and those of whom only machines did. */
const counted = ['open', 'open machine', 'click', 'click machine'] as const
type Sum = Readonly<Record<(typeof counted)[number], number>>

async function sumOf(tx: Tx, id: number): Promise<Sum & { hits: number }> {
  const { rows } = await sql<{ kind: 'open' | 'click'; n: number; human: boolean }>`
    select kind, count(*)::int as n, bool_or(machine is null) as human from campaign_hits
    where recipient_id = ${id} group by kind`.execute(tx)
  const of = (kind: string) => rows.find((row) => row.kind === kind)
  const one = (kind: string, human: boolean) => (of(kind)?.human === human ? 1 : 0)
  return {
    ...{ open: one('open', true), 'open machine': one('open', false) },
    ...{ click: one('click', true), 'click machine': one('click', false) },
    hits: rows.reduce((sum, { n }) => sum + n, 0),
  }
}
