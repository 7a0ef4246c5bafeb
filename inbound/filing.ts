import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from '../src/database/connection.ts'
import { claim, startWorker, type Worker } from '../src/jobs/queue.ts'
import {
  type ClaimedDelivery,
  deliverySizes,
  loadDeliveries,
  renewLeases,
  returnDeliveries,
  settleDeliveries,
} from '../src/mail/deliveries.ts'
import type { Secrets } from '../src/settings/secret.ts'
import { authenticate } from './authenticate.ts'
import { file } from './file.ts'
import type { Filing } from './item.ts'
import { isOutage } from './outage.ts'
import { type Parser, startParser } from './parser.ts'

type Filer = Readonly<{ db: Database; secrets: Secrets; log: Logger; parser: Parser; lane?: Lane }>
/** One of several workers side by side; a sender's mail always goes to the same one, so that it is filed in order. */
type Lane = Readonly<{ number: number; of: number }>

const batchMails = 50
const batchBytes = 16 << 20
const triesBeforeFailed = 5
/** Deaths under a mail that was alone in work, before it is held to be their cause: machines die of other things, too. */
const deathsBeforeFailed = 12
/** ms between small batches: mail that streams in is filed a dozen at once instead of one by one, at half the cost. */
const gather = 40
/** While mail pours in, a sender's 250 goes before filing: a batch rests so many times as long as it took, in ms. */
const yieldTimes = 4
const yieldAtMost = 1000
/** Short, so that mail claimed by a process that was killed is filed well within a minute; renewed while in work. */
const leaseSeconds = 30

/**
 * Files kept mail for ever: claims a batch, parses it in a worker thread, files it in one transaction. While one batch
 * is being written the next is parsed. `wake()` when a NOTIFY says that mail was kept; while `doorBusy` filing makes
 * way for keeping.
 */
export function startFiling(parts: {
  db: Database
  secrets: Secrets
  log: Logger
  concurrency?: number
  doorBusy?: () => boolean
}): Worker {
  const { db, secrets, log, concurrency = 4, doorBusy = () => false } = parts
  const parser = startParser()
  let stopping = false
  const workers = Array.from({ length: concurrency }, (_, number) =>
    startWorker(
      rounds({ db, secrets, log, parser, lane: { number, of: concurrency } }, { stopping: () => stopping, doorBusy }),
      (error) => log.error({ err: error }, 'filing mail failed, it goes on'),
    ),
  )
  return {
    wake: () => workers.forEach((worker) => void worker.wake()),
    healthy: () => workers.every((worker) => worker.healthy()),
    async stop() {
      stopping = true
      await Promise.all(workers.map((worker) => worker.stop()))
      await parser.stop()
    },
  }
}

/** Files one batch now; answers how many mails it took. For tests and imports. */
export async function fileWaiting(parts: {
  db: Database
  secrets: Secrets
  log: Logger
  parser: Parser
}): Promise<number> {
  const batch = await prepare(parts)
  await fileBatch(parts, batch)
  return batch.length
}

type Signs = Readonly<{ stopping: () => boolean; doorBusy: () => boolean }>

function rounds(filer: Filer, { stopping, doorBusy }: Signs): () => Promise<boolean> {
  return async () => {
    let batch = await prepare(filer)
    const { length } = batch
    while (batch.length > 0) {
      const next = batch.length >= batchMails / 2 && !stopping() ? prepare(filer) : Promise.resolve([])
      next.catch(() => undefined)
      const begin = performance.now()
      try {
        await fileBatch(filer, batch)
      } catch (error) {
        await giveBack(filer, next)
        throw error
      }
      const rest = Math.min(yieldAtMost, yieldTimes * (performance.now() - begin))
      for (let rested = 0; rested < rest && doorBusy() && !stopping(); rested += 20) await sleep(20)
      batch = await next
    }
    if (length > 1) await sleep(gather)
    return length > 0
  }
}

/** A batch that was claimed and will not be filed now; where that fails too, its lease ends by itself. */
async function giveBack({ db }: Filer, claimed: Promise<Filing[]>) {
  const batch = await claimed.catch(() => [])
  await returnUncounted(
    db,
    batch.map((filing) => filing.delivery.id),
  )
}

async function prepare(filer: Filer): Promise<Filing[]> {
  const { db, parser, log } = filer
  const ids = await claimNext(filer)
  if (ids.length === 0) return []
  const release = keepLease(db, ids, log)
  try {
    const deliveries = await giveUpOnRepeaters(db, await loadDeliveries(db, await oneBatch(db, ids)))
    return await Promise.all(deliveries.map((delivery) => readOne(parser, delivery)))
  } catch (error) {
    // Nothing was tried yet: it must not count, nor wait for the lease to end.
    await returnUncounted(db, ids)
    throw error
  } finally {
    release()
  }
}

