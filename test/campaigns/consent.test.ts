import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { applyCampaignMail } from '../../src/campaigns/answered.ts'
import { type Ground, skipReason } from '../../src/campaigns/consent.ts'
import { confirmMember } from '../../src/campaigns/double-opt-in.ts'
import { launchFaults } from '../../src/campaigns/launch-faults.ts'
import { setSenderIdentity } from '../../src/desk/sender-identity-changes.ts'
import { listSettingsChanges } from '../../src/desk/settings-history.ts'
import { undoChange } from '../../src/desk/undo.ts'
import { verifyId } from '../../src/letters/signed-ids.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { addErasures, addressHashes } from '../../src/people/erasures.ts'
import { suppressReported } from '../../src/people/suppressions.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { putOrders } from '../../src/shop/orders.ts'
import { putShopUsers } from '../../src/shop/users.ts'
import { type Api, anApi, parts } from '../api/support.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let api: Api
const { secrets } = parts
const actor = { kind: 'system', repId: null } as const
const evidence = { kind: 'form', source: 'shop.test/news', wording: 'Send me news', at: '2026-01-05T10:00:00.000Z' }

beforeAll(async () => {
  database = await cloneDatabase()
  api = await anApi(database.db, { role: 'admin' })
  await api.send('PUT', '/mailing-lists/news', { name: 'News' })
  await putShopUsers(database.db as never, [
    { externalId: 'u1', email: 'Una@customer.test', firstNames: 'Una', lastName: 'Buyer', registeredAt: new Date() },
  ])
  return () => database.stop()
})

const enter = (who: string, consent?: object, list = 'news') =>
  api.send('PUT', `/mailing-lists/${list}/members/${encodeURIComponent(who)}`, consent ? { consent } : {})

/** Why an address gets nothing; null: it gets its letter. */
async function skip(address: string, ground: Partial<Ground> = {}, shopUserId: number | null = null) {
  const reason = skipReason({ list: 'news', basis: 'consent', secrets, ...ground })
  const { rows } = await sql<{ why: string | null }>`
    select ${reason} as why from (select ${address}::text as address_key, ${shopUserId}::int as shop_user_id,
      null::int as user_identification_id) r`.execute(database.db)
  return rows[0]!.why
}

test('who agreed gets letters; who was imported without evidence is unproven until an admin accepts that for the list', async () => {
  expect((await enter('ann@customer.test', evidence)).body).toMatchObject({ state: 'confirmed', consent: evidence })
  expect((await enter('ben@customer.test')).body).toMatchObject({ state: 'unproven', consent: null })
  expect(await skip('ann@customer.test')).toBe(null)
  expect(await skip('ben@customer.test')).toBe('unproven')
  expect(await skip('cat@customer.test')).toBe('no consent')
  expect(await skip('ann@customer.test', { list: null })).toBe('no consent')
  const clerk = await anApi(database.db, { role: 'data_entry' })
  expect((await clerk.send('PUT', '/mailing-lists/news', { acceptsUnproven: true })).status).toBe(403)
  const { body } = await api.send('PUT', '/mailing-lists/news', { acceptsUnproven: true })
  expect(await skip('ben@customer.test')).toBe(null)
  expect((await api.send('POST', `/undo/${body.changeId}`)).status).toBe(200)
  expect(await skip('ben@customer.test')).toBe('unproven')
})

test('a member by the shop’s id is on the list with every address of theirs; DELETE takes them off, undo puts them back', async () => {
  const put = await enter('u1', evidence)
  expect(put.body).toMatchObject({ address: 'Una@customer.test', shopUser: 'u1', state: 'confirmed' })
  const { id } = await database.db
    .selectFrom('shopUsers')
    .select('id')
    .where('externalId', '=', 'u1')
    .executeTakeFirstOrThrow()
  expect(await skip('una@customer.test')).toBe(null)
  expect(await skip('una.new@customer.test', {}, id)).toBe(null)
  const gone = await api.send('DELETE', '/mailing-lists/news/members/u1')
  expect(await skip('una@customer.test')).toBe('no consent')
  expect((await api.send('DELETE', '/mailing-lists/news/members/u1')).status).toBe(404)
  await api.send('POST', `/undo/${gone.body.changeId}`)
  expect(await skip('una@customer.test')).toBe(null)
  const list = (await api.send('GET', '/mailing-lists/news')).body
  expect(list.members).toEqual({ confirmed: 2, unproven: 1, pending: 0, removed: 0 })
  const members = (await api.send('GET', '/mailing-lists/news/members?state=unproven')).body.items
  expect(members.map((one: { address: string }) => one.address)).toEqual(['ben@customer.test'])
})

