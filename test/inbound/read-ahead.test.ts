import { afterAll, expect, test } from 'vitest'
import { startParser } from '../../inbound/parser.ts'
import { readAhead } from '../../inbound/read-ahead.ts'
import type { ClaimedDelivery } from '../../src/mail/deliveries.ts'

const parser = startParser()
afterAll(() => parser.stop())

function delivery(subject: string): ClaimedDelivery {
  const raw = Buffer.from(`From: ada@shop.test\r\nSubject: ${subject}\r\n\r\nHello\r\n`)
  const rest = { recipient: 's@shop.test', helo: '', clientIp: null, flags: {}, attempts: 1, mailFrom: 'b@shop.test' }
  return { ...rest, id: 1, mailboxId: 1, source: 'smtp', receivedAt: new Date(0), raw }
}

test('a mail that was begun is read once, for all who were sent it', async () => {
  const { begin, read } = readAhead(parser)
  const [one, other] = [delivery('One'), delivery('Other')]
  const copy = { ...one, id: 2 }
  begin(one)
  begin(copy)
  const [first, strange, again] = await Promise.all([one, other, copy].map((mail) => read(mail)))
  expect([first, strange].map((parsed) => parsed!.mail.subject)).toEqual(['One', 'Other'])
  expect(again).toBe(first)
})

test('a thread that cannot start refuses the mail to who asks for it, and nobody else hears of it', async () => {
  const broken = startParser({ script: new URL('file:///nothing/here.ts') })
  const { begin, read } = readAhead(broken)
  const mail = delivery('Hello')
  begin(mail)
  await new Promise((resolve) => setTimeout(resolve, 300))
  await expect(read(mail)).rejects.toThrow('cannot start')
  await broken.stop()
})

test('what somebody asks for goes before what was only begun, and what is asked for in the order of asking', async () => {
  const order: string[] = []
  const note = (parsed: Promise<{ mail: { subject: string } }>) => parsed.then(({ mail }) => order.push(mail.subject))
  const slow = startParser({ ahead: 1 })
  const { begin, read } = readAhead(slow)
  const [a, b, c] = ['a', 'b', 'c'].map((subject) => delivery(subject)) as [
    ClaimedDelivery,
    ClaimedDelivery,
    ClaimedDelivery,
  ]
  begin(a)
  begin(b)
  await Promise.all([note(read(c)), note(read(b)), note(read(a))])
  expect(order).toEqual(['c', 'b', 'a'])
  await slow.stop()
})

test('a mail that hangs is given up after its time, however much comes meanwhile', async () => {
  const hanging = startParser({ deadline: 400, script: new URL('./hanging-reader.ts', import.meta.url) })
  const { begin, read } = readAhead(hanging)
  const parsed = read(delivery('Hangs'))
  const comes = setInterval(() => begin(delivery('Comes')), 50)
  expect((await parsed).trouble).toBe('it takes too long to read')
  clearInterval(comes)
  await hanging.stop()
})

test('a thread that cannot even be made does not trouble who hands a mail over', async () => {
  const none = startParser({ script: new URL('http://nothing.example/') })
  const { begin, read } = readAhead(none)
  const mail = delivery('Hello')
  begin(mail)
  await expect(read(mail)).rejects.toThrow()
  await none.stop()
})
