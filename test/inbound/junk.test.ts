import { expect, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { ruleSender } from '../../src/desk/sender-rules.ts'
import { undoChange } from '../../src/desk/undo.ts'
import { releaseMail } from '../../src/mail/deliveries.ts'
import { senderKey } from '../../src/mail/senders.ts'
import { noTrust, writeTrust } from '../../src/mail/trust.ts'
import { compose, openLine, outcome } from './door.ts'
import { domainZone, fakeDns } from './signed.ts'

const system = { kind: 'system', repId: null } as const
const rspamd = { ...noTrust, junkFilter: 'rspamd', junkPeers: ['10.0.0.0/8'] } as const
const from = (address: string) => ({ from: `Someone <${address}>`, mailFrom: address })

test.each([
  ['rspamd', 'X-Spam: Yes'],
  ['rspamd', 'X-Rspamd-Action: add header'],
  ['rspamd', 'X-Spamd-Result: default: True [15.2 / 15.0]'],
  ['spamassassin', 'X-Spam-Flag: YES'],
  ['spamassassin', 'X-Spam-Status: Yes, score=9.1 required=5.0'],
] as const)('what the configured %s marks with %s is held and says so', async (junkFilter, headers) => {
  const { db, arrive, fileAll } = await openLine()
  await writeTrust(db, { ...noTrust, junkFilter, junkPeers: ['10.0.0.0/8'] })
  const id = await arrive({ headers, clientIp: '10.0.0.9' })
  await fileAll()
  expect(await outcome(db, id)).toMatchObject({
    state: 'held',
    issueId: null,
    reason: expect.stringMatching(/junk.*X-/),
  })
})

test('marks that say no, stand below the topmost, or come from elsewhere count for nothing', async () => {
  const { db, arrive, fileAll } = await openLine()
  await writeTrust(db, rspamd)
  const ids = [
    await arrive({ id: 'a@x.example', headers: 'X-Spam: No\r\nX-Rspamd-Action: no action', clientIp: '10.0.0.9' }),
    await arrive({ id: 'b@x.example', headers: 'X-Spam: No\r\nX-Spam: Yes', clientIp: '10.0.0.9' }),
    await arrive({ id: 'c@x.example', headers: 'X-Spam: Yes', clientIp: '203.0.113.5' }),
    await arrive({ id: 'd@x.example', headers: 'X-Spam: Yes', clientIp: '10.0.0.9', source: 'imap' }),
  ]
  await fileAll()
  for (const id of ids) expect(await outcome(db, id)).toMatchObject({ state: 'filed' })
})

test('behind a relay the filter is known by the relay, not by the client', async () => {
  const { db, arrive, fileAll } = await openLine()
  await writeTrust(db, rspamd)
  const id = await arrive({ headers: 'X-Spam: Yes', clientIp: '203.0.113.5', flags: { peer: '10.0.0.9' } })
  await fileAll()
  expect(await outcome(db, id)).toMatchObject({ state: 'held' })
})

test('released junk stays released, also when the same sender sends more', async () => {
  const { db, arrive, fileAll } = await openLine()
  await writeTrust(db, rspamd)
  const id = await arrive({ headers: 'X-Spam: Yes', clientIp: '10.0.0.9' })
  await fileAll()
  await db.transaction().execute((tx) => releaseMail(tx, id, 'new'))
  await fileAll()
  expect(await outcome(db, id)).toMatchObject({ state: 'filed', issueId: expect.any(Number) })
})

test('a blocked address or domain is held, its neighbours are not, and an undo lets it in again', async () => {
  const { db, arrive, fileAll } = await openLine()
  const change = await rule(db, '@Bad.example', 'block')
  await rule(db, 'eve@mixed.example', 'block')
  await rule(db, 'good@sub.bad.example', 'allow')
  const states = async (id: string, address: string) => {
    const delivery = await arrive({ id, ...from(address) })
    await fileAll()
    return (await outcome(db, delivery)).state
  }
  expect(await states('1@x', 'any@bad.example')).toBe('held')
  expect(await states('2@x', 'any@deep.sub.bad.example')).toBe('held')
  expect(await states('3@x', 'GOOD@sub.bad.example')).toBe('filed')
  expect(await states('4@x', 'eve@mixed.example')).toBe('held')
  expect(await states('5@x', 'adam@mixed.example')).toBe('filed')
  expect(await states('6@x', 'any@notbad.example')).toBe('filed')
  await db.transaction().execute((tx) => undoChange(tx, system, change!))
  expect(await states('7@x', 'any@bad.example')).toBe('filed')
})

test('who is let in beats the filter, but not where his domain says that it is not he', async () => {
  const dns = fakeDns(domainZone('customer.example', 'reject'))
  const { db, arrive, fileAll } = await openLine(dns.resolve)
  await writeTrust(db, { ...rspamd, junkPeers: ['198.51.100.0/24', '203.0.113.0/24'] })
  await rule(db, 'ada@customer.example', 'allow')
  const own = { headers: 'X-Spam: Yes', mailFrom: 'ada@customer.example' }
  const real = await arrive({ ...own, id: 'a@customer.example', clientIp: '203.0.113.5' })
  const forged = await arrive({ ...own, id: 'b@customer.example', clientIp: '198.51.100.7' })
  await fileAll()
  expect(await outcome(db, real)).toMatchObject({ state: 'filed' })
  expect(await outcome(db, forged)).toMatchObject({ state: 'held', why: { level: 'junk' } })
})

test('mail that was fetched counts as checked only by the topmost results of its provider', async () => {
  const { db, mailbox, arrive, fileAll } = await openLine()
  const results = (id: string, rest: string) => `Authentication-Results: ${id}; ${rest}`
  const pass = 'dmarc=pass header.from=customer.example'
  const fail = 'dmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=customer.example'
  const verdict = async (id: string, ...fields: string[]) => {
    await arrive({ raw: [...fields, compose({ id: `${id}@x` })].join('\r\n'), source: 'imap', clientIp: '203.0.113.5' })
    await fileAll()
    const row = await db
      .selectFrom('emails')
      .select('verified')
      .where('messageId', '=', `${id}@x`)
      .executeTakeFirstOrThrow()
    return row.verified
  }
  expect(await verdict('a', results('mx.provider.example', pass))).toBe('unknown')
  await db
    .updateTable('mailboxes')
    .set({ trustedAuthservId: 'mx.provider.example' })
    .where('id', '=', mailbox.id)
    .execute()
  expect(await verdict('b', results('mx.provider.example', pass))).toBe('pass')
  expect(await verdict('c', results('mx.provider.example', fail), results('mx.provider.example', pass))).toBe('fail')
  expect(await verdict('d', results('evil.example', pass))).toBe('unknown')
  expect(await verdict('e', results('mx.provider.example (evil)', fail.replace('REJECT', 'NONE')))).toBe('unknown')
  expect(await verdict('f', results('mx.provider.example', 'dmarc=pass header.from=evil.example'))).toBe('unknown')
  expect(await verdict('g', results('mx.provider.example', 'spf=pass (dmarc=pass header.from=customer.example)'))).toBe(
    'unknown',
  )
  expect(await verdict('h', results('mx.provider.example 1', 'dkim=pass header.d=customer.example; dmarc=none'))).toBe(
    'pass',
  )
  expect(await verdict('i')).toBe('unknown')
})

test('a rule is named by an address or a domain and nothing else', () => {
  expect(['Ada@Shop.Example', '@shop.example', 'shop.example', 'bücher.example'].map(senderKey)).toEqual([
    'ada@shop.example',
    'shop.example',
    'shop.example',
    'xn--bcher-kva.example',
  ])
  for (const text of ['', 'shop', 'a b@shop.example', '*', 'a@b@', '<a@b.example>'])
    expect(senderKey(text)).toBeUndefined()
})

async function rule(db: Database, sender: string, verdict: 'allow' | 'block') {
  const done = await db.transaction().execute((tx) => ruleSender(tx, system, sender, verdict))
  return done === 'no sender' ? undefined : done.changeId!
}