test('wrong members, slugs and evidence are named', async () => {
  expect((await enter('nobody-at-all')).status).toBe(422)
  expect((await enter('x@customer.test', { ...evidence, at: '2099-01-01T00:00:00Z' })).status).toBe(422)
  expect((await api.send('PUT', '/mailing-lists/Not%20one', { name: 'x' })).status).toBe(422)
  expect((await api.send('PUT', '/mailing-lists/unnamed', {})).status).toBe(422)
  expect((await enter('x@customer.test', undefined, 'nowhere')).status).toBe(404)
})

test('a list that asks twice sends one letter with a link, and counts nobody before the second yes', async () => {
  await api.send('PUT', '/mailing-lists/twice', { name: 'Twice', doubleOptIn: true })
  expect((await enter('dora@customer.test', evidence, 'twice')).body).toMatchObject({ state: 'pending' })
  await enter('dora@customer.test', evidence, 'twice')
  const letters = await database.db.selectFrom('letters').select(['text', 'kind']).execute()
  expect(letters).toHaveLength(1)
  const token = /\/confirm\/(m[\w.]+)/.exec(letters[0]!.text)![1]!
  expect(await skip('dora@customer.test', { list: 'twice' })).toBe('unconfirmed')
  const { id } = verifyId(secrets, token)!
  expect(await database.db.transaction().execute((tx) => confirmMember(tx, id))).toBe('confirmed')
  expect(await skip('dora@customer.test', { list: 'twice' })).toBe(null)
  expect((await enter('eve@customer.test', undefined, 'twice')).body.state).toBe('unproven')
  expect(await database.db.selectFrom('letters').select('id').execute()).toHaveLength(1)
})

test('a suppression ends one list, marketing or all; lifting it and its undo are in the history', async () => {
  await enter('fay@customer.test', evidence)
  const made = await api.send('POST', '/suppressions', {
    email: 'Fay@customer.test',
    scope: 'marketing',
    note: 'asked by phone',
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ reason: 'by hand', scope: 'marketing', evidence: { note: 'asked by phone' } })
  expect((await api.send('POST', '/suppressions', { email: 'fay@customer.test', scope: 'marketing' })).status).toBe(409)
  expect(await skip('fay@customer.test')).toBe('suppressed')
  const lifted = await api.send('DELETE', `/suppressions/${made.body.id}`)
  expect(await skip('fay@customer.test')).toBe(null)
  await api.send('POST', `/undo/${lifted.body.changeId}`)
  expect(await skip('fay@customer.test')).toBe('suppressed')
  expect((await api.send('GET', '/suppressions?email=fay@customer.test')).body.items).toHaveLength(1)
  await api.send('DELETE', `/suppressions/${made.body.id}`)
  const ofList = await api.send('POST', '/suppressions', { email: 'fay@customer.test', scope: 'list', list: 'news' })
  expect(await skip('fay@customer.test')).toBe('suppressed')
  expect(await database.db.transaction().execute((tx) => undoChange(tx, actor, ofList.body.changeId))).toBe('undone')
  expect(await skip('fay@customer.test')).toBe(null)
})

test('who gets nothing that is sent by itself gets no automatic e-mail either', async () => {
  const letter = { subject: 'Your order', text: 'It is on its way.', to: ['max@customer.test'] }
  expect((await api.send('POST', '/automatic-emails', letter)).status).toBe(201)
  const { body } = await api.send('POST', '/suppressions', { email: 'max@customer.test', scope: 'all' })
  expect((await api.send('POST', '/automatic-emails', letter)).status).toBe(422)
  await api.send('DELETE', `/suppressions/${body.id}`)
  await api.send('POST', '/suppressions', { email: 'max@customer.test', scope: 'marketing' })
  expect((await api.send('POST', '/automatic-emails', letter)).status).toBe(201)
})

test('an import never brings back who left; newer evidence does', async () => {
  await enter('gil@customer.test', evidence)
  const { rows } = await sql<{ id: number }>`insert into suppressions (address_key, address, scope, list_id, reason)
    select 'gil@customer.test', 'gil@customer.test', 'list', id, 'unsubscribed' from mailing_lists where slug = 'news' returning id`.execute(
    database.db,
  )
  expect(rows).toHaveLength(1)
  await enter('gil@customer.test')
  await enter('gil@customer.test', evidence)
  expect(await skip('gil@customer.test')).toBe('unsubscribed')
  await enter('gil@customer.test', { ...evidence, at: new Date().toISOString() })
  expect(await skip('gil@customer.test')).toBe(null)
})

