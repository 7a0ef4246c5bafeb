import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import { startWorker, type Worker } from '../jobs/queue.ts'
import { isRealOne } from '../settings/instance.ts'
import type { Secrets } from '../settings/secret.ts'
import type { SendClass } from './buckets.ts'
import { fillMarks, marksOf } from './certificate-marks.ts'
import { type Signer, startSigner } from './dkim-sign.ts'
import { currentPauses, domainKey, type Pause } from './pauses.ts'
import type { Timeouts } from './relay.ts'
import { type Relay, type Route, routesOf } from './relays.ts'
import {
  cancelReplied,
  claimLetters,
  type HandedLetter,
  handOver,
  markHanded,
  postpone,
  putBack,
  queueUndelivered,
  recordOutcome,
  recoverInterrupted,
  setAsideWithoutRelay,
} from './sending.ts'
import { startTraffic, type Traffic } from './traffic.ts'

/** Moments of a letter's way at which a test may end the process. */
export type Moment = 'claimed' | 'handed over' | 'marked' | 'answered' | 'recorded'

export type Outbox = Readonly<{
  db: Database
  config: Pick<Config, 'relayUrl'>
  secrets: Secrets
  instance: string
  log: Logger
  /** The way out that campaigns share; without it one of its own. */
  traffic?: Traffic
  timeouts?: Timeouts
  /** How long `stop()` waits for letters that are on their way, in milliseconds. */
  stopPatience?: number
  /** Told of each moment; nobody listens but tests. */
  reached?: (moment: Moment) => void
}>

const classes: readonly SendClass[] = ['rep', 'automatic']
/** What is broken off has this long to be written down. */
const recordPatience = 5_000

/**
 * Sends letters that are due, each through the relay of its mailbox, reps' before automatic ones, with room kept for
 * them. Nothing is sent from a copy of the database. `stop()` waits 20 s for letters that are on their way, then breaks
 * off: what the relay cannot have goes at the next start, the rest once more and says so.
 */
export function startOutbox(outbox: Outbox): Worker {
  const { db, log, secrets, stopPatience = 20_000 } = outbox
  const stopped = new AbortController()
  const inFlight = new Set<Promise<void>>()
  const isReal = realOneOf(outbox)
  const tidy = tidyOf(outbox)
  const traffic = outbox.traffic ?? startTraffic(db)
  const signer = startSigner({ db, secrets, log })
  let stopping = false

  async function round(): Promise<boolean> {
    if (!(await isReal())) return false
    const routes = await tidy()
    const pauses = await currentPauses(db)
    let more = false
    for (const route of routes) {
      if (stopping) return false
      more = (await sendSome({ db, traffic, launch }, route, pauses)) || more
    }
    return more
  }

  function launch(task: Task) {
    outbox.reached?.('claimed')
    const flight = sendOne(outbox, { traffic, signer, stopped: stopped.signal }, task)
      .catch((error: unknown) =>
        log.error({ letter: task.id, error: String(error) }, 'a letter’s result could not be recorded'),
      )
      .then(() => {
        inFlight.delete(flight)
        worker.wake()
      })
    inFlight.add(flight)
  }

  const worker = startWorker(round, (error) =>
    log.error({ error: String(error) }, 'the outbox could not look at its letters'),
  )
  return {
    ...worker,
    async stop() {
      stopping = true
      await worker.stop()
      await settled([...inFlight], stopPatience)
      stopped.abort()
      await settled([...inFlight], recordPatience)
      if (!outbox.traffic) traffic.stop()
      await signer.stop()
    },
  }
}

type Hand = Readonly<{ db: Database; traffic: Traffic; launch: (task: Task) => void }>

/** True where a class got all the letters that it had room for: there may be more. */
async function sendSome(
  { db, traffic, launch }: Hand,
  { relay, mailboxIds }: Route,
  pauses: readonly Pause[],
): Promise<boolean> {
  if (!relay || pauses.some(({ key }) => key === relay.key)) return false
  let more = false
  for (const by of classes) {
    const limit = await traffic.room(relay, by)
    if (limit === 0) continue
    const claimed = await claimLetters(db, { by, mailboxIds, limit })
    const ready = await postpone(db, claimed, pausedDomains(relay, pauses))
    const granted = await traffic.grant(relay, by, ready.length)
    await putBack(db, ready.slice(granted))
    for (const id of ready.slice(0, granted)) launch({ relay, by, id })
    more ||= claimed.length === limit && granted === ready.length
  }
  return more
}

