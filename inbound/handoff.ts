import type { ClaimedDelivery } from '../src/mail/deliveries.ts'

/** A mail that this process kept with a lease of its own; `lane` is the number that its sender hashes to. */
export type HandedMail = Readonly<{ delivery: ClaimedDelivery; lane: number }>

/**
 * The short way from the door to filing where both are in one process: mail is kept with this process's lease on it
 * and filed from memory, so that nothing claims it and reads it back. The row stays the queue: where the process dies
 * its lease ends, and any worker takes the mail up.
 */
export type Handoff = Readonly<{
  /** Asks for room for a batch before it is kept; false: keep it for whoever claims it, then say `missed()`. */
  reserve: (size: Size) => boolean
  /** What was kept of a reserved batch; nothing where keeping failed. */
  offer: (mails: readonly HandedMail[], reserved: Size) => void
  missed: () => void
  /** The next mails of a lane, oldest first; none while older ones may wait in the table, which is looked at each second. */
  take: (lane: number, most: Size) => ClaimedDelivery[]
  /** Before a lane claims from the table: a mark to give back when it found nothing. */
  mark: () => number
  drained: (lane: number, mark: number) => void
  /** Deliveries that wait here, whose leases must be kept. */
  waiting: () => number[]
}>

export type Size = Readonly<{ mails: number; bytes: number }>

const room: Size = { mails: 2000, bytes: 32 << 20 }
/** ms after which a lane looks into the table, however much is handed over: fetched and released mail waits there. */
const lookEvery = 1000

/** Bytes of waiting mails that are told of at once: what is read of them takes memory, too. */
const soon = 16 << 20

/** `wake` is called when there is something to take, `begin` for the mails that will be taken soon. */
export function startHandoff(
  lanes: number,
  wake: () => void,
  begin: (delivery: ClaimedDelivery) => void = () => undefined,
): Handoff {
  const queues = Array.from({ length: lanes }, (): ClaimedDelivery[] => [])
  /** How often mail went past us into the table, and how much of that each lane has seen the end of. */
  let missed = 1
  const seen = queues.map(() => ({ missed: 0, at: 0 }))
  let [mails, bytes] = [0, 0]
  const bytesOf = (taken: readonly { raw: Buffer }[]) => taken.reduce((sum, { raw }) => sum + raw.length, 0)

  return {
    reserve(size) {
      if (mails + size.mails > room.mails || bytes + size.bytes > room.bytes) return false
      mails += size.mails
      bytes += size.bytes
      return true
    },
    offer(handed, reserved) {
      mails -= reserved.mails - handed.length
      bytes -= reserved.bytes - bytesOf(handed.map((one) => one.delivery))
      for (const { delivery, lane } of handed) {
        queues[lane % lanes]!.push(delivery)
        if (bytes <= soon) begin(delivery)
      }
      if (handed.length > 0) wake()
    },
    missed: () => void missed++,
    take(lane, most) {
      const queue = queues[lane]!
      const { missed: past, at } = seen[lane]!
      const current = past === missed && performance.now() - at < lookEvery
      const taken = current ? queue.splice(0, fitting(queue, most)) : []
      mails -= taken.length
      bytes -= bytesOf(taken)
      return taken
    },
    mark: () => missed,
    drained(lane, mark) {
      seen[lane] = { missed: mark, at: performance.now() }
    },
    waiting: () => queues.flat().map(({ id }) => id),
  }
}

/** How many of a queue make one batch: at least one, within both limits. */
function fitting(queue: readonly { raw: Buffer }[], most: Size): number {
  let sum = 0
  let count = 0
  while (count < queue.length && count < most.mails) {
    sum += queue[count]!.raw.length
    if (count > 0 && sum > most.bytes) break
    count += 1
  }
  return count
}
