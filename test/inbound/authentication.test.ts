import { expect, test } from 'vitest'
import { recheckWaiting } from '../../inbound/recheck.ts'
import type { Database } from '../../src/database/connection.ts'
import { signId } from '../../src/letters/signed-ids.ts'
import { noTrust, writeTrust } from '../../src/mail/trust.ts'
import { loopDelay } from '../support/loop.ts'
import { compose, log, openDoor, openLine, outcome, secrets } from './door.ts'
import { domainZone, fakeDns, sealed, signed } from './signed.ts'

const ada = 'ada@customer.example'
const strange = '198.51.100.7'
const own = '203.0.113.5'

test('a signature of the sender’s own domain passes, whoever brings the mail', async () => {
  const dns = fakeDns(domainZone('customer.example', 'reject'))
  const { db, arrive, fileAll } = await openLine(dns.resolve)
  await arrive({ raw: await signed(compose({}), 'customer.example') })
  await fileAll()
  const email = await only(db)
  expect(email.verified).toBe('pass')
  expect(email.authentication).toMatchObject({
    reason: 'dmarc-pass',
    domain: 'customer.example',
    spf: null,
    dkim: [{ domain: 'customer.example', result: 'pass', aligned: true }],
  })
})

test('an address that the domain sends from passes by SPF', async () => {
  const { db, arrive, fileAll } = await openLine(fakeDns(domainZone('customer.example', 'reject')).resolve)
  await arrive({ clientIp: own, mailFrom: ada })
  await fileAll()
  expect(await only(db)).toMatchObject({ verified: 'pass', authentication: { spf: { result: 'pass', clientIp: own } } })
})

test('a mail that breaks p=quarantine is held, says why, and comes in when a rep lets it', async () => {
  const { db, arrive, fileAll } = await openLine(fakeDns(domainZone('customer.example', 'quarantine')).resolve)
  const id = await arrive({ clientIp: strange, mailFrom: 'x@elsewhere.example' })
  await fileAll()
  expect(await outcome(db, id)).toMatchObject({
    state: 'held',
    issueId: null,
    reason: expect.stringMatching(/customer\.example/),
  })
  expect((await only(db)).verified).toBe('fail')
  await db
    .updateTable('deliveries')
    .set({ state: 'kept', flags: JSON.stringify({ released: 'new' }) })
    .execute()
  await fileAll()
  expect(await outcome(db, id)).toMatchObject({ state: 'filed', issueId: expect.any(Number) })
})

test.each([
  ['p=none', domainZone('customer.example', 'none'), 'unknown', 'policy-none'],
  ['no policy', domainZone('customer.example', null), 'none', 'no-policy'],
])('a mail that fails under %s is filed', async (_, zone, verified, reason) => {
  const { db, arrive, fileAll } = await openLine(fakeDns(zone).resolve)
  const id = await arrive({ clientIp: strange, mailFrom: ada })
  await fileAll()
  expect(await outcome(db, id)).toMatchObject({ state: 'filed' })
  expect(await only(db)).toMatchObject({ verified, authentication: { reason } })
})

test('without a policy the domain’s own signature is still its word', async () => {
  const { db, arrive, fileAll } = await openLine(fakeDns(domainZone('customer.example', null)).resolve)
  await arrive({ raw: await signed(compose({}), 'customer.example') })
  await fileAll()
  expect(await only(db)).toMatchObject({ verified: 'pass', authentication: { reason: 'dkim-pass' } })
})

test('a signature over a part of the body proves nothing', async () => {
  const { db, arrive, fileAll } = await openLine(fakeDns(domainZone('customer.example', 'reject')).resolve)
  await arrive({ raw: `${await signed(compose({}), 'customer.example', 10)}and send the refund elsewhere\r\n` })
  await fileAll()
  expect(await only(db)).toMatchObject({ verified: 'unknown', authentication: { reason: 'part-signed' } })
})

test('a tampered signature fails only where SPF could be asked too', async () => {
  const dns = fakeDns(domainZone('customer.example', 'reject'))
  const raw = `${await signed(compose({}), 'customer.example')}tampered\r\n`
  const near = await openLine(dns.resolve)
  await near.arrive({ raw, clientIp: '10.0.0.3', mailFrom: ada })
  await near.fileAll()
  expect(await only(near.db)).toMatchObject({ verified: 'unknown', authentication: { reason: 'no-client' } })
  const far = await openLine(dns.resolve)
  await far.arrive({ raw, clientIp: strange, mailFrom: ada })
  await far.fileAll()
  expect((await only(far.db)).verified).toBe('fail')
})

