import { simpleParser } from 'mailparser'
import { expect, onTestFinished, test, vi } from 'vitest'
import { getLetter } from '../../src/letters/letters.ts'
import { postfixMissing, startPostfix } from '../support/postfix.ts'
import { openDesk, outboxFor } from './desk.ts'

const missing = postfixMissing()
if (missing && process.env.CI === 'true') throw new Error(`${missing}: the real relay cannot be tested`)

test.skipIf(missing)(`a real Postfix takes a letter and delivers it${missing ? ` (${missing})` : ''}`, async () => {
  const { db, write } = await openDesk()
  const postfix = await startPostfix()
  onTestFinished(postfix.stop)
  outboxFor(db, postfix.url)
  const { letterId, messageId } = await write(postfix.url, { text: 'Größe: 40 cm.\n.\n..\nEnd.' })
  await vi.waitFor(() => expect(postfix.delivered()).toHaveLength(1), { timeout: 20_000, interval: 200 })
  const mail = await simpleParser(postfix.delivered()[0]!)
  expect(mail.messageId).toBe(`<${messageId}>`)
  expect(mail.text).toMatch(/^Größe: 40 cm\.\n\.\n\.\.\nEnd\.\n\nOn /)
  expect(mail.headers.get('return-path')).toMatchObject({
    text: expect.stringMatching(/^support\+b\w+\.\w{16}@shop\.test$/),
  })
  expect(await getLetter(db, letterId)).toMatchObject({
    state: 'sent',
    relayReply: expect.stringMatching(/^250 2\.0\.0 .*queued as/),
  })
})