test('a mailbox that does not exist and a complaint end marketing with the report as evidence; policy and full mailboxes end nothing', async () => {
  const facts = (status: string) =>
    ({ address: `s${status}@customer.test`, kind: 'bounced', status, evidence: { emailId: 7 } }) as const
  const statuses = ['5.1.1', '5.1.2', '5.1.10', '5.2.1', '5.7.1', '5.7.26', '5.2.2', '4.1.1', '5.0.0', '5.1.8']
  const ids = await database.db
    .transaction()
    .execute((tx) =>
      suppressReported(tx, [
        ...statuses.map(facts),
        { address: 'hal@customer.test', kind: 'complained', evidence: { emailId: 8 } },
      ]),
    )
  expect(ids).toHaveLength(5)
  const rows = await database.db
    .selectFrom('suppressions')
    .select(['address', 'scope', 'evidence'])
    .where('id', 'in', ids)
    .execute()
  expect(rows.map((row) => row.address).sort()).toEqual(
    ['hal@customer.test', ...statuses.slice(0, 4).map((s) => `s${s}@customer.test`)].sort(),
  )
  expect(rows.find((row) => row.address === 's5.1.1@customer.test')).toMatchObject({
    scope: 'marketing',
    evidence: { emailId: 7, status: '5.1.1' },
  })
  expect(await skip('hal@customer.test')).toBe('complained')
})

test('an erased address is known by its hash alone', async () => {
  await enter('ida@customer.test', evidence)
  const hashes = addressHashes(secrets, 'ida@customer.test')
  await database.db
    .transaction()
    .execute((tx) => addErasures(tx, [{ personId: 1, addressHashes: hashes, repId: null }]))
  expect(await skip('ida@customer.test')).toBe('erased')
  const rotated = { current: 'another secret of thirty-two bytes or more', old: [secrets.current] }
  expect(await skip('ida@customer.test', { secrets: rotated })).toBe('erased')
  expect(await skip('ann@customer.test')).toBe(null)
})

/** Letters of earlier campaigns to an address, each so many days ago, and what came of them; answers the last one's id. */
async function earlier(address: string, letters: readonly (readonly [daysAgo: number, bounced: string | null])[]) {
  let last = 0
  for (const [days, bounced] of letters) {
    const { rows } = await sql<{ id: number }>`
      with c as (insert into campaigns (name, state, subject, text, mailbox_id, basis, audience, started_at)
        select 'Old', 'finished', 'Ants', 'Ants', min(id), 'consent', '{}', now() - make_interval(days => ${days}) from mailboxes returning id)
      insert into campaign_recipients (campaign_id, address_key, address, domain, state, bounced, first_handed_at)
      select id, ${address}, ${address}, 'x', 'sent', ${bounced}, now() - make_interval(days => ${days}) from c
      returning id::float8 as id`.execute(database.db)
    last = rows[0]!.id
  }
  return last
}

test('five soft bounces in a row over two weeks end campaigns to an address; one that arrived begins anew', async () => {
  await ensureFirstMailbox(database.db, 'news@shop.test')
  const soft = 'soft'
  const bounce = (address: string, recipientId: number) => {
    const told = { address, action: 'failed', status: '5.2.2', reason: 'mailbox full', hard: false }
    const report = { kind: 'bounce', recipients: [told] } as never
    return database.db
      .transaction()
      .execute((tx) => applyCampaignMail(tx, [{ recipientId, emailId: null as never, kind: 'bounce', report }]))
  }
  const cases = {
    'full@customer.test': [
      [60, null],
      [50, soft],
      [40, soft],
      [30, soft],
      [20, soft],
      [1, null],
    ],
    'four@customer.test': [
      [40, soft],
      [30, soft],
      [20, soft],
      [1, null],
    ],
    'quick@customer.test': [
      [9, soft],
      [8, soft],
      [7, soft],
      [6, soft],
      [1, null],
    ],
    'back@customer.test': [
      [60, soft],
      [50, soft],
      [40, soft],
      [30, soft],
      [20, null],
      [1, null],
    ],
    'policy@customer.test': [
      [50, 'policy'],
      [40, 'policy'],
      [30, 'policy'],
      [20, 'policy'],
      [1, null],
    ],
  } as const
  for (const [address, letters] of Object.entries(cases)) await bounce(address, await earlier(address, letters))
  const { rows } = await sql<{ address: string }>`
    select address, scope, reason, evidence from suppressions where evidence ? 'soft'`.execute(database.db)
  expect(rows).toMatchObject([
    { address: 'full@customer.test', scope: 'marketing', reason: 'bounced', evidence: { soft: 5 } },
  ])
})

