import { readFileSync } from 'node:fs'

/** The most MiB that a running process and its threads had resident so far, without its database; where /proc tells. */
export function peakMiB(pid: number): number | undefined {
  return fromStatus(pid, 'VmHWM')
}

/** MiB that it has resident now. */
export function residentMiB(pid: number): number | undefined {
  return fromStatus(pid, 'VmRSS')
}

function fromStatus(pid: number, name: 'VmHWM' | 'VmRSS'): number | undefined {
  try {
    const kilobytes = new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Math.round((Number(kilobytes) / 1024) * 10) / 10
  } catch {
    return undefined // another system, or it has just ended
  }
}
