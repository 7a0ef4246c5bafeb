import type { Database } from '../database/connection.ts'
import { peek, type SendClass, take } from './buckets.ts'
import { keepLines } from './kept-lines.ts'
import type { Mailing, Outcome } from './outcome.ts'
import { pauseAfter } from './pauses.ts'
import { deliver, type Limits } from './relay.ts'
import type { Relay } from './relays.ts'

/** The one way out for everything that is mailed in number: reps' letters, automatic ones, campaigns. */
export type Traffic = Readonly<{
  /** How many more of a class may go at this moment, by connections and by the relay's rate. Takes nothing. */
  room: (relay: Relay, by: SendClass) => Promise<number>
  /**
   * Takes the right to send `wanted` letters at once; answers for how many it got it. Every one that is granted must be
   * sent (or is a token lost).
   */
  grant: (relay: Relay, by: SendClass, wanted: number) => Promise<number>
  /**
   * Sends prepared bytes over a connection of the relay's pool. The outcome tells how far it came: `doubtful` only where
   * the relay had the whole letter and did not answer. 421, 450 and 451 give that relay, or that domain behind it, a rest.
   */
  send: (relay: Relay, by: SendClass, mailing: Mailing, limits?: Limits) => Promise<Outcome>
  /** Counts a connection that its user keeps open himself; answers how to give it back. */
  occupy: (relay: Relay, by: SendClass) => () => void
  /** How many more connections a class may have now, whatever the rate. */
  free: (relay: Relay, by: SendClass) => number
  stop: () => void
}>

/** Connections that only reps' letters may use. */
const forReps = 2

/** Traffic of this process; workers share the rate through the database, each has connections of its own. */
export function startTraffic(db: Database): Traffic {
  const lines = keepLines()
  const open = new Map<string, number>()
  const count = (relay: Relay, by: SendClass) => open.get(`${relay.key} ${by}`) ?? 0
  const change = (relay: Relay, by: SendClass, n: number) =>
    open.set(`${relay.key} ${by}`, Math.max(0, count(relay, by) + n))

  function connections(relay: Relay, by: SendClass): number {
    const others = count(relay, 'automatic') + count(relay, 'campaign')
    const free = relay.connections - count(relay, 'rep') - others
    const mine = by === 'rep' ? free : Math.min(free, Math.max(1, relay.connections - forReps) - others)
    return Math.max(0, mine)
  }

  return {
    async room(relay, by) {
      const wanted = connections(relay, by)
      if (wanted === 0 || relay.rate === null) return wanted
      return peek(db, { key: relay.key, rate: relay.rate, by, wanted })
    },
    async grant(relay, by, wanted) {
      if (relay.rate === null || wanted === 0) return wanted
      return take(db, { key: relay.key, rate: relay.rate, by, wanted })
    },
    async send(relay, by, mailing, limits = {}) {
      change(relay, by, 1)
      try {
        const outcome = await deliver(relay.url, mailing, { ...limits, lines })
        if (outcome.slow) await pauseAfter(db, relay.key, outcome)
        return outcome
      } finally {
        change(relay, by, -1)
      }
    },
    occupy(relay, by) {
      change(relay, by, 1)
      let given = false
      return () => {
        if (!given) change(relay, by, -1)
        given = true
      }
    },
    free: connections,
    stop: () => lines.stop(),
  }
}