test('a batch of the shop makes lists and puts people on them; a wrong line is named and stops no other', async () => {
  const lines = [
    { put: '/mailing-lists/batch', body: { name: 'Batch' } },
    {
      put: '/shop/users/u9',
      body: { email: 'nia@customer.test', firstNames: 'Nia', lastName: 'B', registeredAt: evidence.at },
    },
    { put: '/mailing-lists/batch/members/u9', body: { consent: evidence } },
    { put: '/mailing-lists/batch/members/otto%40customer.test', body: {} },
    { put: '/mailing-lists/batch/members/nobody', body: {} },
    { put: '/mailing-lists/nowhere/members/u9', body: {} },
    { put: '/mailing-lists/Bad Name', body: { name: 'x' } },
    { put: '/mailing-lists/batch/members/u9', body: { consent: { kind: 'form' } } },
  ]
  const key = (await createApiKey(database.db, { name: 'shop', role: 'data_entry' })) as { key: string }
  const answer = await createApi({ ...parts, db: database.db }).request('/shop/batch', {
    method: 'POST',
    headers: { Authorization: `Bearer ${key.key}`, 'Content-Type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  })
  const body = (await answer.json()) as { done: number; failures: { line: number; detail: string }[] }
  expect([answer.status, body.done, body.failures.map(({ line }) => line)]).toEqual([200, 4, [5, 6, 7, 8]])
  expect(body.failures[1]!.detail).toContain('There is no mailing list “nowhere”')
  expect((await api.send('GET', '/mailing-lists/batch')).body.members).toMatchObject({ confirmed: 1, unproven: 1 })
  expect(await skip('nia@customer.test', { list: 'batch' })).toBe(null)
  const { items } = await listSettingsChanges(database.db, { kind: 'list' }, { limit: 50 })
  expect(items.map(({ kind, what }) => [kind, what])).toContainEqual(['list.update', 'batch'])
  expect(items.some(({ kind }) => kind === 'list.member')).toBe(false)
})

test('a soft opt-in takes a counted order since the checkout offers to opt out', async () => {
  const soft = { basis: 'softOptIn', list: null } as const
  const order = { currency: 'EUR', totalMinor: 900, lines: [] }
  await database.db.transaction().execute((tx) =>
    putOrders(tx, [
      {
        ...order,
        externalId: 'o1',
        email: 'jo@customer.test',
        number: '1',
        state: 'shipped',
        placedAt: new Date('2026-03-01'),
      },
      {
        ...order,
        externalId: 'o2',
        email: 'kim@customer.test',
        number: '2',
        state: 'cancelled',
        placedAt: new Date('2026-03-01'),
      },
      {
        ...order,
        externalId: 'o3',
        email: 'lea@customer.test',
        number: '3',
        state: 'shipped',
        placedAt: new Date('2025-03-01'),
      },
    ]),
  )
  expect(await skip('jo@customer.test', soft)).toBe('no order')
  expect(await launchFaults(database.db, soft)).toHaveLength(3)
  const sender = {
    postalAddress: 'Ant Lane 1',
    legalText: 'Ants Ltd',
    optOutOfferedSince: '2026-01-01',
    optOutWording: 'No news, please',
  }
  const done = await database.db.transaction().execute((tx) => setSenderIdentity(tx, actor, sender))
  expect(await launchFaults(database.db, soft)).toEqual([])
  expect(await skip('jo@customer.test', soft)).toBe(null)
  expect(await skip('kim@customer.test', soft)).toBe('no order')
  expect(await skip('lea@customer.test', soft)).toBe('no order')
  expect(await launchFaults(database.db, { basis: 'consent', list: null })).toHaveLength(1)
  expect(await launchFaults(database.db, { basis: 'consent', list: 'none' })).toHaveLength(1)
  const { changeId } = done as { changeId: number }
  expect(await database.db.transaction().execute((tx) => undoChange(tx, actor, changeId))).toBe('undone')
  expect(await launchFaults(database.db, soft)).toHaveLength(3)
})
