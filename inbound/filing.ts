import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../src/database/connection.ts'
import { isOutage } from '../src/database/outage.ts'
import { startWorker, type Worker } from '../src/jobs/queue.ts'
import { type ClaimedDelivery, returnDeliveries, settleDeliveries } from '../src/mail/deliveries.ts'
import { type JudgingRules, judgingRules } from '../src/mail/trust.ts'
import type { Secrets } from '../src/settings/secret.ts'
import { authenticate, bound } from './authenticate.ts'
import type { Authenticator } from './authenticator.ts'
import { batch, type Claimer, keepLease, nextDeliveries, returnUncounted } from './claims.ts'
import { file } from './file.ts'
import { type Handoff, startHandoff } from './handoff.ts'
import type { Filing } from './item.ts'
import { judge } from './judge.ts'
import { type Parser, startParser } from './parser.ts'
import { type ReadAhead, readAhead } from './read-ahead.ts'
import { remembered } from './remembered.ts'

type Filer = Claimer &
  Readonly<{
    secrets: Secrets
    read: ReadAhead['read']
    /** Without one nobody is asked, and every mail is `unknown`. */
    authenticator?: Authenticator | undefined
    rules?: () => Promise<JudgingRules>
  }>

const triesBeforeFailed = 5
/** ms that filing waits for name servers, all of a batch together (design section 2); then the mail is `unknown`. */
const authenticationWait = 1000
/** ms for which the rules of judging are taken for granted. */
const rulesAge = 250
/** ms between small batches: mail that streams in is filed a dozen at once instead of one by one, at half the cost. */
const gather = 40
/** While mail pours in, a sender's 250 goes before filing: a batch rests so many times as long as it took, in ms. */
const yieldTimes = 16
const yieldAtMost = 1000

/**
 * Files kept mail for ever: claims a batch, parses it in a worker thread, files it in one transaction. While one batch
 * is being written the next is parsed, and what the door handed over as soon as the thread has nothing else to do.
 * `wake()` when a NOTIFY says that mail was kept; while `doorBusy` filing makes way for keeping. A door in the same
 * process gives its mail to `handoff`.
 */
export function startFiling(parts: {
  db: Database
  secrets: Secrets
  log: Logger
  authenticator?: Authenticator | undefined
  concurrency?: number
  doorBusy?: () => boolean
}): Worker & { handoff: Handoff } {
  const { db, secrets, log, authenticator, concurrency = 4, doorBusy = () => false } = parts
  const parser = startParser()
  const { begin, read } = readAhead(parser)
  const lookAtRules = remembered(() => judgingRules(db))
  const rules = () => lookAtRules(rulesAge)
  let stopping = false
  const handoff = startHandoff(concurrency, () => wake(), begin)
  const release = keepLease({ db, log }, handoff.waiting)
  const workers = Array.from({ length: concurrency }, (_, number) =>
    startWorker(
      rounds(
        { db, secrets, log, read, authenticator, rules, handoff, lane: { number, of: concurrency } },
        { stopping: () => stopping, doorBusy },
      ),
      (error) => log.error({ err: error }, 'filing mail failed, it goes on'),
    ),
  )
  const wake = () => workers.forEach((worker) => void worker.wake())
  return {
    handoff,
    wake,
    healthy: () => workers.every((worker) => worker.healthy()),
    async stop() {
      stopping = true
      await Promise.all(workers.map((worker) => worker.stop()))
      release()
      await returnUncounted(db, handoff.waiting())
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
  authenticator?: Authenticator | undefined
}): Promise<number> {
  const filer = { ...parts, read: readAhead(parts.parser).read }
  const filings = await prepare(filer)
  await fileBatch(filer, filings)
  return filings.length
}

type Signs = Readonly<{ stopping: () => boolean; doorBusy: () => boolean }>

function rounds(filer: Filer, { stopping, doorBusy }: Signs): () => Promise<boolean> {
  return async () => {
    let filings = await prepare(filer)
    const { length } = filings
    while (filings.length > 0) {
      const next = filings.length >= batch.mails / 2 && !stopping() ? prepare(filer) : Promise.resolve([])
      next.catch(() => undefined)
      const begin = performance.now()
      try {
        await fileBatch(filer, filings)
      } catch (error) {
        await giveBack(filer, next)
        throw error
      }
      const rest = Math.min(yieldAtMost, yieldTimes * (performance.now() - begin))
      for (let rested = 0; rested < rest && doorBusy() && !stopping(); rested += 20) await sleep(20)
      filings = await next
    }
    if (length > 1) await sleep(gather)
    return length > 0
  }
}

/** A batch that was claimed and will not be filed now; where that fails too, its lease ends by itself. */
async function giveBack({ db }: Filer, claimed: Promise<Filing[]>) {
  const filings = await claimed.catch(() => [])
  await returnUncounted(
    db,
    filings.map((filing) => filing.delivery.id),
  )
}

async function prepare(filer: Filer): Promise<Filing[]> {
  return readAll(filer, await nextDeliveries(filer))
}

async function readAll(filer: Filer, deliveries: readonly ClaimedDelivery[]): Promise<Filing[]> {
  if (deliveries.length === 0) return []
  const ids = deliveries.map(({ id }) => id)
  const release = keepLease(filer, () => ids)
  try {
    const rules = await (filer.rules?.() ?? judgingRules(filer.db))
    return await judge(
      filer.db,
      rules,
      await Promise.all(deliveries.map((delivery) => readOne(filer, rules, delivery))),
    )
  } catch (error) {
    // Nothing was tried yet: it must not count, nor wait for the lease to end.
    await returnUncounted(filer.db, ids)
    throw error
  } finally {
    release()
  }
}

function failedReason(why: string): string {
  return `Filing this mail was tried ${triesBeforeFailed} times without success (${why}). Its bytes are kept as they came.`
}

async function readOne(filer: Filer, rules: JudgingRules, delivery: ClaimedDelivery): Promise<Filing> {
  const [parsed, asked] = await Promise.all([
    filer.read(delivery),
    authenticate(delivery, { authenticator: filer.authenticator, rules, ms: authenticationWait }),
  ])
  return { delivery, parsed, ...bound(asked, parsed.mail), withheld: null }
}

/** In one transaction; where that fails, one by one, so that a mail that cannot be filed stops no other. */
async function fileBatch(filer: Filer, filings: readonly Filing[]): Promise<void> {
  if (filings.length === 0) return
  const ids = filings.map((filing) => filing.delivery.id)
  const release = keepLease(filer, () => ids)
  try {
    const trouble = await file(filer.db, filer.secrets, filings)
    if (trouble) filer.log.error({ err: trouble }, 'mail could not be acknowledged, it is filed all the same')
  } catch (error) {
    if (isOutage(error)) {
      await returnUncounted(filer.db, ids)
      throw error
    }
    if (filings.length === 1) await failed(filer, filings[0]!, error)
    else for (const one of filings) await fileBatch(filer, [one])
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
