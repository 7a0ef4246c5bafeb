import { expect, test, vi } from 'vitest'
import { keep } from '../../inbound/keep.ts'
import { letterBytes } from '../../src/letters/letters.ts'
import { claimInstance } from '../../src/settings/instance.ts'
import { outboxFor } from '../letters/desk.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'
import { compose, openLine } from './door.ts'

/** A line whose mailbox acknowledges. */
async function acknowledging() {
  const line = await openLine()
  const text = { acknowledge: true, ackSubject: 'We have your mail', ackText: 'Somebody reads it within a day.' }
  await line.db.updateTable('mailboxes').set(text).execute()
  const arrive = async (mail: Parameters<typeof compose>[0] & { sender?: string; raw?: Buffer }) => {
    await keep(line.db, {
      source: 'smtp',
      raw: mail.raw ?? Buffer.from(compose(mail)),
      recipients: [{ mailboxId: line.mailbox.id, address: line.mailbox.address }],
      mailFrom: mail.sender ?? 'ada@customer.example',
      ...{ helo: 'client.test', clientIp: '127.0.0.1', tls: false, flags: {} },
    })
    await line.fileAll()
  }
  const letters = () => line.db.selectFrom('letters').selectAll().orderBy('id').execute()
  return { ...line, arrive, letters }
}

test('who writes first is acknowledged at the envelope’s sender, with nothing of the mail', async () => {
  const { db, arrive, letters } = await acknowledging()
  await arrive({
    sender: 'ada+shop@customer.example',
    subject: 'Buy cheap things',
    text: 'Very cheap.',
    id: 'a@customer.example',
  })
  const [letter, ...more] = await letters()
  expect(more).toEqual([])
  expect(letter).toMatchObject({
    kind: 'automatic',
    state: 'queued',
    policy: 'hold',
    toList: [{ address: 'ada+shop@customer.example' }],
  })
  expect(letter!.envelopeFrom).toMatch(/^support\+b.*@shop\.test$/)
  const bytes = (await letterBytes(db, letter!.id))!.toString()
  for (const line of [
    'Auto-Submitted: auto-replied',
    'X-Auto-Response-Suppress: All',
    'Precedence: auto_reply',
    'X-Loop: support@shop.test',
    'In-Reply-To: <a@customer.example>',
  ])
    expect(bytes).toContain(line)
  expect(bytes).not.toContain('cheap')
})

test('a mailbox that was not told to acknowledges nothing', async () => {
  const line = await openLine()
  await line.arrive({})
  await line.fileAll()
  expect(await line.db.selectFrom('letters').select('id').execute()).toEqual([])
})

test('no acknowledgement goes to programs, to who asks for silence, to our own addresses, or to nobody', async () => {
  const { arrive, letters } = await acknowledging()
  await arrive({ headers: 'Auto-Submitted: auto-replied', text: '1' })
  await arrive({ headers: 'Precedence: bulk', text: '2' })
  await arrive({ headers: 'X-Auto-Response-Suppress: All', text: '3' })
  await arrive({ headers: 'X-Loop: support@shop.test', text: '4' })
  await arrive({ sender: '', text: '5' })
  await arrive({ sender: 'support+x@shop.test', text: '6' })
  await arrive({ from: 'Shop <support@shop.test>', text: '7' })
  await arrive({ sender: 'not an address', text: '8' })
  expect(await letters()).toEqual([])
})

test('a sender is acknowledged once a day', async () => {
  const { db, arrive, letters } = await acknowledging()
  await arrive({ text: '1' })
  await arrive({ text: '2', subject: 'Something else' })
  expect(await letters()).toHaveLength(1)
  await db
    .updateTable('acknowledgementLimits')
    .set({ answeredAt: new Date(Date.now() - 25 * 3600_000) })
    .execute()
  await arrive({ text: '3', subject: 'A third thing' })
  expect(await letters()).toHaveLength(2)
})

test('more than ten mails in ten minutes from a domain stop its acknowledgements', async () => {
  const { db, arrive, letters } = await acknowledging()
  for (let n = 1; n <= 12; n++)
    await arrive({ from: `p${n}@loop.example`, sender: `p${n}@loop.example`, text: String(n), id: `${n}@loop.example` })
  expect(await letters()).toHaveLength(10)
  const stopped = await db
    .selectFrom('acknowledgementLimits')
    .select('key')
    .where('stoppedUntil', 'is not', null)
    .execute()
  expect(stopped).toEqual([{ key: '@loop.example' }])
  await arrive({ sender: 'other@customer.example', text: 'x' })
  expect(await letters()).toHaveLength(11)
})

test('where an acknowledgement cannot be written the mail is filed without it', async () => {
  const { db, arrive, letters } = await acknowledging()
  await db.schema.alterTable('acknowledgementLimits').renameTo('gone').execute()
  await arrive({})
  expect(await letters()).toEqual([])
  expect(await db.selectFrom('deliveries').select('state').execute()).toEqual([{ state: 'filed' }])
})

test('two desks that acknowledge each other stop after one letter', async () => {
  const one = await acknowledging()
  const other = await acknowledging()
  await claimInstance(one.db, 'the-real-desk')
  const got: RelayedLetter[] = []
  const relay = await startRelay((letter) => got.push(letter))
  await one.arrive({ from: 'Other <help@other.example>', sender: 'help@other.example' })
  outboxFor(one.db, relay.url)
  const letter = await vi.waitFor(() => got[0] ?? Promise.reject(new Error('nothing yet')), 8000)
  await relay.stop()
  await other.arrive({ raw: letter.raw, sender: letter.from })
  expect(await other.letters()).toEqual([])
  const [mail] = await other.db.selectFrom('emails').select('automatic').execute()
  expect(mail!.automatic).toContain('auto-replied')
})
