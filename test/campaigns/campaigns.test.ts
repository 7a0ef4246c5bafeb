import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { writeSetting } from '../../src/settings/settings.ts'
import { anApi, parts } from '../api/support.ts'
import { testDatabase } from '../support/database.ts'
import { aRep } from '../support/desk.ts'
import { aShop, until, worker } from './desk.ts'

const wish = {
  name: 'Spring',
  subject: 'Ants',
  text: 'New ants.',
  basis: 'consent',
  list: 'news',
  audience: { onList: 'news' },
}

/** The API of a desk whose letters go out by this relay, called by marketing staff. */
async function marketing(db: Parameters<typeof anApi>[0], relayUrl?: string, email?: string) {
  const app = createApi({ ...parts, db, config: { ...parts.config, relayUrl } })
  const made = await createApiKey(db, { name: `k ${Math.random()}`, role: 'marketing', repEmail: email })
  const key = 'key' in made ? made.key : ''
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await app.request(path, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json() }
  }
}

test('a campaign is written, estimated, launched with the right number, paused, resumed and cancelled, each once', async () => {
  const { db } = await testDatabase()
  await aShop(db, 20)
  const send = await marketing(db, 'smtp://127.0.0.1:9')
  const once = { 'Idempotency-Key': 'one' }
  const made = await send('POST', '/campaigns', wish, once)
  expect(made).toMatchObject({ status: 201, body: { state: 'draft', mailbox: 'news@shop.test', policy: 'hold' } })
  expect((await send('POST', '/campaigns', wish, once)).body).toEqual(made.body)
  const { id, version } = made.body
  expect(await send('PATCH', `/campaigns/${id}`, { subject: 'More ants', version })).toMatchObject({ status: 200 })
  expect(await send('PATCH', `/campaigns/${id}`, { subject: 'x', version })).toMatchObject({ status: 409 })
  expect(await send('PATCH', `/campaigns/${id}`, { text: '{% if %}' })).toMatchObject({ status: 422 })
  const estimate = await send('POST', `/campaigns/${id}/estimate`, {})
  expect(estimate.body).toMatchObject({ audience: 20, recipients: 20, skips: {}, needsApproval: null })
  expect(await send('POST', `/campaigns/${id}/launch`, { expectedRecipients: 19 })).toMatchObject({ status: 409 })
  const launch = () => send('POST', `/campaigns/${id}/launch`, { expectedRecipients: 20 }, { 'Idempotency-Key': 'go' })
  const [first, second] = [await launch(), await launch()]
  expect(first).toMatchObject({ status: 200, body: { state: 'scheduled', changeId: expect.any(Number) } })
  expect(second.body).toEqual(first.body)
  expect(await send('PATCH', `/campaigns/${id}`, { subject: 'too late' })).toMatchObject({ status: 409 })
  expect((await send('POST', `/campaigns/${id}/pause`, {})).body.state).toBe('paused')
  expect((await send('POST', `/campaigns/${id}/pause`, {})).status).toBe(409)
  expect((await send('POST', `/campaigns/${id}/resume`, {})).body.state).toBe('scheduled')
  expect((await send('POST', `/campaigns/${id}/cancel`, {})).body.state).toBe('cancelled')
  expect((await send('GET', '/campaigns?state=cancelled')).body.items).toMatchObject([{ id, name: 'Spring' }])
  expect((await send('GET', '/campaigns/999')).status).toBe(404)
  const others = await anApi(db, { role: 'rep' })
  for (const path of ['/campaigns', `/campaigns/${id}`, `/campaigns/${id}/recipients`])
    expect((await others.send('GET', path)).status).toBe(403)
  expect((await others.send('POST', `/campaigns/${id}/launch`, { expectedRecipients: 20 })).status).toBe(403)
})

test('of two who launch at the same time one wins', async () => {
  const { db } = await testDatabase()
  await aShop(db, 5)
  const send = await marketing(db, 'smtp://127.0.0.1:9')
  const { id } = (await send('POST', '/campaigns', wish)).body
  const both = await Promise.all([5, 5].map((n) => send('POST', `/campaigns/${id}/launch`, { expectedRecipients: n })))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('a large campaign needs a second person, who is not the author, and again after a change', async () => {
  const { db } = await testDatabase()
  await aShop(db, 10)
  await writeSetting(db, 'campaigns', { approvalRecipients: 9 })
  const [ann, bob] = await Promise.all(
    ['ann@desk.test', 'bob@desk.test'].map(async (email) => {
      await aRep(db, email, email)
      return marketing(db, 'smtp://127.0.0.1:9', email)
    }),
  )
  const { id } = (await ann!('POST', '/campaigns', wish)).body
  const launch = () => ann!('POST', `/campaigns/${id}/launch`, { expectedRecipients: 10 })
  expect((await launch()).body.detail).toContain('second person')
  expect((await ann!('POST', `/campaigns/${id}/approve`, {})).status).toBe(409)
  expect((await bob!('POST', `/campaigns/${id}/approve`, {})).body.approvedBy.name).toBe('bob@desk.test')
  await ann!('PATCH', `/campaigns/${id}`, { subject: 'Something else' })
  expect((await launch()).status).toBe(409)
  await bob!('POST', `/campaigns/${id}/approve`, {})
  expect((await launch()).status).toBe(200)
})

test('nothing is launched without a relay, nor over plain http but on loopback; nobody is an audience of none', async () => {
  const { db } = await testDatabase()
  await aShop(db, 3)
  for (const [relayUrl, words] of [
    [undefined, 'No relay'],
    ['smtp://relay.example:25', 'https'],
  ] as const) {
    const send = await marketing(db, relayUrl)
    const { id } = (await send('POST', '/campaigns', wish)).body
    const refused = await send('POST', `/campaigns/${id}/launch`, { expectedRecipients: 3 })
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining(words) } })
  }
  const send = await marketing(db, 'smtp://127.0.0.1:9')
  const { id } = (await send('POST', '/campaigns', { ...wish, audience: { country: 'XX' } })).body
  expect((await send('POST', `/campaigns/${id}/launch`, { expectedRecipients: 0 })).status).toBe(409)
})

test('a campaign whose time is long over asks before it goes; a copy of the database sends nothing', async () => {
  const { db } = await testDatabase()
  const mailbox = await aShop(db, 3)
  const send = await marketing(db, 'smtp://127.0.0.1:9')
  const made = await Promise.all([send('POST', '/campaigns', wish), send('POST', '/campaigns', wish)])
  const [late, due] = made.map(({ body }) => body.id)
  for (const id of [late, due]) await send('POST', `/campaigns/${id}/launch`, { expectedRecipients: 3 })
  await sql`update campaigns set send_at = now() - interval '3 hours' where id = ${late}`.execute(db)
  const copy = worker(db, 'smtp://127.0.0.1:9', { instance: 'a copy' })
  await sql`select pg_sleep(1.2)`.execute(db)
  await copy.stop()
  expect((await send('GET', `/campaigns/${due}`)).body.state).toBe('scheduled')
  const real = worker(db, 'smtp://127.0.0.1:9')
  const { campaign } = await until(db, late, 'paused')
  await until(db, due, 'running')
  await real.stop()
  expect(campaign.pauseReason).toContain('time was over')
  expect((await send('POST', `/campaigns/${late}/resume`, {})).body.state).toBe('scheduled')
  expect(mailbox.id).toBeGreaterThan(0)
})