/**
 * A mail whose filing began more than twice and never ended may kill the process: it is claimed alone, so that its
 * neighbours do not share its fate. The others come in batches.
 */
async function claimNext({ db, lane = { number: 0, of: 1 } }: Filer): Promise<number[]> {
  const mine = sql`abs(hashtext(mail_from)::bigint) % ${lane.of} = ${lane.number}`
  const queue = { table: 'deliveries', order: sql`id`, leaseSeconds } as const
  const suspect = await claim(db, { ...queue, ready: sql`state = 'kept' and attempts > 2 and ${mine}`, limit: 1 })
  if (suspect.length > 0) return suspect
  return claim(db, { ...queue, ready: sql`state = 'kept' and attempts <= 2 and ${mine}`, limit: batchMails })
}

/** What goes beyond the bytes of a batch is given back, uncounted. */
async function oneBatch(db: Database, ids: readonly number[]): Promise<number[]> {
  let bytes = 0
  const taken: number[] = []
  for (const { id, size } of await deliverySizes(db, ids)) {
    bytes += size
    if (taken.length > 0 && bytes > batchBytes) break
    taken.push(id)
  }
  await returnDeliveries(
    db,
    ids.filter((id) => !taken.includes(id)),
    false,
  )
  return taken
}

/** Waits up to 15 s for a database that is away, since an outage is no fault of the mails; then their leases end. */
async function returnUncounted(db: Database, ids: readonly number[]): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    try {
      return await returnDeliveries(db, ids, false)
    } catch {
      await sleep(500)
    }
  }
}

/** A mail that was tried too often, as one that kills the process, is not tried again. */
async function giveUpOnRepeaters(db: Database, deliveries: ClaimedDelivery[]): Promise<ClaimedDelivery[]> {
  const repeaters = deliveries.filter((delivery) => delivery.attempts > deathsBeforeFailed)
  await settleDeliveries(
    db,
    repeaters.map(({ id }) => ({ id, state: 'failed', reason: endedReason, copyOfId: null })),
  )
  return deliveries.filter((delivery) => delivery.attempts <= deathsBeforeFailed)
}

const endedReason = `The program ended ${deathsBeforeFailed} times while it filed this mail alone. Its bytes are kept as they came.`

function failedReason(why: string): string {
  return `Filing this mail was tried ${triesBeforeFailed} times without success (${why}). Its bytes are kept as they came.`
}

async function readOne(parser: Parser, delivery: ClaimedDelivery): Promise<Filing> {
  const { raw, receivedAt, source, helo, clientIp } = delivery
  // An import has no envelope: its missing sender says nothing.
  const mailFrom = source === 'import' ? null : delivery.mailFrom
  const [parsed, verified] = await Promise.all([
    parser.parse({ raw, mailFrom, receivedAt }),
    authenticate({ raw, mailFrom: delivery.mailFrom, helo, clientIp }),
  ])
  return { delivery, parsed, verified }
}

/** In one transaction; where that fails, one by one, so that a mail that cannot be filed stops no other. */
async function fileBatch(filer: Filer, batch: readonly Filing[]): Promise<void> {
  if (batch.length === 0) return
  const ids = batch.map((filing) => filing.delivery.id)
  const release = keepLease(filer.db, ids, filer.log)
  try {
    await file(filer.db, filer.secrets, batch)
  } catch (error) {
    if (isOutage(error)) {
      await returnUncounted(filer.db, ids)
      throw error
    }
    if (batch.length === 1) await failed(filer, batch[0]!, error)
    else for (const one of batch) await fileBatch(filer, [one])
  } finally {
    release()
  }
}

async function failed({ db, log }: Filer, { delivery }: Filing, error: unknown) {
  log.error({ err: error, delivery: delivery.id, attempt: delivery.attempts }, 'a mail could not be filed')
  if (delivery.attempts < triesBeforeFailed) return returnDeliveries(db, [delivery.id], true)
  const reason = failedReason((error as Error).message.slice(0, 300))
  await settleDeliveries(db, [{ id: delivery.id, state: 'failed', reason, copyOfId: null }])
}

function keepLease(db: Database, ids: readonly number[], log: Logger): () => void {
  const timer = setInterval(() => {
    renewLeases(db, ids, leaseSeconds).catch((error) => log.warn({ err: error }, 'leases could not be renewed'))
  }, 10_000)
  timer.unref()
  return () => clearInterval(timer)
}
