import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { sql } from 'kysely'
import { pino } from 'pino'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { listDeliveries } from '../../src/desk/webhook-log.ts'
import { retryAfter } from '../../src/desk/webhook-send.ts'
import { armWebhooks } from '../../src/desk/webhook-triggers.ts'
import { startWebhooks } from '../../src/desk/webhook-worker.ts'
import { addDemo } from '../../src/letters/demo-data.ts'
import { type Api, anApi, parts } from '../api/support.ts'
import { cloneDatabase } from '../support/database.ts'
import { anIssue, aPerson } from '../support/desk.ts'

type Heard = Readonly<{ headers: IncomingMessage['headers']; body: string }>

let db: Database
let api: Api
let url: string
let heard: Heard[] = []
let answer: { status: number; text: string; headers?: Record<string, string> } = { status: 204, text: '' }
let worker: ReturnType<typeof startWebhooks>

beforeAll(async () => {
  const database = await cloneDatabase()
  db = database.db
  api = await anApi(db, { role: 'admin' })
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    heard.push({ headers: request.headers, body })
    response.writeHead(answer.status, answer.headers).end(answer.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`
  worker = startWebhooks({ db, secrets: parts.secrets, log: pino({ level: 'silent' }) })
  return async () => {
    await worker.stop()
    server.close()
    await database.stop()
  }
})

beforeEach(async () => {
  for (const { id } of (await api.send('GET', '/webhooks')).body.items) await api.send('DELETE', `/webhooks/${id}`)
  heard = []
  answer = { status: 204, text: '' }
})

async function aHook(events: readonly string[], more: object = {}) {
  const made = await api.send('POST', '/webhooks', { url, events, private: true, ...more })
  expect(made.status).toBe(201)
  return made.body as { id: number; secret: string; changeId: number; version: number }
}

/** The worker hears no NOTIFY here: it is called while something is waited for. */
const wait = <T>(what: () => T | Promise<T>) =>
  vi.waitFor(
    () => {
      worker.wake()
      return what()
    },
    { timeout: 30_000, interval: 50 },
  )
const told = () => heard.map(({ body }) => JSON.parse(body) as { type: string; timestamp: string; data: Data })
type Data = Record<string, unknown>

async function deliveriesOf(id: number) {
  return (await listDeliveries(db, { webhookId: id }, { limit: 50 })).items
}

async function triggers(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tgname::text as name from pg_trigger where tgname like 'webhook\\_%' order by 1`.execute(db)
  return rows.map(({ name }) => name)
}

describe('a webhook', () => {
  test('hears of an issue opened, closed and opened again, signed as Standard Webhooks say', async () => {
    const hook = await aHook(['issue.opened', 'issue.closed', 'issue.reopened', 'interaction.recorded'])
    const personId = await aPerson(db)
    const call = { personId, channel: 'phone', originator: 'customer' }
    const actions = [{ issue: { subject: 'A secret matter', types: [] }, details: 'called' }]
    const made = await api.send('POST', '/interactions', { ...call, actions })
    const issueId = made.body.actions[0].issueId
    await api.send('PATCH', `/issues/${issueId}`, { status: 'closed' })
    await api.send('PATCH', `/issues/${issueId}`, { status: 'open' })
    await wait(() => expect(heard.length).toBe(4))
    const messages = told()
    expect(messages.map(({ type }) => type).sort()).toEqual([
      ...['interaction.recorded', 'issue.closed', 'issue.opened', 'issue.reopened'],
    ])
    const of = (type: string) => messages.find((message) => message.type === type)!.data
    expect(of('issue.opened')).toMatchObject({ id: issueId, status: 'open', personId })
    expect(of('issue.closed')).toMatchObject({ id: issueId, status: 'closed' })
    expect(of('interaction.recorded')).toMatchObject({ id: made.body.id, channel: 'phone', issueIds: [issueId] })
    for (const { headers, body } of heard) {
      const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
      const key = Buffer.from(hook.secret.slice('whsec_'.length), 'base64')
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(text).digest('base64')}`)
      expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(60)
      expect(body).not.toContain('secret matter')
    }
  })

  test('hears of nothing that was rolled back or brought over as history, nor of what it did not ask for', async () => {
    const hook = await aHook(['issue.opened'])
    expect((await addDemo(db, { kind: 'system', repId: null })).issues).toBeGreaterThan(0)
    const personId = await aPerson(db)
    const failing = db.transaction().execute(async (tx) => {
      await anIssue(tx, { personId })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    const id = await anIssue(db, { personId })
    await api.send('PATCH', `/issues/${id}`, { status: 'closed' })
    await wait(async () => expect((await deliveriesOf(hook.id)).map((one) => one.state)).toEqual(['delivered']))
    expect(told().map(({ data }) => data.id)).toEqual([id])
  })

  test('leaves no trigger behind when nobody listens any more, and none is there before', async () => {
    await wait(async () => expect(await triggers()).toEqual([]))
    const hook = await aHook(['letter.sent', 'person.changed'])
    expect(await triggers()).toEqual(['webhook_letter_sent', 'webhook_person_changed'])
    await api.send('PATCH', `/webhooks/${hook.id}`, { disabled: true })
    expect(await triggers()).toEqual([])
    await api.send('PATCH', `/webhooks/${hook.id}`, { disabled: false, events: ['campaign.finished'] })
    expect(await triggers()).toEqual(['webhook_campaign_finished'])
    await api.send('DELETE', `/webhooks/${hook.id}`)
    expect(await triggers()).toEqual([])
  })

  test('is armed by the worker where the trigger could not be made at once', async () => {
    await db
      .insertInto('webhooks')
      .values({ url, events: ['issue.closed'], description: '', private: true })
      .execute()
    await wait(async () => expect(await triggers()).toEqual(['webhook_issue_closed']))
    expect(await armWebhooks(db)).toBe(true)
  })
})

describe('a message that is not taken', () => {
  test('is tried again after 5 s, 5 min, 30 min and so on, and given up after the ninth wait', async () => {
    const hook = await aHook(['issue.opened'])
    answer = { status: 500, text: `${'x'.repeat(5000)}` }
    await anIssue(db)
    for (let tries = 1; tries <= retryAfter.length + 1; tries++) {
      await wait(async () => {
        const [one] = await deliveriesOf(hook.id)
        expect([one!.attempts, one!.status, one!.answer.length]).toEqual([tries, 500, 1024])
        expect(one!.nextAt ? +one!.nextAt > Date.now() : one!.state === 'failed').toBe(true)
      })
      const { rows } = await sql<{ wait: number; state: string }>`
        select extract(epoch from d.due_at - t.at)::float8 as wait, d.state from webhook_deliveries d,
          lateral (select max(at) as at from webhook_attempts where delivery_id = d.id) t
        where webhook_id = ${hook.id}`.execute(db)
      const planned = retryAfter[tries - 1]
      expect(rows[0]!.state).toBe(planned ? 'waiting' : 'failed')
      if (planned) expect(rows[0]!.wait / planned).toBeCloseTo(1.05, 0)
      if (planned) await sql`update webhook_deliveries set due_at = now() where webhook_id = ${hook.id}`.execute(db)
    }
    expect(new Set(heard.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
    answer = { status: 200, text: 'thanks' }
    const before = heard.length
    const again = await api.send('POST', `/webhooks/${hook.id}/replay`, { since: '2020-01-01T00:00:00Z' })
    expect(again.body).toEqual({ queued: 1 })
    await wait(async () =>
      expect((await deliveriesOf(hook.id))[0]).toMatchObject({ state: 'delivered', answer: 'thanks' }),
    )
    expect(heard.length).toBe(before + 1)
    const deliveryId = (await deliveriesOf(hook.id))[0]!.id
    expect((await api.send('POST', `/webhooks/${hook.id}/replay`, { deliveryId })).body).toEqual({ queued: 1 })
    await wait(() => expect(heard.length).toBe(before + 2))
  })

  test('is not taken by a redirect, which nobody follows', async () => {
    const hook = await aHook(['issue.opened'])
    answer = { status: 302, text: '', headers: { Location: `${url}/elsewhere` } }
    await anIssue(db)
    await wait(async () => expect((await deliveriesOf(hook.id))[0]).toMatchObject({ state: 'waiting', status: 302 }))
    expect(heard.length).toBe(1)
  })

  test('switches its hook off after five days without an answer, or at once by 410 Gone, and says so', async () => {
    const hook = await aHook(['issue.opened'])
    const other = await aHook(['issue.closed'])
    answer = { status: 503, text: '' }
    await sql`update webhooks set failing_since = now() - interval '6 days' where id = ${hook.id}`.execute(db)
    const id = await anIssue(db)
    const shown = async (hookId: number) => (await api.send('GET', `/webhooks/${hookId}`)).body
    await wait(async () => expect(await shown(hook.id)).toMatchObject({ disabled: true, disabledWhy: /5 days/ }))
    answer = { status: 410, text: '' }
    await api.send('PATCH', `/issues/${id}`, { status: 'closed' })
    await wait(async () => expect(await shown(other.id)).toMatchObject({ disabled: true, disabledWhy: /410/ }))
    expect((await api.send('POST', `/webhooks/${hook.id}/test`)).status).toBe(409)
    await api.send('PATCH', `/webhooks/${hook.id}`, { disabled: false })
    expect(await shown(hook.id)).toMatchObject({ disabled: false, disabledWhy: null, failingSince: null })
  })

  test('never goes to a private address unless that hook may, whatever its name resolves to', async () => {
    await worker.stop()
    const resolve = async () => ['10.0.0.7']
    worker = startWebhooks({ db, secrets: parts.secrets, log: pino({ level: 'silent' }), guard: { resolve } })
    const hook = await aHook(['issue.opened'], { url: 'https://shop.example/hook', private: false })
    const near = await aHook(['issue.opened'], { url: url.replace('127.0.0.1', '169.254.169.254') })
    await anIssue(db)
    for (const { id } of [hook, near])
      await wait(async () => expect((await deliveriesOf(id))[0]).toMatchObject({ status: null, why: /public web/ }))
    expect(heard).toEqual([])
  })
})

describe('the API of webhooks', () => {
  test('shows a secret once, signs with two while one is changed, and takes a change back', async () => {
    const hook = await aHook(['issue.opened'])
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(JSON.stringify((await api.send('GET', '/webhooks')).body)).not.toContain('whsec_')
    const next = await api.send('POST', `/webhooks/${hook.id}/secret`)
    expect(next.body.secret).not.toBe(hook.secret)
    await api.send('POST', `/webhooks/${hook.id}/test`)
    await wait(() => expect(heard.length).toBe(1))
    const { headers, body } = heard[0]!
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const sign = (secret: string) =>
      `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update(text)
        .digest('base64')}`
    expect(headers['webhook-signature']).toBe(`${sign(next.body.secret)} ${sign(hook.secret)}`)
    expect(JSON.parse(body)).toMatchObject({ type: 'webhook.test', data: { webhookId: hook.id } })
    const changed = await api.send('PATCH', `/webhooks/${hook.id}`, { description: 'The shop', version: hook.version })
    expect(changed.body).toMatchObject({ description: 'The shop' })
    expect((await api.send('PATCH', `/webhooks/${hook.id}`, { description: 'x', version: 1 })).status).toBe(409)
    expect((await api.send('POST', `/undo/${changed.body.changeId}`)).status).toBe(200)
    expect((await api.send('GET', `/webhooks/${hook.id}`)).body.description).toBe('')
    const gone = await api.send('DELETE', `/webhooks/${hook.id}`)
    expect((await api.send('GET', `/webhooks/${hook.id}`)).status).toBe(404)
    await api.send('POST', `/undo/${gone.body.changeId}`)
    expect((await api.send('GET', `/webhooks/${hook.id}`)).body).toMatchObject({ url, disabled: false })
  })

  test('refuses addresses that are none, plain http to the outside, and names it does not know', async () => {
    const events = ['issue.opened']
    for (const bad of ['shop.example', 'ftp://shop.example/', 'https://u:p@shop.example/', 'http://shop.example/'])
      expect((await api.send('POST', '/webhooks', { url: bad, events })).status).toBe(422)
    expect((await api.send('POST', '/webhooks', { url, events: ['issue.eaten'] })).status).toBe(422)
    expect((await api.send('POST', '/webhooks', { url, events: [] })).status).toBe(422)
  })
})
