import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { startParser } from '../../inbound/parser.ts'
import { compose, log, openLine, outcome, secrets } from './door.ts'

const parts = (count: number) =>
  `From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/csv\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`
const html = (body: string) => `From: a@x.example\r\nContent-Type: text/html\r\n\r\n${body}`

test('a mail that hangs the reader is given up at its deadline, the next is read', async () => {
  const parser = startParser({ deadline: 1 })
  onTestFinished(() => parser.stop())
  const raw = Buffer.from(parts(250) + ' '.repeat(5_000_000))
  const slow = await parser.parse({ raw, mailFrom: '', receivedAt: new Date() })
  expect(slow).toMatchObject({ trouble: 'it takes too long to read', mail: { from: { address: 'a@x.example' } } })
  const patient = startParser()
  onTestFinished(() => patient.stop())
  const many = await Promise.all(
    Array.from({ length: 20 }, () =>
      patient.parse({ raw: Buffer.from(compose({})), mailFrom: '', receivedAt: new Date() }),
    ),
  )
  expect(many.every((parsed) => parsed.trouble === null)).toBe(true)
})

test('the largest mail that the door takes is read, whatever it is made of', async () => {
  const parser = startParser({ idle: 50 })
  onTestFinished(() => parser.stop())
  const read = (raw: string) => parser.parse({ raw: Buffer.from(raw), mailFrom: '', receivedAt: new Date() })
  const text = await read(compose({ text: 'ü '.repeat(8_000_000) }))
  expect([text.trouble, text.mail.attachments[0]?.filename]).toEqual([null, 'whole-text.txt'])
  const page = await read(html('<p>ü</p>'.repeat(2_500_000)))
  expect([page.trouble, page.mail.attachments[0]?.filename]).toEqual([null, 'whole-message.html'])
  await sleep(200)
  expect((await read(compose({}))).trouble).toBeNull()
})

test('a reader that cannot start refuses its mails, and blames none of them', async () => {
  const job = { raw: Buffer.from(compose({})), mailFrom: '', receivedAt: new Date() }
  for (const script of ['./no-such-file.ts', './containers.ts']) {
    const parser = startParser({ script: new URL(script, import.meta.url), start: 500 })
    onTestFinished(() => parser.stop())
    const both = await Promise.allSettled([parser.parse(job), parser.parse(job)])
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected'])
    await expect(parser.parse(job)).rejects.toThrow('cannot start')
  }
})

test('mail waits where the reader cannot start, and is filed when it can', async () => {
  const line = await openLine()
  const broken = startParser({ script: new URL('./no-such-file.ts', import.meta.url) })
  onTestFinished(() => broken.stop())
  const id = await line.arrive({ text: 'Patience.' })
  const { db, parser } = line
  await expect(fileWaiting({ db, secrets, log, parser: broken })).rejects.toThrow('cannot start')
  expect(await outcome(db, id)).toMatchObject({ state: 'kept' })
  expect(await db.selectFrom('deliveries').select('attempts').executeTakeFirst()).toEqual({ attempts: 0 })
  expect(await fileWaiting({ db, secrets, log, parser })).toBe(1)
  expect(await outcome(db, id)).toMatchObject({ state: 'filed' })
})
