import { expect, test, vi } from 'vitest'
import { startHandoff } from '../../inbound/handoff.ts'
import type { ClaimedDelivery } from '../../src/mail/deliveries.ts'

const all = { mails: 50, bytes: 1 << 20 }

function mail(id: number, bytes = 10): ClaimedDelivery {
  const rest = { recipient: 's@shop.test', mailFrom: '', helo: '', clientIp: null, flags: {}, attempts: 1 }
  return { ...rest, id, mailboxId: 1, source: 'smtp', receivedAt: new Date(), raw: Buffer.alloc(bytes) }
}

function handing(lanes: number) {
  const handoff = startHandoff(lanes, () => undefined)
  for (let lane = 0; lane < lanes; lane++) handoff.drained(lane, handoff.mark())
  const hand = (id: number, lane: number, bytes = 10) => {
    const size = { mails: 1, bytes }
    const reserved = handoff.reserve(size)
    if (reserved) handoff.offer([{ delivery: mail(id, bytes), lane }], size)
    else handoff.missed()
    return reserved
  }
  const take = (lane: number) => handoff.take(lane, all).map(({ id }) => id)
  return { handoff, hand, take }
}

test('mails of one sender come out of one lane in their order', () => {
  const { hand, take } = handing(4)
  for (const [id, lane] of [
    [1, 6],
    [2, 3],
    [3, 6],
  ] as const)
    hand(id, lane)
  expect([take(0), take(1), take(2), take(3)]).toEqual([[], [], [1, 3], [2]])
})

test('a full room sends mail to the table, and what is younger waits until the lane has seen its end', () => {
  const { handoff, hand, take } = handing(1)
  expect(hand(1, 0, 30 << 20)).toBe(true)
  expect(hand(2, 0, 4 << 20)).toBe(false)
  expect(take(0)).toEqual([])
  const mark = handoff.mark()
  handoff.drained(0, mark)
  expect(take(0)).toEqual([1])
  expect(hand(3, 0, 4 << 20)).toBe(true)
  expect(take(0)).toEqual([3])
})

test('mail that goes to the table while a lane looks there keeps the lane at the table', () => {
  const { handoff, hand, take } = handing(1)
  hand(1, 0)
  const mark = handoff.mark()
  handoff.missed()
  handoff.drained(0, mark)
  expect(take(0)).toEqual([])
})

test('a lane with ever more mail in hand looks into the table each second', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const { handoff, hand, take } = handing(1)
  hand(1, 0)
  expect(take(0)).toEqual([1])
  hand(2, 0)
  vi.advanceTimersByTime(1001)
  expect(take(0)).toEqual([])
  handoff.drained(0, handoff.mark())
  expect(take(0)).toEqual([2])
  vi.useRealTimers()
})

test('room that keeping did not use is given back', () => {
  const { handoff, hand } = handing(1)
  for (let n = 0; n < 5; n++) {
    const size = { mails: 2000, bytes: 1 }
    expect(handoff.reserve(size)).toBe(true)
    handoff.offer([], size)
  }
  expect(hand(1, 0)).toBe(true)
  expect(handoff.waiting()).toEqual([1])
})

test('mails that are taken soon are told of when they come, what lies deeper than 16 MiB is not', () => {
  const begun: number[] = []
  const handoff = startHandoff(
    1,
    () => undefined,
    (delivery) => void begun.push(delivery.id),
  )
  handoff.drained(0, handoff.mark())
  for (const [id, bytes] of [
    [1, 10 << 20],
    [2, 8 << 20],
    [3, 10],
  ] as const) {
    const size = { mails: 1, bytes }
    expect(handoff.reserve(size)).toBe(true)
    handoff.offer([{ delivery: mail(id, bytes), lane: 0 }], size)
  }
  expect(begun).toEqual([1])
  handoff.take(0, all)
  handoff.reserve({ mails: 1, bytes: 10 })
  handoff.offer([{ delivery: mail(4), lane: 0 }], { mails: 1, bytes: 10 })
  expect(begun).toEqual([1, 4])
})
