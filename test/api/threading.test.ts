import { expect, test } from 'vitest'
import { anotherMailbox, conversation, filed, issuesOf } from '../inbound/conversation.ts'
import { openLine, outcome } from '../inbound/door.ts'
import { anApi } from './support.ts'

test('the API moves and parts mail, and undo brings it back', async () => {
  const line = await openLine()
  const api = await anApi(line.db)
  const { issueId, letterId } = await conversation(line)
  const delivery = await line.arrive({ answers: letterId, text: 'more' })
  await line.fileAll()
  const { body } = await api.send('GET', `/issues/${issueId}`)
  const action = body.actions.at(-1).id
  const apart = await api.send('POST', `/issues/${issueId}/actions/${action}/detach`)
  expect(apart).toMatchObject({ status: 201, body: { issueId: expect.any(Number), changeId: expect.any(Number) } })
  expect(await issuesOf(line, delivery)).toEqual([apart.body.issueId])
  expect((await api.send('POST', `/undo/${apart.body.changeId}`)).status).toBe(200)
  expect(await issuesOf(line, delivery)).toEqual([issueId])
  const into = (await filed(line, { text: 'another' })).issueId!
  const moved = await api.send('POST', `/issues/${issueId}/actions/${action}/move`, { into })
  expect(moved).toMatchObject({ status: 200, body: { issueId: into } })
  const back = await api.send('POST', `/undo/${moved.body.changeId}`)
  expect(await issuesOf(line, delivery)).toEqual([issueId])
  await api.send('POST', `/undo/${back.body.changeId}`)
  expect(await issuesOf(line, delivery)).toEqual([into])
  expect((await api.send('POST', `/issues/${into}/actions/${action}/move`, { into: 999_999 })).status).toBe(404)
})

test('suggestions are listed, accepted and dismissed', async () => {
  const line = await openLine()
  const api = await anApi(line.db)
  const first = await filed(line, { answers: 'unseen@customer.example', text: '1' })
  const { issueId } = await filed(line, { answers: 'unseen@customer.example', text: '2' })
  const { body } = await api.send('GET', `/issues/${issueId}`)
  expect(body.suggestions).toMatchObject([{ kind: 'issue', other: { id: first.issueId }, text: expect.any(String) }])
  const path = `/issues/${issueId}/suggestions/${body.suggestions[0].id}`
  const dismissed = await api.send('POST', `${path}/dismiss`)
  expect((await api.send('POST', `${path}/accept`)).status).toBe(404)
  await api.send('POST', `/undo/${dismissed.body.changeId}`)
  const accepted = await api.send('POST', `${path}/accept`)
  expect(accepted.body.issueId).toBe(first.issueId)
  expect((await api.send('GET', `/issues/${first.issueId}`)).body.actions).toHaveLength(2)
})

test('a held answer is answered, and participants come and go', async () => {
  const line = await openLine()
  const api = await anApi(line.db)
  const { issueId, recipient } = await conversation(line)
  const mail = await line.arrive({ from: 'ada@home.example', recipient })
  await line.fileAll()
  expect((await api.send('POST', `/issues/${issueId}/held/${mail}`, { answer: 'whatever' })).status).toBe(422)
  const answered = await api.send('POST', `/issues/${issueId}/held/${mail}`, { answer: 'same person' })
  expect(answered).toMatchObject({ status: 200, body: { id: mail, changeId: expect.any(Number) } })
  await line.fileAll()
  expect(await outcome(line.db, mail)).toMatchObject({ state: 'filed', issueId })
  const joined = await api.send('POST', `/issues/${issueId}/participants`, { address: 'bob@customer.example' })
  expect(joined.status).toBe(200)
  const people = async () =>
    (await api.send('GET', `/issues/${issueId}`)).body.participants.map((p: { address: string }) => p.address)
  expect(await people()).toContain('bob@customer.example')
  await api.send('DELETE', `/issues/${issueId}/participants/bob@customer.example`)
  expect(await people()).not.toContain('bob@customer.example')
  expect((await api.send('POST', `/issues/${issueId}/participants`, { address: 'support@shop.test' })).status).toBe(422)
})

test('each mailbox has its queue', async () => {
  const line = await openLine()
  const api = await anApi(line.db)
  const { issueId } = await filed(line, { id: 'both@customer.example' })
  const billing = await anotherMailbox(line, 'billing@shop.test')
  const queue = async (id: number) =>
    (await api.send('GET', `/issues?mailbox=${id}`)).body.items.map((i: { id: number }) => i.id)
  expect(await queue(billing.id)).toEqual([])
  const other = { ...line.mailbox, id: billing.id, address: 'billing@shop.test' }
  const copy = await line.arrive({ id: 'both@customer.example', recipient: other.address })
  await line.db.updateTable('deliveries').set({ mailboxId: billing.id }).where('id', '=', copy).execute()
  await line.fileAll()
  expect(await queue(billing.id)).toEqual([issueId])
  expect(await queue(line.mailbox.id)).toEqual([issueId])
})
