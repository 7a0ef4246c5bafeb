import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from '../src/database/connection.ts'
import { claim, startWorker, type Worker } from '../src/jobs/queue.ts'
import {
  type ClaimedDelivery,
  claimedSizes,
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
/** ms between small batches: mail that streams in is filed a dozen at once instead of one by one, at half the cost. */
const gather = 40
/** Short, so that mail claimed by a process that was killed is filed well within a minute; renewed while in work. */
const leaseSeconds = 30

/**
 * Files kept mail for ever: claims a batch, parses it in a worker thread, files it in one transaction. While one batch
 * is being written the next is parsed. `wake()` when a NOTIFY says that mail was kept.
 */
export function startFiling(parts: { db: Database; secrets: Secrets; log: Logger; concurrency?: number }): Worker {
  const { db, secrets, log, concurrency = 2 } = parts
  const parser = startParser()
  let stopping = false
  const workers = Array.from({ length: concurrency }, (_, number) =>
    startWorker(
      rounds({ db, secrets, log, parser, lane: { number, of: concurrency } }, () => stopping),
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

function rounds(filer: Filer, stopping: () => boolean): () => Promise<boolean> {
  return async () => {
    let batch = await prepare(filer)
    const found = batch.length > 0
    while (batch.length > 0) {
      const next = batch.length >= batchMails / 2 && !stopping() ? prepare(filer) : Promise.resolve([])
      next.catch(() => undefined)
      try {
        await fileBatch(filer, batch)
      } catch (error) {
        await giveBack(filer, next)
        throw error
      }
      batch = await next
    }
    if (found) await sleep(gather)
    return found
  }
}

/** A batch that was claimed and will not be filed now; where that fails too, its lease ends by itself. */
async function giveBack({ db }: Filer, claimed: Promise<Filing[]>) {
  const batch = await claimed.catch(() => [])
  const ids = batch.map((filing) => filing.delivery.id)
  await returnDeliveries(db, ids, false).catch(() => undefined)
}

async function prepare({ db, parser, log, lane = { number: 0, of: 1 } }: Filer): Promise<Filing[]> {
  const ids = await claim(db, {
    table: 'deliveries',
    ready: sql`state = 'kept' and abs(hashtext(mail_from)::bigint) % ${lane.of} = ${lane.number}`,
    order: sql`id`,
    leaseSeconds,
    limit: batchMails,
  })
  if (ids.length === 0) return []
  const release = keepLease(db, ids, log)
  try {
    const deliveries = await giveUpOnRepeaters(db, await loadDeliveries(db, await oneBatch(db, ids)))
    return await Promise.all(deliveries.map((delivery) => readOne(parser, delivery)))
  } catch (error) {
    // Nothing was tried yet: it must not count, nor wait for the lease to end.
    await returnDeliveries(db, ids, false).catch(() => undefined)
    throw error
  } finally {
    release()
  }
}

/** What goes beyond the bytes of a batch, or beside a suspect, is given back, uncounted. */
async function oneBatch(db: Database, ids: readonly number[]): Promise<number[]> {
  const taken = firstBatch(await claimedSizes(db, ids))
  await returnDeliveries(
    db,
    ids.filter((id) => !taken.includes(id)),
    false,
  )
  return taken
}

/**
 * A mail whose filing began more than twice and never ended may kill the process: it goes alone, so that its neighbours
 * do not share its fate.
 */
function firstBatch(claimed: readonly { id: number; size: number; attempts: number }[]): number[] {
  const suspect = claimed.find(({ attempts }) => attempts > 2)
  if (suspect) return [suspect.id]
  let bytes = 0
  const taken: number[] = []
  for (const { id, size } of claimed) {
    bytes += size
    if (taken.length > 0 && bytes > batchBytes) break
    taken.push(id)
  }
  return taken
}

/** A mail that was tried too often, as one that kills the process, is not tried again. */
async function giveUpOnRepeaters(db: Database, deliveries: ClaimedDelivery[]): Promise<ClaimedDelivery[]> {
  const repeaters = deliveries.filter((delivery) => delivery.attempts > triesBeforeFailed)
  await settleDeliveries(
    db,
    repeaters.map(({ id }) => ({ id, state: 'failed', reason: failedReason(''), copyOfId: null })),
  )
  return deliveries.filter((delivery) => delivery.attempts <= triesBeforeFailed)
}

function failedReason(why: string): string {
  return `Filing this mail was tried ${triesBeforeFailed} times without success${why && ` (${why})`}. Its bytes are kept as they came.`
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
      await returnDeliveries(filer.db, ids, false).catch(() => undefined)
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
