import fc from 'fast-check'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { type Bucket, burstOf, draw, type SendClass } from '../../src/letters/buckets.ts'
import { checkDkimKey, createDkimKey } from '../../src/letters/dkim-changes.ts'
import { dkimRecord, listDkimKeys } from '../../src/letters/dkim-keys.ts'
import { domainLooks } from '../../src/letters/domain-records.ts'
import { getLetter, letterBytes } from '../../src/letters/letters.ts'
import { currentPauses } from '../../src/letters/pauses.ts'
import { changeRelay, createRelay, type RelayWish } from '../../src/letters/relay-changes.ts'
import { testRelay } from '../../src/letters/relay-test.ts'
import { listRelays } from '../../src/letters/relays.ts'
import { startTraffic } from '../../src/letters/traffic.ts'
import { undoAnything } from '../../src/letters/undo.ts'
import { type Refusals, type RelayedLetter, startRelay } from '../support/relay.ts'
import { openDesk, outboxFor, secrets } from './desk.ts'

async function sink(refuse: Refusals = {}) {
  const got: RelayedLetter[] = []
  const relay = await startRelay((letter) => got.push(letter), refuse)
  onTestFinished(relay.stop)
  return { ...relay, got }
}

const patchFor = (port: number): RelayWish['patch'] => ({ name: 'One', host: '127.0.0.1', port, tls: 'none' })
const system = { kind: 'system', repId: null } as const

function make(db: Database, wish: RelayWish) {
  return db.transaction().execute((tx) => createRelay(tx, system, secrets, wish))
}

async function becomes(db: Database, id: number, state: string) {
  return vi.waitFor(
    async () => {
      const letter = await getLetter(db, id)
      expect(letter?.state).toBe(state)
      return letter!
    },
    { timeout: 20_000, interval: 50 },
  )
}

test('over any span a bucket grants at most rate * seconds + burst, and leaves reps their share', () => {
  const step = fc.record({
    wait: fc.double({ min: 0, max: 4000, noNaN: true }),
    by: fc.constantFrom<SendClass>('rep', 'automatic', 'campaign'),
    wanted: fc.integer({ min: 0, max: 100 }),
  })
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 200, noNaN: true }), fc.array(step, { maxLength: 60 }), (rate, steps) => {
      let bucket: Bucket = { tokens: burstOf(rate), countedAt: 0 }
      let now = 0
      const grants: { at: number; n: number }[] = []
      for (const { wait, by, wanted } of steps) {
        now += wait
        const drawn = draw(bucket, { rate, by, wanted, now })
        bucket = drawn.bucket
        if (by !== 'rep' && drawn.granted > 0) expect(bucket.tokens).toBeGreaterThanOrEqual(burstOf(rate) / 5 - 1e-9)
        grants.push({ at: now, n: drawn.granted })
      }
      for (let from = 0; from < grants.length; from++)
        for (let sum = 0, to = from; to < grants.length; to++) {
          sum += grants[to]!.n
          expect(sum).toBeLessThanOrEqual((rate * (grants[to]!.at - grants[from]!.at)) / 1000 + burstOf(rate) + 1e-6)
        }
    }),
    { numRuns: 200 },
  )
})

test('each mailbox sends through its relay, the others through the standard one, which goes before RELAY_URL', async () => {
  const { db, mailbox, write } = await openDesk()
  const [environment, standard, own] = [await sink(), await sink(), await sink()]
  outboxFor(db, environment.url)
  const first = await write(environment.url)
  await becomes(db, first.letterId, 'sent')
  expect(environment.got).toHaveLength(1)
  await make(db, { patch: { ...patchFor(standard.port), standard: true } })
  const made = await make(db, { patch: { ...patchFor(own.port), name: 'Own', mailboxIds: [mailbox.id] } })
  if ('faults' in made) throw new Error(JSON.stringify(made.faults))
  await vi.waitFor(
    async () => {
      await becomes(db, (await write(environment.url)).letterId, 'sent')
      expect(own.got.length).toBeGreaterThan(0)
    },
    { timeout: 20_000 },
  )
  await db.transaction().execute((tx) => undoAnything(tx, system, made.changeId))
  await vi.waitFor(
    async () => {
      await becomes(db, (await write(environment.url)).letterId, 'sent')
      expect(standard.got.length).toBeGreaterThan(0)
    },
    { timeout: 20_000 },
  )
})

