import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How often it looks, in milliseconds; how small a part of that time the process may have worked; how many bytes it must have grown by. */
const usual = { every: 20_000, atMostBusy: 0.05, grown: 16 << 20 }

export type Quiet = Readonly<{
  every: number
  atMostBusy: number
  grown: number
  resident: () => number
  collect: () => void
}>

/**
 * Gives back what starting, large pages and long files took, once nobody waits for anything: V8 collects only while
 * it works, so that an idle process would keep for hours what it held at its busiest. Collecting stops everything for a
 * tenth of a second, hence not for less than 16 MiB, and only after 20 seconds of which a twentieth was work.
 */
export function startQuietMemory(given: Partial<Quiet> = {}) {
  const { every, atMostBusy, grown, resident, collect } = {
    resident: residentBytes,
    collect: collector(),
    ...usual,
    ...given,
  }
  let least = 0
  let collected = false
  let before = performance.eventLoopUtilization()
  const look = () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    const bytes = resident()
    // What was collected goes back to the system a little later: what is left is known at the next look.
    least = collected ? bytes : Math.min(least, bytes)
    collected = utilization <= atMostBusy && bytes - least >= grown
    if (collected) collect()
  }
  const timer = setInterval(look, every).unref()
  return { stop: async () => clearInterval(timer) }
}

function residentBytes(): number {
  return process.memoryUsage.rss()
}

/** V8's own collection, without starting Node with a flag for it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/**
 * While long files go out, V8 collects when the heap has grown by a tenth: left to itself it lets the garbage of a
 * million rows grow to several times what is alive. Not always, since filing large mail would take longer.
 */
export function collectSooner(sooner: boolean): void {
  setFlagsFromString(`--heap-growing-percent=${sooner ? 10 : 0}`)
}
