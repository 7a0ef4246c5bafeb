import type { ClaimedDelivery } from '../src/mail/deliveries.ts'
import { envelopeSender } from './arrival.ts'
import type { Parsed, ParseJob } from './parsed.ts'
import type { Begun, Parser } from './parser.ts'

/** Reads deliveries, some of them before somebody asks for them. */
export type ReadAhead = Readonly<{
  begin: (delivery: ClaimedDelivery) => void
  read: (delivery: ClaimedDelivery) => Promise<Parsed>
}>

/**
 * Reads mails while they wait for their batch: the door commits for half its time, and the machine is idle then. What
 * begins here is known by its bytes, which the deliveries of one mail share; what was never begun does not wait for it.
 */
export function readAhead(parser: Parser): ReadAhead {
  const begun = new WeakMap<Buffer, Begun>()
  return {
    begin(delivery) {
      if (begun.has(delivery.raw)) return
      const one = parser.begin(jobOf(delivery))
      one.parsed.catch(() => undefined)
      begun.set(delivery.raw, one)
    },
    read(delivery) {
      const one = begun.get(delivery.raw)
      one?.hurry()
      return one?.parsed ?? parser.parse(jobOf(delivery))
    },
  }
}

const jobOf = (delivery: ClaimedDelivery): ParseJob => ({
  raw: delivery.raw,
  mailFrom: envelopeSender(delivery),
  receivedAt: delivery.receivedAt,
})
