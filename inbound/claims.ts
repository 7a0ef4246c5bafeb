import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from '../src/database/connection.ts'
import { claim } from '../src/jobs/queue.ts'
import {
  type ClaimedDelivery,
  deliverySizes,
  loadDeliveries,
  renewLeases,
  returnDeliveries,
  settleDeliveries,
} from '../src/mail/deliveries.ts'
import type { Handoff, Size } from './handoff.ts'
import { laneOf, leaseSeconds } from './keep.ts'

export type Claimer = Readonly<{ db: Database; log: Logger; lane?: Lane; handoff?: Handoff }>
/** One of several workers side by side; a sender's mail always goes to the same one, so that it is filed in order. */
type Lane = Readonly<{ number: number; of: number }>

export const batch: Size = { mails: 100, bytes: 16 << 20 }
const triesInCompany = 3
/** Deaths under a mail that was alone in work, before it is held to be their cause: machines die of other things, too. */
const deathsBeforeFailed = 12

/** The next batch of this lane: what the door handed over, else what waits in the table. Leased to this process. */
export async function nextDeliveries(claimer: Claimer): Promise<readonly ClaimedDelivery[]> {
  const { handoff, lane } = claimer
  const handed = takeHanded(claimer)
  if (handed.length > 0) return handed
  const mark = handoff?.mark()
  const ids = await claimNext(claimer)
  if (ids.length > 0) return loadClaimed(claimer, ids)
  if (mark !== undefined) handoff?.drained(lane!.number, mark)
  return takeHanded(claimer)
}

const takeHanded = ({ handoff, lane }: Claimer) => handoff?.take(lane!.number, batch) ?? []

async function loadClaimed(claimer: Claimer, ids: readonly number[]): Promise<readonly ClaimedDelivery[]> {
  const release = keepLease(claimer, () => ids)
  try {
    const taken = await oneBatch(claimer.db, ids)
    return await giveUpOnRepeaters(claimer.db, await loadDeliveries(claimer.db, taken))
  } catch (error) {
    await returnUncounted(claimer.db, ids)
    throw error
  } finally {
    release()
  }
}

async function claimNext({ db, lane = { number: 0, of: 1 } }: Claimer): Promise<number[]> {
  const mine = sql`${laneOf(sql`mail_from`)} % ${lane.of} = ${lane.number}`
  const ready = sql`state = 'kept' and ${mine}`
  return claim(db, { table: 'deliveries', order: sql`id`, leaseSeconds, ready, limit: batch.mails })
}

/**
 * What goes beyond the bytes of a batch is given back, uncounted. A mail whose filing began more than twice and never
 * ended may kill the process: it is taken alone, so that its neighbours do not share its fate.
 */
async function oneBatch(db: Database, ids: readonly number[]): Promise<number[]> {
  const sizes = await deliverySizes(db, ids)
  const suspect = sizes.find(({ attempts }) => attempts > triesInCompany)
  let bytes = 0
  const taken = (suspect ? [suspect] : sizes).filter(({ size }, at) => {
    bytes += size
    return at === 0 || bytes <= batch.bytes
  })
  const kept = new Set(taken.map(({ id }) => id))
  await returnDeliveries(
    db,
    ids.filter((id) => !kept.has(id)),
    false,
  )
  return [...kept]
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

/** Renews the lease of these deliveries until the function that it answers is called. */
export function keepLease({ db, log }: Claimer, ids: () => readonly number[]): () => void {
  const timer = setInterval(() => {
    renewLeases(db, ids(), leaseSeconds).catch((error) => log.warn({ err: error }, 'leases could not be renewed'))
  }, 10_000)
  timer.unref()
  return () => clearInterval(timer)
}

/** Waits up to 15 s for a database that is away, since an outage is no fault of the mails; then their leases end. */
export async function returnUncounted(db: Database, ids: readonly number[]): Promise<void> {
  for (const until = performance.now() + 15_000; performance.now() < until; ) {
    try {
      return await returnDeliveries(db, ids, false)
    } catch {
      await sleep(500)
    }
  }
}
