import { expect, test } from 'vitest'
import { startPace } from '../../inbound/pace.ts'

test('a door is busy while more than forty mails come in a tenth of a second, and no longer than the flood lasts', () => {
  let at = 1000
  const pace = startPace(() => at)
  const pour = (mails: number, every: number) => {
    for (let n = 0; n < mails; n++) {
      at += every
      pace.note()
    }
  }
  expect(pace.busy()).toBe(false)
  pour(30, 5)
  expect(pace.busy()).toBe(false)
  pour(200, 2)
  expect(pace.busy()).toBe(true)
  at += 30
  expect(pace.busy()).toBe(true)
  at += 20
  expect(pace.busy()).toBe(false)
})
