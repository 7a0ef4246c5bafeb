import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { startParser } from '../../inbound/parser.ts'
import { applyCampaignMail } from '../../src/campaigns/answered.ts'
import { handOver, leaseRecipients } from '../../src/campaigns/queue.ts'
import { grantLetters } from '../../src/campaigns/rates.ts'
import { withCampaignLetters } from '../../src/campaigns/read-letters.ts'
import { listRecipients } from '../../src/campaigns/recipients.ts'
import { runningCampaigns } from '../../src/campaigns/running.ts'
import { pauseCampaign, resumeCampaign } from '../../src/campaigns/states.ts'
import { conversation } from '../../src/desk/conversation.ts'
import { type Bucket, burstOf, draw } from '../../src/letters/buckets.ts'
import type { MailboxLine } from '../../src/mail/mailboxes.ts'
import { suppress } from '../../src/people/suppressions.ts'
import { arrive, compose } from '../inbound/door.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { type Relay, type RelayedLetter, startRelay } from '../support/relay.ts'
import { actor, aDraft, addUsers, aShop, launched, log, secrets, until, worker } from './desk.ts'

let database: TestDatabase
let relay: Relay
let mailbox: MailboxLine
const taken: RelayedLetter[] = []
let refuse: { to?: (address: string) => string | undefined; data?: () => string | undefined } = {}

beforeAll(async () => {
  database = await cloneDatabase()
  mailbox = await aShop(database.db, 60)
  relay = await startRelay((letter) => taken.push(letter), {
    to: (address) => refuse.to?.(address),
    data: () => refuse.data?.(),
  })
})
afterAll(async () => {
  await relay.stop()
  await database.stop()
})

/** Runs a campaign to its end; answers what the relay got, and the counts. */
async function ran(values: Parameters<typeof aDraft>[1], expected: number, state = 'finished') {
  const { db } = database
  const from = taken.length
  const id = await launched(db, relay.url, aDraft(mailbox.id, values), expected)
  const sending = worker(db, relay.url)
  const { counts, campaign } = await until(db, id, state)
  await sending.stop()
  return { id, counts, campaign, letters: taken.slice(from) }
}

const idOf = ({ raw }: RelayedLetter) => /^Message-ID: <(.*)>/m.exec(raw.toString())![1]!

