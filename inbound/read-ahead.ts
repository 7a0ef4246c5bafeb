import type { ClaimedDelivery } from '../src/mail/deliveries.ts'
import { envelopeSender } from './arrival.ts'
import type { Parsed, ParseJob } from './parsed.ts'
import type { Parser } from './parser.ts'

/** A parser that may be told of mails before somebody asks for them. */
export type ReadAhead = Parser & Readonly<{ begin: (delivery: ClaimedDelivery) => void }>

export const jobOf = (delivery: ClaimedDelivery): ParseJob => ({
  raw: delivery.raw,
  mailFrom: envelopeSender(delivery),
  receivedAt: delivery.receivedAt,
})

/**
 * Reads mails while they wait for their batch: the door commits for half its time, and the machine is idle then. What
 * begins here is known by its bytes and answered to the first who asks for them.
 */
export function readAhead(parser: Parser): ReadAhead {
  const begun = new WeakMap<Buffer, Promise<Parsed>>()
  return {
    ...parser,
    begin(delivery) {
      const parsed = parser.parse(jobOf(delivery))
      parsed.catch(() => undefined)
      begun.set(delivery.raw, parsed)
    },
    parse(job) {
      const parsed = begun.get(job.raw) ?? parser.parse(job)
      begun.delete(job.raw)
      return parsed
    },
  }
}