function pausedDomains({ key }: Relay, pauses: readonly Pause[]): ReadonlyMap<string, Pause> {
  const before = domainKey(key, '')
  return new Map(pauses.filter((one) => one.key.startsWith(before)).map((one) => [one.key.slice(before.length), one]))
}

/** What nobody waits for to the second, so that a long queue does not ask it with every letter. Answers the routes. */
function tidyOf({ db, config, secrets }: Outbox): () => Promise<readonly Route[]> {
  let looked = 0
  let queued = 0
  let routes: readonly Route[] = []
  return async () => {
    if (Date.now() - looked < 900) return routes
    routes = await routesOf(db, { config, secrets })
    const [served, unserved] = [homesOf(routes, true), homesOf(routes, false)]
    if (served.length > 0 && Date.now() - queued > 60_000) {
      await queueUndelivered(db, served)
      queued = Date.now()
    }
    if (unserved.length > 0) await setAsideWithoutRelay(db, unserved)
    await recoverInterrupted(db)
    await cancelReplied(db)
    looked = Date.now()
    return routes
  }
}

function homesOf(routes: readonly Route[], served: boolean): number[] {
  return routes.filter(({ relay }) => (relay !== undefined) === served).flatMap(({ mailboxIds }) => mailboxIds)
}

/** Asks whether this desk may send; the first "no" after a "yes" is logged. */
function realOneOf({ db, instance, log }: Outbox): () => Promise<boolean> {
  let quiet = false
  return async () => {
    const real = await isRealOne(db, instance)
    if (!real && !quiet)
      log.warn(
        'this is a copy of another desk’s database: no letter is sent until `antfarm take-over` says that it is the real one',
      )
    quiet = !real
    return real
  }
}

type Task = Readonly<{ relay: Relay; by: SendClass; id: number }>
type Means = Readonly<{ traffic: Traffic; signer: Signer; stopped: AbortSignal }>

/**
 * State `sending` is committed before SMTP is spoken, the mark before the relay gets the last piece; no transaction is
 * open meanwhile. A second try sends the signature of the first.
 */
async function sendOne(outbox: Outbox, { traffic, signer, stopped }: Means, { relay, by, id }: Task) {
  const { db, log, timeouts, reached } = outbox
  const found = await handOver(db, id)
  if (!found) return
  reached?.('handed over')
  // The codes of certificates are in these bytes alone, which nothing keeps.
  const filled = found.marked ? fillMarks(found.bytes, await marksOf(db, outbox.secrets, id)) : found.bytes
  const letter: HandedLetter = {
    ...found,
    bytes: filled,
    signature: found.signature ?? (await signer.sign(found.domain, filled)),
  }
  const beforeEnd = async () => {
    await markHanded(db, letter)
    reached?.('marked')
  }
  const bytes = letter.signature ? Buffer.concat([Buffer.from(letter.signature), letter.bytes]) : letter.bytes
  const outcome = await traffic.send(relay, by, { ...letter, bytes }, { timeouts, stopped, beforeEnd })
  reached?.('answered')
  const state = await insist(() => recordOutcome(db, letter, outcome))
  reached?.('recorded')
  log.info({ letter: id, state, attempts: letter.attempts, reply: outcome.reply || undefined }, 'letter tried')
}

/** A result lost is a letter sent twice: a database that restarts gets half a minute. */
async function insist<T>(write: () => Promise<T>): Promise<T> {
  for (let wait = 500; wait <= 16_000; wait *= 2) {
    try {
      return await write()
    } catch {
      await sleep(wait)
    }
  }
  return write()
}

async function settled(flights: readonly Promise<void>[], ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([Promise.all(flights), patience])
  clearTimeout(timer)
}