test('a stored password opens its relay, is never shown, and goes to no other host', async () => {
  const { db, write } = await openDesk()
  const relay = await sink({ password: 'p@ss word' })
  const login = { ...patchFor(relay.port), user: 'shop', standard: true }
  expect(await make(db, { patch: login })).toEqual({
    faults: { password: expect.stringContaining('Enter the password') },
  })
  const made = await make(db, { patch: login, password: 'p@ss word' })
  if ('faults' in made) throw new Error(JSON.stringify(made.faults))
  expect(
    JSON.stringify([made, await listRelays(db), await db.selectFrom('changes').selectAll().execute()]),
  ).not.toContain('p@ss')
  outboxFor(db, undefined)
  await becomes(db, (await write(undefined)).letterId, 'sent')
  const elsewhere = { id: made.relay.id, patch: { host: 'evil.test' } }
  const moved = await db.transaction().execute((tx) => changeRelay(tx, system, secrets, elsewhere))
  expect(moved).toEqual({ faults: { password: expect.stringContaining('anew') } })
})

test('“test now” says how far a test letter came, and goes to no machine’s metadata', async () => {
  const { db } = await openDesk()
  const relay = await sink({ to: (address) => (address.startsWith('no@') ? '550 5.1.1 nobody' : undefined) })
  const made = await make(db, { patch: { ...patchFor(relay.port), standard: true } })
  if ('faults' in made) throw new Error(JSON.stringify(made.faults))
  const { id } = made.relay
  const fine = await testRelay({ db, secrets }, id, 'ana@example.test')
  expect(fine).toMatchObject([{ ok: true }, { ok: true }, { ok: true, text: expect.stringContaining('250') }])
  expect(relay.got[0]).toMatchObject({ to: ['ana@example.test'] })
  expect(await testRelay({ db, secrets }, id, 'no@example.test')).toMatchObject([
    { ok: true },
    { ok: false, text: expect.stringContaining('550 5.1.1 nobody') },
  ])
  expect(await testRelay({ db, secrets }, id, 'a\r\nb')).toMatchObject([{ ok: false }])
  await db.transaction().execute((tx) => changeRelay(tx, system, secrets, { id, patch: { host: '169.254.169.254' } }))
  expect(await testRelay({ db, secrets }, id, 'ana@example.test')).toMatchObject([
    { ok: false, text: expect.stringContaining('no mail server’s') },
  ])
})

test('campaigns and automatic letters leave two connections and a fifth of the rate to reps', async () => {
  const { db } = await openDesk()
  const relay = { key: 'relay:9', name: 'x', url: 'smtp://127.0.0.1:1', connections: 6, rate: 5 }
  const traffic = startTraffic(db)
  onTestFinished(() => traffic.stop())
  expect(await traffic.room({ ...relay, rate: null }, 'campaign')).toBe(4)
  expect(await traffic.room({ ...relay, rate: null }, 'rep')).toBe(6)
  expect(await traffic.grant(relay, 'campaign', 100)).toBe(6)
  expect(await traffic.grant(relay, 'automatic', 100)).toBeLessThanOrEqual(3)
  expect(await traffic.grant(relay, 'rep', 100)).toBeGreaterThanOrEqual(2)
})

test('421 rests the relay, 450 of a recipient that domain behind it alone', async () => {
  const { db, write } = await openDesk()
  const relay = await sink({ to: (address) => (address.endsWith('@slow.test') ? '450 4.7.1 slow down' : undefined) })
  outboxFor(db, relay.url)
  const slow = await write(relay.url, { to: ['bo@slow.test'] })
  await becomes(db, slow.letterId, 'deferred')
  expect((await currentPauses(db)).map(({ key }) => key)).toEqual(['relay:env slow.test'])
  const waiting = await write(relay.url, { to: ['Eve@SLOW.test'] })
  expect(await becomes(db, waiting.letterId, 'deferred')).toMatchObject({
    attempts: 0,
    reason: expect.stringMatching(/^waiting, since slow\.test asked for patience: .*450 4\.7\.1/),
  })
  await becomes(db, (await write(relay.url, { to: ['maria@example.test'] })).letterId, 'sent')
  const closing = await sink({ data: () => '421 4.3.2 closing' })
  const traffic = startTraffic(db)
  onTestFinished(() => traffic.stop())
  const other = { key: 'relay:7', name: 'x', url: closing.url, connections: 6, rate: null }
  const bytes = Buffer.from('Subject: x\r\n\r\nx\r\n')
  expect(await traffic.send(other, 'campaign', { from: 'a@b.test', to: ['c@d.test'], bytes })).toMatchObject({
    kind: 'later',
  })
  expect((await currentPauses(db)).map(({ key }) => key)).toContain('relay:7')
})