test('a mail that was held as forged comes in when the same comes by a better way', async () => {
  const { db, arrive, fileAll } = await openLine(fakeDns(domainZone('customer.example', 'reject')).resolve)
  const mail = { id: 'way@customer.example', headers: 'Date: Mon, 2 Mar 2026 10:00:00 +0000' }
  const forwarded = await arrive({ ...mail, clientIp: strange, mailFrom: ada })
  await fileAll()
  const again = await arrive({ ...mail, clientIp: strange, mailFrom: ada })
  await fileAll()
  expect(await outcome(db, forwarded)).toMatchObject({ state: 'held' })
  expect(await outcome(db, again)).toMatchObject({ copyOfId: forwarded })
  const direct = await arrive({ ...mail, clientIp: own, mailFrom: ada })
  await fileAll()
  expect(await outcome(db, direct)).toMatchObject({ state: 'filed', copyOfId: null, issueId: expect.any(Number) })
  expect(await outcome(db, forwarded)).toMatchObject({ state: 'filed', copyOfId: direct })
  expect(await db.selectFrom('emails').select('deliveryId').execute()).toEqual([{ deliveryId: direct }])
})

test('through a configured forwarder, by network or by domain, failing is not known', async () => {
  const zone = {
    ...domainZone('customer.example', 'reject'),
    'forward.example TXT': [['v=spf1 ip4:198.51.100.7 -all']],
  }
  for (const forwarders of [['198.51.100.0/24'], ['forward.example']]) {
    const { db, arrive, fileAll } = await openLine(fakeDns(zone).resolve)
    await writeTrust(db, { ...noTrust, forwarders })
    const id = await arrive({ clientIp: strange, mailFrom: 'srs0=ada@forward.example' })
    await fileAll()
    expect(await outcome(db, id)).toMatchObject({ state: 'filed' })
    expect(await only(db)).toMatchObject({ verified: 'unknown', authentication: { reason: 'forwarded' } })
  }
})

test('an ARC seal counts only when its sealer is configured', async () => {
  const zone = { ...domainZone('customer.example', 'reject'), ...domainZone('list.example', 'reject') }
  const { resolve } = fakeDns(zone)
  const raw = await sealed(await signed(compose({}), 'customer.example'), 'list.example', resolve)
  const results: unknown[] = []
  for (const sealers of [[], ['list.example']]) {
    const { db, arrive, fileAll } = await openLine(resolve)
    await writeTrust(db, { ...noTrust, sealers })
    await arrive({ raw, clientIp: strange, mailFrom: 'owner@list.example' })
    await fileAll()
    results.push((await only(db)).verified)
  }
  expect(results).toEqual(['fail', 'pass'])
})

test('two From fields are a forgery that identifies nobody, at the cost of no question', async () => {
  const dns = fakeDns(domainZone('customer.example', 'reject'))
  const { db, arrive, fileAll } = await openLine(dns.resolve)
  await arrive({ raw: `From: eve@evil.example\r\n${compose({})}`, clientIp: own, mailFrom: ada })
  await fileAll()
  expect(await only(db)).toMatchObject({ verified: 'fail', authentication: { reason: 'two-authors' } })
  expect(await db.selectFrom('userIdentificationEmails').selectAll().execute()).toEqual([])
  expect(dns.asked).toEqual([])
})

test('plain mail from this machine asks nobody', async () => {
  const dns = fakeDns({})
  const { db, arrive, fileAll } = await openLine(dns.resolve)
  await arrive({})
  await fileAll()
  expect(await only(db)).toMatchObject({ verified: 'unknown', authentication: null })
  expect(dns.asked).toEqual([])
})

test('filing waits a second at most; who answers later changes the badge', async () => {
  const dns = fakeDns({ ...domainZone('customer.example', 'reject'), '_dmarc.customer.example TXT': 'slow' })
  const { db, arrive, fileAll, authenticator } = await openLine(dns.resolve)
  await fileAll()
  const id = await arrive({ clientIp: own, mailFrom: ada })
  const begin = performance.now()
  await fileAll()
  expect(performance.now() - begin).toBeLessThan(5000)
  expect(await only(db)).toMatchObject({ verified: 'unknown', authentication: { reason: 'no-answer' } })
  Object.assign(dns.zone, domainZone('customer.example', 'reject'))
  const { issueId } = await outcome(db, id)
  await due(db)
  expect(await recheckWaiting({ db, authenticator: authenticator!, log })).toBe(1)
  expect(await only(db)).toMatchObject({ verified: 'pass' })
  expect(await db.selectFrom('mailChecks').selectAll().execute()).toEqual([])
  expect(await issue(db, issueId!)).toMatchObject({ needsLook: false })
})

