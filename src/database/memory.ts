import { totalmem } from 'node:os'

/**
 * What the packaged server keeps of its tables and indexes in memory: an eighth of what the machine, or its container,
 * has, which is most of a large desk's indexes and little of a small machine.
 */
export function sharedMegabytes(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.round(Math.min(1024, Math.max(128, bytes / 8 / 2 ** 20)))
}
