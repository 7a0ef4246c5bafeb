import { type Lane, openLane } from '../letters/lane.ts'
import type { Timeouts } from '../letters/relay.ts'
import type { Relay } from '../letters/relays.ts'
import type { Traffic } from '../letters/traffic.ts'

/** Connections for campaigns, shared by all that send through one relay: whoever waits longest gets the next. */
export type Lanes = Readonly<{
  /** A connection of one's own for one letter; undefined once `given up`. */
  take: (relay: Relay, from: string, givenUp: AbortSignal) => Promise<Lane | undefined>
  give: (lane: Lane) => void
  stop: () => void
}>

const idleAtMost = 2_000
/** How often to look whether reps' letters gave a connection back. */
const lookAgain = 20

export function startLanes(traffic: Traffic, timeouts: Timeouts | undefined): Lanes {
  const idle: { lane: Lane; key: string; forget: NodeJS.Timeout }[] = []
  const used = new Map<Lane, { key: string; giveBack: () => void }>()
  const waiting: (() => boolean)[] = []
  let looking: NodeJS.Timeout | undefined

  function open(relay: Relay, from: string): Lane | undefined {
    if (traffic.free(relay, 'campaign') <= 0) return undefined
    const key = `${relay.url} ${from.slice(from.lastIndexOf('@'))}`
    const at = idle.findIndex((one) => one.key === key)
    const [found] = at < 0 ? [] : idle.splice(at, 1)
    if (found) clearTimeout(found.forget)
    const lane = found?.lane ?? openLane({ url: relay.url, from, timeouts })
    used.set(lane, { key, giveBack: traffic.occupy(relay, 'campaign') })
    return lane
  }

  /** In the order of asking; one whose relay is full lets those of other relays pass. */
  function serve() {
    clearTimeout(looking)
    for (const ask of [...waiting]) if (ask()) waiting.splice(waiting.indexOf(ask), 1)
    if (waiting.length > 0) looking = setTimeout(serve, lookAgain)
  }

  return {
    take(relay, from, givenUp) {
      return new Promise((resolve) => {
        waiting.push(() => {
          const lane = givenUp.aborted ? undefined : open(relay, from)
          if (lane || givenUp.aborted) resolve(lane)
          return lane !== undefined || givenUp.aborted
        })
        serve()
      })
    },
    give(lane) {
      const { key, giveBack } = used.get(lane)!
      used.delete(lane)
      giveBack()
      const forget = setTimeout(() => {
        idle.splice(
          idle.findIndex((one) => one.lane === lane),
          1,
        )
        lane.stop()
      }, idleAtMost).unref()
      idle.push({ lane, key, forget })
      serve()
    },
    stop() {
      clearTimeout(looking)
      for (const { lane, forget } of idle.splice(0)) {
        clearTimeout(forget)
        lane.stop()
      }
      for (const lane of used.keys()) lane.abort()
    },
  }
}