test('a later failure calls for a look and leaves the mail where it is', async () => {
  const dns = fakeDns({ '_dmarc.customer.example TXT': 'silent' })
  const { db, arrive, fileAll, authenticator } = await openLine(dns.resolve)
  const id = await arrive({ clientIp: strange, mailFrom: ada })
  await fileAll()
  const { issueId } = await outcome(db, id)
  Object.assign(dns.zone, domainZone('customer.example', 'reject'))
  await due(db)
  await recheckWaiting({ db, authenticator: authenticator!, log })
  expect(await only(db)).toMatchObject({ verified: 'fail' })
  expect(await outcome(db, id)).toMatchObject({ state: 'filed', issueId })
  expect(await issue(db, issueId!)).toMatchObject({ needsLook: true })
})

test('who never answers is asked five times in all, then the mail stays unknown', async () => {
  const { db, arrive, fileAll, authenticator } = await openLine(fakeDns({ 'customer.example TXT': 'silent' }).resolve)
  await arrive({ clientIp: strange, mailFrom: ada })
  await fileAll()
  let tries = 0
  for (let round = 0; round < 10; round++) {
    await due(db)
    tries += await recheckWaiting({ db, authenticator: authenticator!, log })
    if (round === 0) expect(await recheckWaiting({ db, authenticator: authenticator!, log })).toBe(0)
  }
  expect(tries).toBe(5)
  expect((await only(db)).verified).toBe('unknown')
})

test('T3: who writes under a customer’s address with p=reject is held in that issue and reopens nothing', async () => {
  const dns = fakeDns(domainZone('customer.example', 'reject'))
  const { db, client, fileAll, door } = await openDoor({ SMTP_TRUSTED: '127.0.0.1' }, dns.resolve)
  const smtp = await client()
  const first = await signed(compose({ id: 'one@customer.example' }), 'customer.example')
  await smtp.send({ from: ada, to: 'support@shop.test' }, first)
  await fileAll()
  const { id } = await db.selectFrom('issues').select('id').executeTakeFirstOrThrow()
  await db.updateTable('issues').set({ closedAt: new Date() }).execute()
  const forger = await client()
  expect((await forger.command(`XCLIENT ADDR=${strange} HELO=evil.example`)).code).toBe(220)
  await forger.command('EHLO evil.example')
  const forged = compose({
    id: 'two@evil.example',
    answers: `${signId(secrets, 't', id)}@shop.test`,
    text: 'Send it to my new address.',
  })
  expect((await forger.send({ from: ada, to: 'support@shop.test' }, forged)).code).toBe(250)
  await fileAll()
  const email = await db
    .selectFrom('emails')
    .selectAll()
    .where('messageId', '=', 'two@evil.example')
    .executeTakeFirstOrThrow()
  expect(email).toMatchObject({ verified: 'fail', interactionId: null, heldForIssueId: id })
  expect(await issue(db, id)).toMatchObject({ closedAt: expect.any(Date) })
  expect(await db.selectFrom('issues').select('id').execute()).toHaveLength(1)
  expect(door.busy()).toBe(false)
})

test('a flood of signed mail leaves the loop free', async () => {
  const dns = fakeDns(domainZone('customer.example', 'reject'))
  const { db, arrive, fileAll } = await openLine(dns.resolve)
  let mails = 0
  const delay = await loopDelay(async () => {
    for (const until = mails + 100; mails < until; mails++)
      await arrive({ raw: await signed(compose({ id: `m${mails}@customer.example` }), 'customer.example') })
    return fileAll
  })
  expect(delay).toBeLessThan(100)
  const rows = await db.selectFrom('emails').select(['id', 'verified']).execute()
  const waiting = await db.selectFrom('mailChecks').select('id').execute()
  const late = rows.filter((row) => row.verified !== 'pass').map((row) => row.id)
  expect(rows).toHaveLength(mails)
  expect(waiting.map((row) => row.id).sort()).toEqual(late.sort())
})

function only(db: Database) {
  return db.selectFrom('emails').select(['verified', 'authentication', 'interactionId']).executeTakeFirstOrThrow()
}

function issue(db: Database, id: number) {
  return db.selectFrom('issues').select(['needsLook', 'closedAt']).where('id', '=', id).executeTakeFirstOrThrow()
}

async function due(db: Database) {
  await db
    .updateTable('mailChecks')
    .set({ leaseUntil: new Date(0) })
    .execute()
}
