import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import { type Result, recordResults } from './results.ts'
import type { Running } from './running.ts'
import type { Moment } from './sending.ts'

/** Results that are on their way into the database, a few at a time. */
export type Flusher = Readonly<{
  add: (result: Result) => void
  /** How many are not committed yet. */
  waiting: () => number
  onFlush: (told: () => void) => void
  /** Ends when everything is committed. */
  stop: () => Promise<void>
}>

/** So many results, or the first of them so many ms old (campaigns.md 5.3: at most 50 and 250); what comes meanwhile
 * goes with the next commit, so that a busy database gets larger ones. */
const most = 16
const oldest = 40
/** Sets on their way at once: while one waits for the disk, the next one is written. */
const atOnce = 2

/** Who watches a campaign hears on this channel that its numbers moved; once a second is enough for eyes. */
export const movedChannel = 'campaigns_moved'
const toldEvery = 1000

export function startFlusher(db: Database, campaign: Running, reached?: (moment: Moment) => void): Flusher {
  const results: Result[] = []
  const flights = new Set<Promise<void>>()
  let flushing = 0
  let timer: NodeJS.Timeout | undefined
  let told: () => void = () => undefined
  const tellWatchers = watcherTeller(db, campaign.id)

  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (flights.size === atOnce || results.length === 0) return
    const batch = results.splice(0)
    flushing += batch.length
    const flight = insist(() => recordResults(db, campaign, batch)).then(() => {
      reached?.('recorded')
      flushing -= batch.length
      flights.delete(flight)
      told()
      tellWatchers()
      if (results.length >= most) flush()
      else if (results.length > 0) timer ??= setTimeout(flush, oldest)
    })
    flights.add(flight)
  }

  return {
    add(result) {
      results.push(result)
      if (results.length >= most) flush()
      else timer ??= setTimeout(flush, oldest)
    },
    waiting: () => results.length + flushing,
    onFlush(listener) {
      told = listener
    },
    async stop() {
      while (flights.size > 0 || results.length > 0) {
        flush()
        await Promise.race(flights)
      }
      clearTimeout(timer)
    },
  }
}

/** A page that misses this is renewed by the next one: whether it went is nobody's trouble. */
function watcherTeller(db: Database, campaignId: number): () => void {
  let due = false
  return () => {
    if (due) return
    due = true
    setTimeout(() => {
      due = false
      notify(db, movedChannel, String(campaignId)).catch(() => undefined)
    }, toldEvery).unref()
  }
}

/** A result that is lost is a letter of which nobody knows: a database that restarts gets half a minute. */
async function insist(write: () => Promise<void>): Promise<void> {
  for (let wait = 500; wait <= 16_000; wait *= 2) {
    try {
      return await write()
    } catch {
      await sleep(wait)
    }
  }
  // What cannot be written stays handed over: the sweep calls it uncertain, which it is.
  return write().catch(() => undefined)
}
