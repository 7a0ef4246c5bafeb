import { afterAll, expect, test } from 'vitest'
import { startParser } from '../../inbound/parser.ts'
import { jobOf, readAhead } from '../../inbound/read-ahead.ts'
import type { ClaimedDelivery } from '../../src/mail/deliveries.ts'

const parser = startParser()
afterAll(() => parser.stop())

function delivery(subject: string, source: 'smtp' | 'import' = 'smtp'): ClaimedDelivery {
  const raw = Buffer.from(`From: ada@shop.test\r\nSubject: ${subject}\r\n\r\nHello\r\n`)
  const rest = { recipient: 's@shop.test', helo: '', clientIp: null, flags: {}, attempts: 1, mailFrom: 'b@shop.test' }
  return { ...rest, id: 1, mailboxId: 1, source, receivedAt: new Date(0), raw }
}

test('a mail that was begun is answered once to whoever asks for its bytes, and read anew for the next', async () => {
  const reading = readAhead(parser)
  const [one, other] = [delivery('One'), delivery('Other')]
  reading.begin(one)
  const [first, strange, again] = await Promise.all([one, other, one].map((mail) => reading.parse(jobOf(mail))))
  expect([first, strange, again].map((parsed) => parsed!.mail.subject)).toEqual(['One', 'Other', 'One'])
  expect(again).not.toBe(first)
})

test('a thread that cannot start refuses the mail to who asks for it, and nobody else hears of it', async () => {
  const broken = startParser({ script: new URL('file:///nothing/here.ts') })
  const reading = readAhead(broken)
  const mail = delivery('Hello')
  reading.begin(mail)
  await new Promise((resolve) => setTimeout(resolve, 300))
  await expect(reading.parse(jobOf(mail))).rejects.toThrow('cannot start')
  await broken.stop()
})

test('an imported mail has no envelope that its reader could trust', () => {
  expect([jobOf(delivery('x')).mailFrom, jobOf(delivery('x', 'import')).mailFrom]).toEqual(['b@shop.test', null])
})
