import { createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import type { LetterState } from '../../src/database/tables.ts'
import {
  cancelLetter,
  countTrouble,
  dismissFailure,
  getLetter,
  letterBytes,
  retryLetter,
} from '../../src/letters/letters.ts'
import { takeOver } from '../../src/settings/instance.ts'
import { type Refusals, type RelayedLetter, startRelay } from '../support/relay.ts'
import { openDesk, openedByMail, outboxFor } from './desk.ts'

async function relay(refuse: Refusals = {}) {
  const got: RelayedLetter[] = []
  const { url, stop } = await startRelay((letter) => got.push(letter), refuse)
  onTestFinished(stop)
  return { url, got }
}

async function becomes(db: Database, id: number, state: LetterState) {
  return vi.waitFor(
    async () => {
      const letter = await getLetter(db, id)
      expect(letter?.state).toBe(state)
      return letter!
    },
    { timeout: 15_000, interval: 50 },
  )
}

const quiet = () => new Promise((resolve) => setTimeout(resolve, 1500))

test('the relay gets the recorded bytes and the envelope with everybody', async () => {
  const { db, write } = await openDesk()
  const { url, got } = await relay()
  outboxFor(db, url)
  const text = '.\n..two dots\nlast line ends in a dot.\n.'
  const { letterId } = await write(url, { text, cc: ['bo@example.test'], bcc: ['boss@example.test'] })
  expect(await becomes(db, letterId, 'sent')).toMatchObject({
    relayReply: expect.stringMatching(/^250 .*queued as 1/),
    attempts: 1,
  })
  expect(got[0]!.raw.equals((await letterBytes(db, letterId))!)).toBe(true)
  expect(got[0]!.to).toEqual(['maria@example.test', 'bo@example.test', 'boss@example.test'])
  expect(got[0]!.from).toMatch(/^support\+b\w+\.\w{16}@shop\.test$/)
})

test('undo within the window sends nothing and opens again what the letter closed', async () => {
  const { db, actor, issueId, write } = await openDesk()
  const { url, got } = await relay()
  outboxFor(db, url)
  const closed = () =>
    db.selectFrom('issues').select(['closedAt', 'snippet']).where('id', '=', issueId).executeTakeFirstOrThrow()
  const { letterId, changeId } = await write(url, { close: true, cc: ['typo@example.test'] }, 2)
  expect(await closed()).toEqual({ closedAt: expect.any(Date), snippet: 'On its way.' })
  expect(await db.transaction().execute((tx) => cancelLetter(tx, actor, letterId))).toBe('cancelled')
  expect(await closed()).toEqual({ closedAt: null, snippet: '' })
  await new Promise((resolve) => setTimeout(resolve, 3200))
  expect(got).toEqual([])
  expect(await getLetter(db, letterId)).toMatchObject({ state: 'cancelled', issueId })
  expect(await db.selectFrom('changes').select('undoneAt').where('id', '=', changeId).executeTakeFirst()).toEqual({
    undoneAt: expect.any(Date),
  })
  expect(await db.selectFrom('issueParticipants').select('address').execute()).toEqual([
    { address: 'maria@example.test' },
  ])
})

test('a letter that went cannot be cancelled', async () => {
  const { db, actor, write } = await openDesk()
  const { url } = await relay()
  outboxFor(db, url)
  const { letterId } = await write(url)
  await becomes(db, letterId, 'sent')
  expect(await db.transaction().execute((tx) => cancelLetter(tx, actor, letterId))).toBe('too late')
  expect(await db.transaction().execute((tx) => retryLetter(tx, actor, letterId))).toBe('not waiting')
})

test.each<[string, Refusals, LetterState, string]>([
  ['421 to the letter', { data: () => '421 4.3.2 closing' }, 'deferred', '“not now”: 421 4.3.2 closing'],
  [
    '450 to the recipient',
    { to: () => '450 4.2.1 greylisted' },
    'deferred',
    'maria@example.test (450 4.2.1 greylisted)',
  ],
  ['451 to the sender', { from: () => '451 4.3.0 later' }, 'deferred', '451 4.3.0 later'],
  [
    '550 to the recipient',
    { to: () => '550 5.1.1 no such user' },
    'failed',
    'maria@example.test (550 5.1.1 no such user)',
  ],
  ['554 to the letter', { data: () => '554 5.7.1 spam' }, 'failed', '554 5.7.1 spam'],
])('a relay that answers %s leaves its words', async (_, refuse, state, words) => {
  const { db, actor, write } = await openDesk()
  const { url } = await relay(refuse)
  outboxFor(db, url)
  const { letterId } = await write(url)
  const letter = await becomes(db, letterId, state)
  expect(letter.reason).toContain(words)
  expect(+letter.dueAt - Date.now()).toBeGreaterThan(state === 'deferred' ? 50_000 : -60_000)
  expect(await countTrouble(db, actor.repId)).toBe(state === 'failed' ? 1 : 0)
})

test('a failed letter is red until its rep dismisses it', async () => {
  const { db, actor, write } = await openDesk()
  const { url } = await relay({ to: () => '550 5.1.1 no' })
  outboxFor(db, url)
  const { letterId } = await write(url)
  await becomes(db, letterId, 'failed')
  await db.transaction().execute((tx) => dismissFailure(tx, actor, letterId))
  expect(await countTrouble(db, actor.repId)).toBe(0)
})

test('a letter that one of two recipients got is sent, and red with the other’s name', async () => {
  const { db, actor, write } = await openDesk()
  const { url, got } = await relay({ to: (address) => (address.startsWith('bo@') ? '550 5.1.1 no Bo' : undefined) })
  outboxFor(db, url)
  const { letterId } = await write(url, { cc: ['bo@example.test'] })
  const letter = await becomes(db, letterId, 'sent')
  expect(letter.reason).toBe('not delivered to bo@example.test (550 5.1.1 no Bo); delivered to the others')
  expect(got[0]!.to).toEqual(['maria@example.test'])
  expect(await countTrouble(db, actor.repId)).toBe(1)
})

test('a relay that is away is tried again soon', async () => {
  const { db, write } = await openDesk()
  const { url, stop } = await startRelay(() => undefined)
  await stop()
  outboxFor(db, url)
  const { letterId } = await write(url)
  const letter = await becomes(db, letterId, 'deferred')
  expect(letter.reason).toMatch(/cannot be reached: .*ECONNREFUSED/)
  expect(letter.maybeTwice).toBe(false)
})

test('a relay that never greets is given up on and tried again', async () => {
  const { db, write } = await openDesk()
  const server = createServer((socket) => socket.on('error', () => undefined))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `smtp://127.0.0.1:${(server.address() as { port: number }).port}`
  outboxFor(db, url)
  const { letterId } = await write(url)
  expect(await becomes(db, letterId, 'deferred')).toMatchObject({
    maybeTwice: false,
    reason: expect.stringContaining('cannot be reached'),
  })
})

test('name and password of RELAY_URL open the relay; wrong ones lose no letter', async () => {
  const { db, write } = await openDesk()
  const { url, got } = await relay({ password: 'p@ss' })
  const { letterId } = await write(url)
  const locked = outboxFor(db, url.replace('//', '//shop:wrong@'))
  const letter = await becomes(db, letterId, 'deferred')
  expect(letter.reason).toBe('the relay does not accept our name and password: 535 5.7.8 wrong password')
  await locked.stop()
  await sql`update letters set due_at = now()`.execute(db)
  outboxFor(db, url.replace('//', '//shop:p%40ss@'))
  await becomes(db, letterId, 'sent')
  expect(got).toHaveLength(1)
})

test('a letter tried for three days is given up', async () => {
  const { db, write } = await openDesk()
  const { url } = await relay({ data: () => '451 4.0.0 later' })
  const { letterId } = await write(url)
  await sql`update letters set trying_since = now() - interval '73 hours'`.execute(db)
  outboxFor(db, url)
  expect((await becomes(db, letterId, 'failed')).reason).toMatch(/^given up after three days: .*451 4\.0\.0 later/)
})

/** A relay that takes letters and, `times` times, breaks the connection (or falls silent) instead of confirming. */
async function doubtfulRelay(times: number, how: 'drop' | 'hang') {
  const bodies: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('220 odd\r\n')
    let data = ''
    let inData = false
    socket.on('data', (chunk) => {
      data += chunk.toString('latin1')
      if (inData && data.endsWith('\r\n.\r\n')) {
        bodies.push(data.slice(0, -3).replace(/^\.\./gm, '.'))
        inData = false
        data = ''
        if (bodies.length > times) socket.write('250 taken\r\n')
        else if (how === 'drop') socket.destroy()
      } else if (!inData && data.endsWith('\r\n')) {
        inData = /^DATA/im.test(data)
        data = ''
        socket.write(inData ? '354 go\r\n' : '250 ok\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`, bodies }
}

test.each(['drop', 'hang'] as const)(
  'a relay that ends in a %s after the final dot gets the same bytes once more',
  async (how) => {
    const { db, write } = await openDesk()
    const { url, bodies } = await doubtfulRelay(1, how)
    outboxFor(db, url, { idle: 700 })
    const { letterId, messageId } = await write(url)
    expect(await becomes(db, letterId, 'deferred')).toMatchObject({
      maybeTwice: true,
      reason: expect.stringContaining('before the relay confirmed'),
    })
    await sql`update letters set due_at = now()`.execute(db)
    expect(await becomes(db, letterId, 'sent')).toMatchObject({ maybeTwice: true, reason: null, messageId })
    expect(bodies).toHaveLength(2)
    expect(bodies[0]).toBe(bodies[1])
    expect(Buffer.from(bodies[0]!, 'latin1').equals((await letterBytes(db, letterId))!)).toBe(true)
  },
)

test('a letter in doubt twice waits for a rep', async () => {
  const { db, write } = await openDesk()
  const { url, bodies } = await doubtfulRelay(9, 'drop')
  outboxFor(db, url)
  const { letterId } = await write(url)
  await becomes(db, letterId, 'deferred')
  await sql`update letters set due_at = now()`.execute(db)
  await becomes(db, letterId, 'uncertain')
  await quiet()
  expect(bodies).toHaveLength(2)
})

test('an automatic letter on hold in doubt is never sent twice', async () => {
  const { db, write } = await openDesk()
  const { url, bodies } = await doubtfulRelay(9, 'drop')
  const { letterId } = await write(url)
  await sql`update letters set policy = 'hold', kind = 'automatic'`.execute(db)
  outboxFor(db, url)
  await becomes(db, letterId, 'uncertain')
  await quiet()
  expect(bodies).toHaveLength(1)
})

test('a worker killed while sending leaves a letter that goes once more, marked', async () => {
  const { db, write } = await openDesk()
  const { url, got } = await relay()
  const { letterId, messageId } = await write(url)
  await sql`update letters set state = 'sending', attempts = 1, lease_until = now() + interval '1 hour',
    handed_at = now()`.execute(db)
  outboxFor(db, url)
  await quiet()
  expect(got).toEqual([])
  await sql`update letters set lease_until = now() - interval '1 second'`.execute(db)
  expect(await becomes(db, letterId, 'sent')).toMatchObject({ maybeTwice: true, attempts: 2 })
  expect(got[0]!.raw.toString()).toContain(`Message-ID: <${messageId}>`)
  expect(got).toHaveLength(1)
})

test('without a relay a letter says so, and goes when one is there', async () => {
  const { db, write } = await openDesk()
  const { letterId } = await write(undefined)
  const lonely = outboxFor(db, undefined)
  await quiet()
  expect(await getLetter(db, letterId)).toMatchObject({ state: 'undelivered', reason: 'not delivered: no relay' })
  await lonely.stop()
  const { url, got } = await relay()
  outboxFor(db, url)
  await becomes(db, letterId, 'sent')
  expect(got).toHaveLength(1)
})

test('an undelivered letter of yesterday is red and waits for a retry by hand', async () => {
  const { db, actor, write } = await openDesk()
  const { letterId } = await write(undefined)
  await sql`update letters set due_at = now() - interval '25 hours'`.execute(db)
  const { url, got } = await relay()
  outboxFor(db, url)
  expect((await becomes(db, letterId, 'failed')).reason).toMatch(/^there was no relay/)
  expect(await countTrouble(db, actor.repId)).toBe(1)
  expect(got).toEqual([])
  expect(await db.transaction().execute((tx) => retryLetter(tx, actor, letterId))).toBe('queued')
  await becomes(db, letterId, 'sent')
})

test('a copy of the database sends nothing until it takes over', async () => {
  const { db, write } = await openDesk()
  const { url, got } = await relay()
  const { letterId } = await write(url)
  outboxFor(db, url, { instance: 'a-copy' })
  await quiet()
  expect(got).toEqual([])
  expect(await getLetter(db, letterId)).toMatchObject({ state: 'queued' })
  await takeOver(db, 'a-copy')
  await becomes(db, letterId, 'sent')
})

test('a letter for later is cancelled when the customer writes before, if it was asked to', async () => {
  const { db, mailbox, personId, issueId, write } = await openDesk()
  const { url, got } = await relay()
  const { letterId } = await write(url, { sendAt: new Date(Date.now() + 60_000), cancelIfReplied: true })
  expect(await getLetter(db, letterId)).toMatchObject({ state: 'scheduled' })
  await openedByMail(db, { mailboxId: mailbox.id, personId, issueId, subject: 'x' })
  await sql`update letters set due_at = now()`.execute(db)
  outboxFor(db, url)
  expect((await becomes(db, letterId, 'cancelled')).reason).toBe('the customer wrote before it was due')
  expect(got).toEqual([])
})

test('a vacation note does not cancel a letter for later', async () => {
  const { db, mailbox, personId, issueId, write } = await openDesk()
  const { url } = await relay()
  const { letterId } = await write(url, { sendAt: new Date(Date.now() + 60_000), cancelIfReplied: true })
  await openedByMail(db, { mailboxId: mailbox.id, personId, issueId, subject: 'x', automatic: 'a vacation note' })
  await sql`update letters set due_at = now()`.execute(db)
  outboxFor(db, url)
  await becomes(db, letterId, 'sent')
})

test('two outboxes on one database send each of many letters once', async () => {
  const { db, write } = await openDesk()
  const { url, got } = await relay()
  for (let n = 0; n < 25; n++) await write(url, { text: `Letter ${n}` })
  outboxFor(db, url)
  outboxFor(db, url)
  await vi.waitFor(() => expect(got).toHaveLength(25), { timeout: 20_000 })
  await quiet()
  expect(new Set(got.map(({ raw }) => /Message-ID: (.*)/.exec(raw.toString())?.[1])).size).toBe(25)
  expect(got).toHaveLength(25)
})

test('stopping waits for the letter that is on its way', async () => {
  const { db, write } = await openDesk()
  const { url, bodies } = await doubtfulRelay(1, 'hang')
  const outbox = outboxFor(db, url, { idle: 1500 })
  const { letterId } = await write(url)
  await vi.waitFor(() => expect(bodies).toHaveLength(1), { timeout: 10_000 })
  await outbox.stop()
  expect(await getLetter(db, letterId)).toMatchObject({ state: 'deferred', maybeTwice: true })
})

test('a relay that hangs before it asks for the letter does not hold up a stop', async () => {
  const { db, write } = await openDesk()
  const server = createServer((socket) => void socket.on('error', () => undefined).write('220 odd\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `smtp://127.0.0.1:${(server.address() as { port: number }).port}`
  const outbox = outboxFor(db, url, { stopPatience: 300 })
  const { letterId } = await write(url)
  await becomes(db, letterId, 'sending')
  await outbox.stop()
  expect(await getLetter(db, letterId)).toMatchObject({
    state: 'deferred',
    maybeTwice: false,
    reason: 'the desk stopped before it went',
  })
})