test('a key signs once its record is found; a second one takes over; the same signature goes with every try', async () => {
  const { db, write, actor } = await openDesk()
  const records = new Map<string, string[][]>()
  const txt = async (name: string) =>
    records.get(name) ?? Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
  const publish = (key: Parameters<typeof dkimRecord>[0]) => {
    const { name, value } = dkimRecord(key)
    records.set(name, [value.match(/.{1,255}/g)!])
  }
  const relay = await sink()
  outboxFor(db, relay.url)
  const newKey = async (algorithm: 'rsa' | 'ed25519') => {
    const made = await createDkimKey(db, actor, secrets, { domain: 'Shop.test', algorithm })
    if ('problem' in made) throw new Error(made.problem)
    return made.key
  }
  const rsa = await newKey('rsa')
  expect(await checkDkimKey(db, actor, txt, rsa.id)).toMatchObject({
    finding: expect.stringContaining('no such record'),
  })
  for (const key of [rsa, await newKey('ed25519')]) {
    publish(key)
    expect(await checkDkimKey(db, actor, txt, key.id)).toMatchObject({ finding: '', key: { state: 'active' } })
  }
  const { letterId } = await write(relay.url, { text: 'Signed.\n\n.\n' })
  await becomes(db, letterId, 'sent')
  const raw = relay.got.at(-1)!.raw
  const { results } = await dkimVerify(raw, { resolver: (name: string) => txt(name) as Promise<string[][]> })
  expect(results.map(({ status, signingDomain }) => [status.result, signingDomain])).toEqual([
    ['pass', 'shop.test'],
    ['pass', 'shop.test'],
  ])
  expect(raw.equals((await letterBytes(db, letterId))!)).toBe(true)
  const next = await newKey('rsa')
  publish(next)
  const { changeId } = (await checkDkimKey(db, actor, txt, next.id)) as { changeId: number }
  const states = async () => Object.fromEntries((await listDkimKeys(db)).map(({ id, state }) => [id, state]))
  expect(await states()).toMatchObject({ [rsa.id]: 'retired', [next.id]: 'active' })
  await db.transaction().execute((tx) => undoAnything(tx, actor, changeId))
  expect(await states()).toMatchObject({ [rsa.id]: 'active', [next.id]: 'made' })
  expect(JSON.stringify(await db.selectFrom('changes').selectAll().execute())).not.toContain('PRIVATE')
})

test('SPF and DMARC are read and advised on', async () => {
  const zone: Record<string, string[][]> = {
    'good.test': [['v=spf1 include:_spf.relay.test ~all'], ['something else']],
    '_dmarc.good.test': [['v=DMARC1; p=', 'reject']],
    'open.test': [['v=spf1 +all']],
    'two.test': [['v=spf1 -all'], ['v=spf1 ~all']],
  }
  const txt = async (name: string) => zone[name] ?? Promise.reject(Object.assign(new Error(), { code: 'ENODATA' }))
  expect(await domainLooks(txt, 'good.test', [])).toMatchObject([
    { ok: true },
    { ok: true, found: 'v=DMARC1; p=reject' },
  ])
  expect(await domainLooks(txt, 'open.test', [])).toMatchObject([
    { ok: false, finding: expect.stringContaining('everybody') },
    { ok: false, publish: 'v=DMARC1; p=none; rua=mailto:postmaster@open.test' },
  ])
  expect(await domainLooks(txt, 'two.test', [])).toMatchObject([{ ok: false }, { ok: false }])
  expect(await domainLooks(txt, 'none.test', ['smtp.relay.test'])).toMatchObject([
    { ok: false, publish: 'v=spf1 a:smtp.relay.test ~all' },
    { ok: false },
  ])
})
