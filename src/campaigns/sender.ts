import { setTimeout as sleep } from 'node:timers/promises'
import type { Lane } from '../letters/lane.ts'
import type { Outcome } from '../letters/outcome.ts'
import { domainKey, type Pause, pauseAfter } from '../letters/pauses.ts'
import type { Relay } from '../letters/relays.ts'
import { campaignSettings } from './campaign-settings.ts'
import { type Flusher, startFlusher } from './flusher.ts'
import { type LetterMaker, letterMaker } from './letter.ts'
import { prepare, type Ready } from './prepare.ts'
import { handOver, leaseRecipients, refuseLetters, release, takeBack } from './queue.ts'
import { grantLetters } from './rates.ts'
import { type RenderWatch, renderWatch } from './render-watch.ts'
import type { Running } from './running.ts'
import type { Campaigns, Means } from './sending.ts'
import { pauseCampaign } from './states.ts'

/** One campaign as this worker sends it, until nothing is left to do now. */
export type Sender = Readonly<{
  /** `trouble`: the relay was away; `tried`: how many letters it was asked to take. */
  ended: Promise<{ trouble: boolean; tried: number }>
  /** Domains that rest now. */
  tell: (pauses: readonly Pause[]) => void
  /** Begins nothing any more; what is on its way ends by itself. */
  halt: () => void
}>

export type Job = Readonly<{ campaign: Running; relay: Relay; pauses: readonly Pause[] }>

/** Recipients leased at once; fewer where the rate would keep them waiting. */
const mostLeased = 100
/** Handed over and not yet begun, so that no connection waits for a commit. */
const ahead = 24
/** Handed over and without a result in the database: never more than the connections and these (campaigns.md 5.4). */
export const windowBesides = 50
const system = { kind: 'system', repId: null } as const

type Work = Readonly<{
  parts: Campaigns
  means: Means
  campaign: Running
  relay: Relay
  flusher: Flusher
  watch: RenderWatch
  halted: AbortController
  /** Leased with their letters made, and handed over but not begun. */
  leased: Ready[]
  handed: Ready[]
  now: Now
}>

type Now = {
  flying: number
  tried: number
  trouble: boolean
  /** Nothing was left to lease when it last looked. */
  dry: boolean
  filling: Promise<void> | undefined
  fault: unknown
  resting: Set<string>
  wake: () => void
  dispatch: () => void
}

export function startSender(parts: Campaigns, means: Means, { campaign, relay, pauses }: Job): Sender {
  const nothing = () => undefined
  const work: Work = {
    ...{ parts, means, campaign, relay, halted: new AbortController(), leased: [], handed: [] },
    flusher: startFlusher(parts.db, campaign, parts.reached),
    watch: renderWatch(),
    now: {
      ...{ flying: 0, tried: 0, trouble: false, dry: false, filling: undefined, fault: undefined },
      ...{ resting: restingOf(relay, pauses), wake: nothing, dispatch: nothing },
    },
  }
  work.flusher.onFlush(() => work.now.wake())
  return {
    ended: run(work).then(
      () => end(work),
      async (error: unknown) => {
        await end(work)
        throw error
      },
    ),
    tell(now) {
      work.now.resting = restingOf(relay, now)
    },
    halt: () => halt(work),
  }
}

function restingOf({ key }: Relay, pauses: readonly Pause[]): Set<string> {
  const before = domainKey(key, '')
  return new Set(pauses.filter((one) => one.key.startsWith(before)).map((one) => one.key.slice(before.length)))
}

const open = ({ handed, flusher, now }: Work) => handed.length + now.flying + flusher.waiting()

function changed({ now }: Work): Promise<void> {
  return new Promise((resolve) => {
    now.wake = resolve
  })
}

function halt({ halted, now }: Work) {
  halted.abort()
  now.wake()
  now.dispatch()
}

async function run(work: Work): Promise<void> {
  const { parts, campaign, relay, halted, leased, flusher, now } = work
  const maker = letterMaker(parts, campaign)
  if ('problem' in maker) return pause(work, maker.problem)
  const { domainRate } = await campaignSettings(parts.db)
  const limits = { campaignId: campaign.id, rate: campaign.rate, relay, domainRate }
  void dispatch(work)
  while (!halted.signal.aborted) {
    if (!now.filling && !now.dry && leased.length < mostLeased / 2) refill(work, maker)
    if (leased.length === 0 && !now.filling && open(work) === 0) break
    const begun = open(work) - flusher.waiting()
    const room = Math.min(ahead + relay.connections - begun, relay.connections + windowBesides - open(work))
    if (leased.length === 0 || room < Math.min(ahead / 2, leased.length)) {
      await changed(work)
      continue
    }
    const granted = await grantLetters(parts.db, limits, leased.slice(0, room))
    if (granted.length > 0) await hand(work, granted)
    else {
      await putBack(work, () => true, domainRate === null ? 0 : 1)
      now.dry = false
      await Promise.race([sleep(100), changed(work)])
    }
  }
  if (now.fault) throw now.fault
}