test('everybody of the audience gets one letter, and each is in the history of the person', async () => {
  const { db } = database
  const { id, counts, letters } = await ran({ types: ['offer'] }, 60)
  expect(counts.states).toMatchObject({ sent: 60, pending: 0, uncertain: 0, failed: 0 })
  expect(counts).toMatchObject({ total: 60, attempts: 60, hard: 0 })
  expect(new Set(letters.map(({ to }) => to[0])).size).toBe(60)
  expect(letters).toHaveLength(60)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from campaign_recipients r join issues i on i.id = r.issue_id join interactions n on n.id = r.interaction_id
      join actions a on a.issue_id = i.id and a.interaction_id = n.id join issue_types t on t.issue_id = i.id
      join issue_participants p on p.issue_id = i.id and p.address_key = r.address_key
    where r.campaign_id = ${id} and i.origin = 'campaign' and i.closed_at is not null and not i.listed
      and i.user_identification_id = r.user_identification_id and n.originator = 'automatic'
      and i.subject like 'Ants for Bea%' and i.snippet like 'Dear Bea%'`.execute(db)
  expect(rows[0]!.n).toBe(60)
  const { items } = await listRecipients(db, { campaignId: id, limit: 1 })
  const [entry] = await withCampaignLetters(db, await conversation(db, items[0]!.issueId!))
  expect(entry!.letter).toMatchObject({
    state: 'sent',
    to: [{ address: items[0]!.address }],
    messageId: items[0]!.messageId,
  })
  expect(entry!.letter!.text).toMatch(/^Dear Bea\d+,\n\n\*\*New ants\*\* are here\./)
})

test('a human answer reopens exactly its issue, an absence notice does not, a bounce is of the address', async () => {
  const { db } = database
  const [answered, absent, bounced, slow] = taken as [RelayedLetter, RelayedLetter, RelayedLetter, RelayedLetter]
  const parser = startParser()
  const mail = (letter: RelayedLetter, fields: Parameters<typeof compose>[0]) =>
    arrive(db, mailbox, { recipient: letter.from, from: letter.to[0]!, answers: idOf(letter), ...fields })
  await mail(answered, { id: 'a@x', subject: 'Re: Ants' })
  await mail(absent, { id: 'b@x', subject: 'Away', headers: 'Auto-Submitted: auto-replied' })
  await mail(bounced, { raw: bounceOf(bounced, 'failed', '5.1.1'), mailFrom: '' })
  await mail(slow, { raw: bounceOf(slow, 'delayed', '4.4.1'), mailFrom: '' })
  for (let found = 1; found > 0; ) found = await fileWaiting({ db, secrets, log, parser })
  await parser.stop()
  const issues = await sql<{ address: string }>`select r.address_key as address from issues i
    join campaign_recipients r on r.issue_id = i.id where i.closed_at is null and i.listed`.execute(db)
  expect(issues.rows).toEqual([{ address: answered.to[0] }])
  const others = await sql`select id from issues where closed_at is null and origin <> 'campaign'`.execute(db)
  expect(others.rows).toEqual([])
  const { rows } =
    await sql`select e.kind, r.bounced from campaign_events e join campaign_recipients r on r.id = e.recipient_id
    order by e.kind, r.bounced nulls first`.execute(db)
  expect(rows).toMatchObject([
    { kind: 'automatic' },
    { kind: 'automatic' },
    { kind: 'bounce', bounced: 'hard' },
    { kind: 'reply' },
  ])
  const gone = await sql`select reason from suppressions where address_key = ${bounced.to[0]!}`.execute(db)
  expect(gone.rows).toEqual([{ reason: 'bounced' }])
})

function bounceOf(letter: RelayedLetter, action: string, status: string): string {
  return compose({
    from: 'mailer-daemon@mx.example',
    subject: 'Undelivered Mail Returned to Sender',
    id: `${action}@mx.example`,
    headers: 'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"',
    text: [
      ...[
        '--b',
        '',
        'Sorry.',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.example',
        '',
      ],
      ...[`Final-Recipient: rfc822; ${letter.to[0]}`, `Action: ${action}`, `Status: ${status}`, ''],
      ...['--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: <${idOf(letter)}>`, '', '--b--'],
    ].join('\r\n'),
  })
}

