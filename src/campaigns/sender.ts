import { setTimeout as sleep } from 'node:timers/promises'
import type { Lane } from '../letters/lane.ts'
import { domainKey, type Pause, pauseAfter } from '../letters/pauses.ts'
import type { Relay } from '../letters/relays.ts'
import { campaignSettings } from './campaign-settings.ts'
import { startFlusher } from './flusher.ts'
import { type LetterMaker, letterMaker } from './letter.ts'
import { prepare, type Ready } from './prepare.ts'
import { handOver, leaseRecipients, refuseLetters, release, takeBack } from './queue.ts'
import { grantLetters } from './rates.ts'
import { renderWatch } from './render-watch.ts'
import type { Running } from './running.ts'
import type { Campaigns, Means } from './sending.ts'
import { pauseCampaign } from './states.ts'

/** One campaign as this worker sends it, until nothing is left to do now. */
export type Sender = Readonly<{
  /** `trouble`: the relay was away; `sent`: how many letters were tried. */
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
const ahead = 8
/** Handed over and without a result in the database: never more than the connections and these (campaigns.md 5.4). */
export const windowBesides = 50
const system = { kind: 'system', repId: null } as const

export function startSender(parts: Campaigns, means: Means, { campaign, relay, pauses }: Job): Sender {
  const { db, secrets, reached } = parts
  const halted = new AbortController()
  const flusher = startFlusher(db, campaign, reached)
  const watch = renderWatch()
  const leased: Ready[] = []
  const handed: Ready[] = []
  let flying = 0
  let tried = 0
  let trouble = false
  let dry = false
  let filling: Promise<void> | undefined
  let fault: unknown
  let resting = restingOf(relay, pauses)
  let wake: () => void = () => undefined
  const changed = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  flusher.onFlush(() => wake())
  const halt = () => {
    halted.abort()
    wake()
  }
  const open = () => handed.length + flying + flusher.waiting()

  async function run() {
    const made = letterMaker(parts, campaign)
    if ('problem' in made) {
      await db.transaction().execute((tx) => pauseCampaign(tx, system, campaign.id, made.problem))
      return
    }
    const { domainRate } = await campaignSettings(db)
    const limits = { campaignId: campaign.id, rate: campaign.rate, relay, domainRate }
    void dispatch()
    while (!halted.signal.aborted) {
      if (!filling && !dry && leased.length < mostLeased / 2) refill(made)
      if (leased.length === 0 && !filling && open() === 0) break
      const room = Math.min(
        ahead + relay.connections - open() + flusher.waiting(),
        relay.connections + windowBesides - open(),
      )
      if (leased.length === 0 || room < Math.min(ahead / 2, leased.length)) {
        await changed()
        continue
      }
      const granted = await grantLetters(db, limits, leased.slice(0, room))
      if (granted.length === 0) {
        await putOff(leased.splice(0), domainRate === null ? 0 : 1)
        dry = false
        await Promise.race([sleep(100), changed()])
        continue
      }
      await hand(granted)
    }
    if (fault) throw fault
  }

  /** While letters go, the next ones are made. */
  function refill(maker: LetterMaker) {
    filling = fill(maker).then(
      (found) => {
        dry = found === 0
        filling = undefined
        wake()
      },
      (error: unknown) => {
        fault = error
        filling = undefined
        halt()
      },
    )
  }

  /** T1 and rendering; answers how many were leased. */
  async function fill(maker: LetterMaker): Promise<number> {
    const slowest = Math.min(campaign.rate ?? mostLeased, relay.rate ?? mostLeased)
    const limit = Math.max(1, Math.min(mostLeased, Math.ceil(slowest * 2)))
    const rows = await leaseRecipients(db, campaign, { limit, without: [...resting] })
    if (rows.length === 0) return 0
    reached?.('leased')
    const { ready, refused } = await prepare({ campaign, maker, secrets, signer: means.signer }, rows)
    reached?.('rendered')
    leased.push(...ready)
    await refuseLetters(db, campaign.id, refused)
    const problem = watch.note(rows, refused)
    if (problem) await db.transaction().execute((tx) => pauseCampaign(tx, system, campaign.id, problem))
    return rows.length
  }

  /** T2; what is not answered was paused, unsubscribed or is another's by now. */
  async function hand(rows: readonly Ready[]) {
    const ids = new Set(rows.map(({ id }) => id))
    leased.splice(0, leased.length, ...leased.filter(({ id }) => !ids.has(id)))
    const mine = await handOver(db, secrets, campaign, rows)
    reached?.('handed over')
    handed.push(...rows.filter(({ id }) => mine.has(id)))
    await release(
      db,
      rows.filter(({ id }) => !mine.has(id)),
    )
    dispatching()
  }

  let dispatching: () => void = () => undefined
  /** Each letter on the connection that comes free first. */
  async function dispatch() {
    while (!halted.signal.aborted) {
      if (handed.length === 0)
        await new Promise<void>((resolve) => {
          dispatching = resolve
          halted.signal.addEventListener('abort', () => resolve(), { once: true })
        })
      if (handed.length === 0) continue
      const lane = await means.lanes.take(relay, campaign.fromAddress, halted.signal)
      const row = lane && handed.shift()
      if (lane && !row) means.lanes.give(lane)
      if (lane && row) {
        flying += 1
        void sendOne(lane, row)
      }
    }
  }

  async function sendOne(lane: Lane, row: Ready) {
    const mailing = { from: row.from, to: [row.address], bytes: row.bytes }
    const outcome = await lane.send(mailing, () => reached?.('asked'))
    reached?.('answered')
    means.lanes.give(lane)
    flying -= 1
    tried += 1
    flusher.add({ ...row, outcome, attempts: row.attempts + 1 })
    if (outcome.slow) await rest(row.domain, outcome)
    if (outcome.trouble) {
      trouble = true
      halt()
    }
    wake()
  }

  /** R10: who asks for patience gets it, alone. */
  async function rest(domain: string, outcome: Parameters<typeof pauseAfter>[2]) {
    await pauseAfter(db, relay.key, outcome).catch(() => undefined)
    if (outcome.slow?.relay) return halt()
    resting.add(domain)
    await putOff(
      leased.filter((row) => row.domain === domain),
      30,
    )
    leased.splice(0, leased.length, ...leased.filter((row) => row.domain !== domain))
  }

  async function putOff(rows: readonly Ready[], seconds: number) {
    await release(db, rows, seconds)
  }

  /** Nothing is left behind that only a lease would free. */
  async function end() {
    halt()
    await filling
    await takeBack(db, handed.splice(0))
    await release(db, leased.splice(0))
    while (flying > 0) await changed()
    await flusher.stop()
    return { trouble, tried }
  }

  return {
    ended: run().then(end, async (error: unknown) => {
      await end()
      throw error
    }),
    tell(now) {
      resting = restingOf(relay, now)
    },
    halt,
  }
}

function restingOf({ key }: Relay, pauses: readonly Pause[]): Set<string> {
  const before = domainKey(key, '')
  return new Set(pauses.filter((one) => one.key.startsWith(before)).map((one) => one.key.slice(before.length)))
}
