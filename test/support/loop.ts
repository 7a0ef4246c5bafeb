import { monitorEventLoopDelay } from 'node:perf_hooks'

const times = 6

/**
 * How long the event loop kept others waiting while something was done: the 99th percentile in ms, of the best of six
 * times where it is slow, since others use the machine as well. `work` gets the number of the time, from 1.
 */
export async function loopDelay(work: (time: number) => Promise<() => Promise<unknown>>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let time = 1; time <= times && best >= 100; time++) {
    const measured = await work(time)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    await measured()
    delay.disable()
    best = Math.min(best, delay.percentile(99) / 1e6)
  }
  return best
}

/** What the processor spent on `work` in ms, the least of six times: other programs' time is not counted. */
export function processorTime(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let time = 0; time < times; time++) {
    const begin = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(begin)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}