test('who is refused for good failed, who is told to wait waits, who has no value for the letter is skipped', async () => {
  const { db } = database
  await addUsers(db, 3, 'gone.test')
  await addUsers(db, 2, 'busy.test')
  await sql`update shop_users set first_names = '' where email_key = 'buyer3@gone.test'`.execute(db)
  refuse = {
    to: (address) =>
      /gone/.test(address) ? '550 5.1.1 no such user' : /busy/.test(address) ? '451 4.7.1 later' : undefined,
  }
  const audience = { not: { received: 1 } }
  const { id, counts } = await ran({ audience, text: 'Dear {{ person.first_name }}' }, 5, 'running').catch(async () => {
    throw new Error('it did not run')
  })
  const settled = worker(db, relay.url)
  for (const end = Date.now() + 30_000; Date.now() < end; await sql`select pg_sleep(0.1)`.execute(db)) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from campaign_recipients
      where campaign_id = ${id} and state in ('pending', 'leased', 'handed')`.execute(db)
    if (rows[0]!.n === 0) break
  }
  await settled.stop()
  refuse = {}
  const { items } = await listRecipients(db, { campaignId: id, limit: 10 })
  const by = (domain: string) => items.filter(({ address }) => address.endsWith(domain)).map(({ state }) => state)
  expect(by('gone.test').sort()).toEqual(['failed', 'failed', 'skipped'])
  expect(by('busy.test').every((state) => ['deferred', 'pending'].includes(state))).toBe(true)
  expect(items.find(({ state }) => state === 'failed')).toMatchObject({
    code: 550,
    reply: expect.stringContaining('5.1.1'),
  })
  expect(counts).toMatchObject({ total: 6, skips: { 'no consent': 1 } })
  await sql`update campaigns set expires_at = now() where id = ${id}`.execute(db)
  const ending = worker(db, relay.url)
  const { counts: last } = await until(db, id, 'finished')
  await ending.stop()
  expect(last).toMatchObject({
    states: { failed: 2, skipped: 4, deferred: 0 },
    hard: 2,
    skips: { expired: 2, 'missing value': 1, 'no consent': 1 },
  })
})

test('a pause and an unsubscribe count until the last moment, and an old lease hands nothing over', async () => {
  const { db } = database
  const id = await launched(db, relay.url, aDraft(mailbox.id, { audience: { country: 'DE' } }), 61)
  const choosing = worker(db, undefined)
  await until(db, id, 'running')
  await choosing.stop()
  const campaign = (await runningCampaigns(db)).find((one) => one.id === id)
  const rows = await leaseRecipients(db, campaign!, { limit: 10, without: [] })
  const given = rows.map((row) => ({ ...row, messageId: `${row.id}@x` }))
  await db.transaction().execute((tx) => pauseCampaign(tx, actor, id))
  expect((await handOver(db, secrets, campaign!, given)).size).toBe(0)
  expect(await leaseRecipients(db, campaign!, { limit: 10, without: [] })).toEqual([])
  await db.transaction().execute((tx) => resumeCampaign(tx, actor, id))
  await db
    .transaction()
    .execute((tx) => suppress(tx, [{ address: given[0]!.address, scope: 'marketing', reason: 'unsubscribed' }]))
  await sql`update campaign_recipients set lease_until = now() - interval '1 second' where id = ${given[1]!.id}`.execute(
    db,
  )
  const other = { ...given[2]!, token: '00000000-0000-0000-0000-000000000000' }
  const mine = await handOver(db, secrets, campaign!, [given[0]!, given[1]!, other, given[3]!])
  expect([...mine]).toEqual([given[3]!.id])
  // A mail that answers what nobody knew to have arrived proves that it did.
  await sql`update campaign_recipients set state = 'uncertain' where id = ${given[3]!.id}`.execute(db)
  await db
    .transaction()
    .execute((tx) => applyCampaignMail(tx, [{ recipientId: given[3]!.id, emailId: 1, kind: 'reply', report: null }]))
  const { items } = await listRecipients(db, { campaignId: id, limit: 500 })
  expect(items.find((one) => one.id === given[3]!.id)?.state).toBe('sent')
  expect(items.find((one) => one.id === given[0]!.id)).toMatchObject({ state: 'skipped', skipReason: 'unsubscribed' })
})

test('over any span of time no more goes than the rate allows, whoever asks and however many workers there are', async () => {
  const asks = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 30 })), { maxLength: 80 })
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 200, noNaN: true }), asks, (rate, steps) => {
      let bucket: Bucket = { tokens: burstOf(rate), countedAt: 0 }
      let now = 0
      const given: { at: number; n: number }[] = []
      for (const [wait, wanted] of steps) {
        now += wait
        const drawn = draw(bucket, { rate, by: 'campaign', wanted, now })
        bucket = drawn.bucket
        given.push({ at: now, n: drawn.granted })
      }
      for (const [i, first] of given.entries())
        for (let sum = 0, j = i; j < given.length; j++) {
          sum += given[j]!.n
          if (sum > rate * ((given[j]!.at - first.at) / 1000) + burstOf(rate) + 1e-6) return false
        }
      return true
    }),
  )
  const { db } = database
  const wide = { key: 'relay:x', name: 'x', url: relay.url, connections: 6, rate: 40 }
  const limits = { campaignId: 99, rate: 30, relay: wide, domainRate: 2 }
  const rows = Array.from({ length: 20 }, (_, n) => ({ domain: n % 2 ? 'a.test' : 'b.test' }))
  const started = Date.now()
  const workers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const granted: { domain: string }[] = []
      for (let n = 0; n < 10; n++) granted.push(...(await grantLetters(db, limits, rows)))
      return granted
    }),
  )
  const seconds = (Date.now() - started) / 1000
  for (const domain of ['a.test', 'b.test'])
    expect(workers.flat().filter((one) => one.domain === domain).length).toBeLessThanOrEqual(
      2 * seconds + burstOf(2) + 1,
    )
})
