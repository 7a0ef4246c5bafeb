import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import { claim, startWorker, type Worker } from '../jobs/queue.ts'
import { isRealOne } from '../settings/instance.ts'
import { deliver, type Limits, type Timeouts } from './relay.ts'
import {
  cancelReplied,
  due,
  type HandedLetter,
  handOver,
  markHanded,
  ordered,
  queueUndelivered,
  recordOutcome,
  recoverInterrupted,
  setAsideWithoutRelay,
} from './sending.ts'

export type Outbox = Readonly<{
  db: Database
  config: Pick<Config, 'relayUrl'>
  instance: string
  log: Logger
  timeouts?: Timeouts
  /** How long `stop()` waits for letters that are on their way, in milliseconds. */
  stopPatience?: number
}>

const lanes = 4
/** Until it is handed over a letter is claimed for a minute only; then for longer than SMTP may take. */
const claimSeconds = 60
/** What is broken off has this long to be written down. */
const recordPatience = 5_000

/**
 * Sends letters that are due through the relay, four at a time, reps' before automatic ones. Nothing is sent from a
 * copy of the database. `stop()` waits 20 s for letters that are on their way, then breaks off: what the relay cannot
 * have goes at the next start, the rest once more and says so.
 */
export function startOutbox(outbox: Outbox): Worker {
  const { db, config, log, stopPatience = 20_000 } = outbox
  const stopped = new AbortController()
  const inFlight = new Set<Promise<void>>()
  const isReal = realOneOf(outbox)
  const tidy = tidyOf(outbox)
  let stopping = false

  async function round(): Promise<boolean> {
    if (!(await isReal())) return false
    await tidy()
    if (!config.relayUrl) return setAsideWithoutRelay(db)
    const free = lanes - inFlight.size
    if (stopping || free === 0) return false
    const ids = await claim(db, {
      table: 'letters',
      ready: due,
      order: ordered,
      leaseSeconds: claimSeconds,
      limit: free,
    })
    for (const id of ids) launch(config.relayUrl, id)
    return ids.length === free
  }

  function launch(relayUrl: string, id: number) {
    const flight = sendOne(outbox, relayUrl, { id, stopped: stopped.signal })
      .catch((error: unknown) =>
        log.error({ letter: id, error: String(error) }, 'a letter’s result could not be recorded'),
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
    },
  }
}

/** What nobody waits for to the second, so that a long queue does not ask it with every letter. */
function tidyOf({ db, config }: Outbox): () => Promise<void> {
  let looked = 0
  let queued = 0
  return async () => {
    if (Date.now() - looked < 900) return
    if (config.relayUrl && Date.now() - queued > 60_000) {
      await queueUndelivered(db)
      queued = Date.now()
    }
    await recoverInterrupted(db)
    await cancelReplied(db)
    looked = Date.now()
  }
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

/**
 * State `sending` is committed before SMTP is spoken, the mark before the relay gets the last piece; no transaction is
 * open meanwhile.
 */
async function sendOne({ db, log, timeouts }: Outbox, relayUrl: string, { id, stopped }: { id: number } & Limits) {
  const letter: HandedLetter | undefined = await handOver(db, id)
  if (!letter) return
  const beforeEnd = () => markHanded(db, letter)
  const outcome = await deliver(relayUrl, letter, { timeouts, stopped, beforeEnd })
  const state = await insist(() => recordOutcome(db, letter, outcome))
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