/** While letters go, the next ones are made. */
function refill(work: Work, maker: LetterMaker) {
  const { now } = work
  now.filling = fill(work, maker).then(
    (found) => {
      now.dry = found === 0
      now.filling = undefined
      now.wake()
    },
    (error: unknown) => {
      now.fault = error
      now.filling = undefined
      halt(work)
    },
  )
}

/** T1 and rendering; answers how many were leased. */
async function fill(work: Work, maker: LetterMaker): Promise<number> {
  const { parts, means, campaign, relay, now } = work
  const slowest = Math.min(campaign.rate ?? mostLeased, relay.rate ?? mostLeased)
  const limit = Math.max(1, Math.min(mostLeased, Math.ceil(slowest * 2)))
  const rows = await leaseRecipients(parts.db, campaign, { limit, without: [...now.resting] })
  if (rows.length === 0) return 0
  parts.reached?.('leased')
  const { ready, refused } = await prepare({ campaign, maker, secrets: parts.secrets, signer: means.signer }, rows)
  parts.reached?.('rendered')
  work.leased.push(...ready)
  await refuseLetters(parts.db, campaign.id, refused)
  const problem = work.watch.note(rows, refused)
  if (problem) await pause(work, problem)
  return rows.length
}

async function pause({ parts, campaign }: Work, reason: string): Promise<void> {
  await parts.db.transaction().execute((tx) => pauseCampaign(tx, system, campaign.id, reason))
}

/** T2; what is not answered was paused, unsubscribed or is another's by now. */
async function hand(work: Work, rows: readonly Ready[]): Promise<void> {
  const { parts, campaign, leased, handed, now } = work
  const ids = new Set(rows.map(({ id }) => id))
  leased.splice(0, leased.length, ...leased.filter(({ id }) => !ids.has(id)))
  const mine = await handOver(parts.db, parts.secrets, campaign, rows)
  parts.reached?.('handed over')
  handed.push(...rows.filter(({ id }) => mine.has(id)))
  const rest = rows.filter(({ id }) => !mine.has(id))
  await release(parts.db, rest)
  now.dispatch()
}

/** Each letter on the connection that comes free first. */
async function dispatch(work: Work): Promise<void> {
  const { means, campaign, relay, halted, handed, now } = work
  while (!halted.signal.aborted) {
    if (handed.length === 0)
      await new Promise<void>((resolve) => {
        now.dispatch = resolve
      })
    if (handed.length === 0 || halted.signal.aborted) continue
    const lane = await means.lanes.take(relay, campaign.fromAddress, halted.signal)
    const row = lane && !halted.signal.aborted ? handed.shift() : undefined
    if (lane && row) void sendOne(work, lane, row)
    else if (lane) means.lanes.give(lane)
  }
}

async function sendOne(work: Work, lane: Lane, row: Ready): Promise<void> {
  const { parts, means, flusher, now } = work
  now.flying += 1
  const mailing = { from: row.from, to: [row.address], bytes: row.bytes }
  const outcome = await lane.send(mailing, () => parts.reached?.('asked'))
  parts.reached?.('answered')
  means.lanes.give(lane)
  flusher.add({ ...row, outcome, attempts: row.attempts + 1 })
  now.flying -= 1
  now.tried += 1
  if (outcome.trouble) {
    now.trouble = true
    halt(work)
  }
  if (outcome.slow) await rest(work, row.domain, outcome)
  now.wake()
}

/** campaigns.md R10: who asks for patience gets it, alone. */
async function rest(work: Work, domain: string, outcome: Outcome): Promise<void> {
  const { parts, relay, now } = work
  await pauseAfter(parts.db, relay.key, outcome).catch(() => undefined)
  if (outcome.slow?.relay) return halt(work)
  now.resting.add(domain)
  await putBack(work, (row) => row.domain === domain, 30).catch(() => undefined)
}

/** Leased ones that cannot go now are anybody's again, after so many seconds. */
async function putBack({ parts, leased }: Work, which: (row: Ready) => boolean, seconds: number): Promise<void> {
  const rows = leased.filter(which)
  leased.splice(0, leased.length, ...leased.filter((row) => !which(row)))
  await release(parts.db, rows, seconds)
}

/** Nothing is left behind that only a lease would free. */
async function end(work: Work): Promise<{ trouble: boolean; tried: number }> {
  const { parts, handed, flusher, now } = work
  halt(work)
  await now.filling
  await takeBack(parts.db, handed.splice(0)).catch(() => undefined)
  await putBack(work, () => true, 0).catch(() => undefined)
  while (now.flying > 0) await changed(work)
  await flusher.stop()
  return { trouble: now.trouble, tried: now.tried }
}
