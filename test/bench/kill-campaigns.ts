import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { keepHouse } from '../../src/campaigns/housekeeping.ts'
import { countsOf, listRecipients } from '../../src/campaigns/recipients.ts'
import { windowBesides } from '../../src/campaigns/sender.ts'
import { connect, type Database } from '../../src/database/connection.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { aDraft, aShop, config, launched, secrets, until, worker } from '../campaigns/desk.ts'
import { type CampaignSink, type Manner, startCampaignSink } from './campaign-sink.ts'
import type { Size } from './run.ts'

const moments = ['leased', 'rendered', 'handed over', 'asked', 'answered', 'recorded', 'any time'] as const
const atOnce = 4
const usual = 1500
const connections = 6
const kills: Record<Size, number> = { s: 8, m: 56, l: 200 }

export type Verdict = Readonly<{
  kills: Record<string, number>
  campaigns: number
  rows: number
  sent: number
  failed: number
  uncertain: number
  /** The most rows that one killed worker left undecided, beside what it may leave. */
  mostHanded: number
  window: number
  wrong: string[]
}>

/**
 * SIGKILLs workers that send campaigns, four at a time, at every named point and at random, over a relay that refuses,
 * breaks off, resets and hangs (campaigns.md 5.6): no address may get two letters of a campaign, every row must end,
 * and no more may be uncertain than the stated window.
 */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-campaigns-'))
  chmodSync(folder, 0o755)
  const server = await startEmbedded(folder)
  try {
    const { db, stop } = connect(server.url)
    await migrate(db)
    const verdict = await killCampaigns({ db, url: server.url, recipients: usual }, kills[size], say)
    await stop()
    return verdict
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Desk = Readonly<{ db: Database; url: string; recipients: number }>

/** On a migrated and empty database. */
export async function killCampaigns(desk: Desk, count: number, say: (line: string) => void): Promise<Verdict> {
  const { db, url, recipients } = desk
  const { id: mailboxId } = await aShop(db, recipients)
  const sink = await startCampaignSink(mood)
  const said: Record<string, number> = {}
  const ids: number[] = []
  let mostHanded = 0
  let next = crew(url, sink.url)
  const calming = setInterval(() => void calm(db).catch(() => undefined), 150)
  try {
    for (let n = 0; n < count; n += atOnce) {
      if (!(await isRunning(db, ids.at(-1)))) ids.push(await started(desk, sink.url, mailboxId))
      const now = next
      next = crew(url, sink.url)
      for (const moment of await Promise.all(now.map((one, i) => killAt(one, moments[(n + i) % moments.length]!))))
        said[moment] = (said[moment] ?? 0) + 1
      mostHanded = Math.max(mostHanded, await afterDeath(db))
      if ((n / atOnce) % 5 === 4) say(`${n + atOnce} kills, ${ids.length} campaigns, ${sink.taken.size} letters taken`)
    }
    await finish(db, sink, ids)
    const window = atOnce * (connections + windowBesides)
    return {
      kills: said,
      campaigns: ids.length,
      ...(await judge(db, sink, ids)),
      mostHanded,
      window,
    }
  } finally {
    clearInterval(calming)
    for (const { child } of next) child.kill('SIGKILL')
    await Promise.all(next.map(({ ended }) => ended))
    sink.stop()
  }
}

async function started({ db, recipients }: Desk, relayUrl: string, mailboxId: number): Promise<number> {
  await sql`delete from suppressions`.execute(db) // whom the last campaign's relay refused for good
  const id = await launched(db, relayUrl, aDraft(mailboxId), recipients)
  const desk = { secrets, config: config(relayUrl) }
  for (let step = 0; step < 2; step++) await keepHouse(db, desk) // due, then chosen
  return id
}

/** Three of four letters are taken; what is to come later comes with the second try. */
function mood(address: string, nth: number): Manner {
  const draw = createHash('sha1').update(address).digest()[0]!
  if (draw >= 64) return 'take'
  const manner = (['later', 'never', 'no more', 'close', 'reset', 'hang', 'later', 'no more'] as const)[draw % 8]!
  return nth > 1 && (manner === 'later' || manner === 'no more') ? 'take' : manner
}

type Standby = Readonly<{ child: ChildProcess; ended: Promise<void>; ready: Promise<void> }>

/** The next ones start while the last ones work: what takes long is starting. */
function crew(url: string, relayUrl: string): Standby[] {
  return Array.from({ length: atOnce }, () => {
    const program = join(import.meta.dirname, 'campaign-worker.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', program, url, relayUrl], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const ready = new Promise<void>((resolve, reject) => {
      child.stdout!.once('data', () => resolve())
      child.once('exit', () => reject(new Error('a worker ended before it was ready')))
    })
    ready.catch(() => undefined)
    return { child, ended, ready }
  })
}

/** Answers where it died: a moment that it never got to is any time. */
async function killAt({ child, ended, ready }: Standby, moment: string): Promise<string> {
  await ready
  const nth = moment === 'leased' || moment === 'rendered' ? 1 : 1 + Math.floor(Math.random() * 12)
  child.stdin!.write(JSON.stringify({ moment, nth }))
  let died = moment
  const kill = () => {
    died = 'any time'
    child.kill('SIGKILL')
  }
  const timer = setTimeout(kill, moment === 'any time' ? 50 + Math.random() * 900 : 6_000)
  await ended
  clearTimeout(timer)
  return died
}

async function isRunning(db: Database, id: number | undefined): Promise<boolean> {
  if (id === undefined) return false
  await calm(db)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from campaign_recipients
    where campaign_id = ${id} and state in ('pending', 'deferred', 'leased')`.execute(db)
  const [campaign] = await db.selectFrom('campaigns').select('state').where('id', '=', id).execute()
  return ['scheduled', 'snapshotting'].includes(campaign!.state) || (campaign!.state === 'running' && rows[0]!.n > 0)
}

/** All of the four are dead: what they left is as their leases’ end would find it. Answers how many rows that are. */
async function afterDeath(db: Database): Promise<number> {
  await sleep(30) // what was on the wire is the sink's by now
  const { rows } = await sql<{ handed: boolean }>`
    update campaign_recipients set lease_until = now() - interval '1 second' where state in ('leased', 'handed')
    returning state = 'handed' as handed`.execute(db)
  return rows.filter(({ handed }) => handed).length
}

/** Nobody waits here: what rests goes on, and no alarm of a relay in such a mood stops the trial. */
async function calm(db: Database): Promise<void> {
  await sql`delete from sending_pauses`.execute(db)
  await sql`update campaign_recipients set next_at = now() where state in ('pending', 'deferred') and next_at > now()`.execute(
    db,
  )
  await sql`update campaigns set state = 'running', watch_from = '{"attempts": 1000000}' where state in ('running', 'paused') and version_id is not null`.execute(
    db,
  )
}

async function finish(db: Database, sink: CampaignSink, ids: readonly number[]): Promise<void> {
  const timeouts = { dns: 1000, connect: 1000, greeting: 1000, talk: 1500, idle: 1500, all: 2500 }
  const last = worker(db, sink.url, { timeouts })
  for (const id of ids) await until(db, id, 'finished')
  await last.stop()
}

type Row = Readonly<{
  id: number
  address: string
  state: string
  messageId: string | null
  issues: number
}>

/** How many uncertain ones the page lists, from its first to its last. */
async function listed(db: Database, campaignId: number): Promise<number> {
  let count = 0
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listRecipients(db, { campaignId, state: 'uncertain', limit: 500, cursor })
    count += items.length
    if (next === null) return count
    cursor = next
  }
}

async function judge(db: Database, sink: CampaignSink, ids: readonly number[]) {
  const wrong: string[] = []
  const all: Row[] = []
  for (const campaignId of ids) {
    const { rows } = await sql<Row>`select r.id::float8 as id, r.address, r.state, r.message_id,
        (select count(*)::int from actions a join issues i on i.id = a.issue_id
          where i.id = r.issue_id and a.interaction_id = r.interaction_id) as issues
      from campaign_recipients r where r.campaign_id = ${campaignId}`.execute(db)
    all.push(...rows)
    const of = (state: string) => rows.filter((row) => row.state === state).length
    const { states, total } = await countsOf(db, campaignId)
    for (const state of ['sent', 'failed', 'skipped', 'uncertain', 'deferred'] as const)
      if (states[state] !== of(state))
        wrong.push(`campaign ${campaignId}: ${states[state]} counted ${state}, ${of(state)} are`)
    if (total !== rows.length) wrong.push(`campaign ${campaignId}: ${total} counted in all, ${rows.length} are`)
    if ((await listed(db, campaignId)) !== of('uncertain'))
      wrong.push(`campaign ${campaignId}: uncertain ones are not listed`)
  }
  for (const { id, state, messageId, issues } of all) {
    const times = sink.taken.get(messageId ?? '') ?? 0
    if (times > 1) wrong.push(`${id}: got ${times}`)
    if (!['sent', 'failed', 'skipped', 'uncertain'].includes(state)) wrong.push(`${id}: ended ${state}`)
    if (state === 'sent' && times !== 1) wrong.push(`${id}: sent, and taken ${times} times`)
    if ((state === 'failed' || state === 'skipped') && times > 0) wrong.push(`${id}: ${state}, and taken`)
    if (issues !== (state === 'sent' || state === 'uncertain' ? 1 : 0))
      wrong.push(`${id}: ${state} with ${issues} in history`)
  }
  const { rows: strays } = await sql<{ n: number }>`select count(*)::int as n from issues i where origin = 'campaign'
    and not exists (select from campaign_recipients r where r.issue_id = i.id)`.execute(db)
  if (strays[0]!.n > 0) wrong.push(`${strays[0]!.n} issues of nobody`)
  const count = (state: string) => all.filter((row) => row.state === state).length
  return {
    rows: all.length,
    sent: count('sent'),
    failed: count('failed'),
    uncertain: count('uncertain'),
    wrong: wrong.slice(0, 50),
  }
}
