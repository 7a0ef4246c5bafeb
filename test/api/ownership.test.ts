import { beforeAll, expect, it } from 'vitest'
import { changeIssue } from '../../src/desk/issues.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { anIssue, aPerson, aRep } from '../support/desk.ts'
import { type Api, anApi } from './support.ts'

let db: TestDatabase['db']
let api: Api

beforeAll(async () => {
  const database = await cloneDatabase()
  db = database.db
  api = await anApi(db, { role: 'admin' })
  return () => database.stop()
})

const send = (...call: Parameters<Api['send']>) => api.send(...call)

it('the order of somebody else is refused with both people and what to send to switch', async () => {
  const [ann, bob] = [await aPerson(db, 'ann@two.test', 'Ann Lee'), await aPerson(db, 'bob@two.test', 'Bob Two')]
  const user = { email: 'bob@two.test', firstNames: 'Bob', lastName: 'Two', registeredAt: '2026-01-01T00:00:00Z' }
  expect((await send('PUT', '/shop/users/u1', user)).status).toBe(200)
  const order = { user: 'u1', number: 'A-1', state: 'paid', placedAt: '2026-02-01T00:00:00Z', currency: 'EUR' }
  expect((await send('PUT', '/shop/orders/o1', { ...order, totalMinor: 100, lines: [] })).status).toBe(200)
  const wish = { subject: 'Where is it?', orderId: 'A-1' }
  const refused = await send('POST', '/issues', { ...wish, personId: ann })
  expect(refused).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('Bob Two'), offer: { personId: bob, person: { name: 'Bob Two' } } },
  })
  expect(refused.body.offer.send).toEqual([{ personId: bob }, { force: true }])
  const switched = await send('POST', '/issues', { ...wish, personId: ann, ...refused.body.offer.send[0] })
  expect(switched).toMatchObject({ status: 201, body: { person: { id: bob }, orderId: 'A-1' } })
  const anns = await anIssue(db, { personId: ann })
  const patched = await send('PATCH', `/issues/${anns}`, { orderId: 'A-1' })
  expect(patched).toMatchObject({ status: 422, body: { offer: { personId: bob, send: [{ force: true }] } } })
  expect(await send('PATCH', `/issues/${anns}`, { orderId: 'A-1', force: true })).toMatchObject({
    status: 200,
    body: { orderId: 'A-1' },
  })
  const letter = await send('POST', '/letters', { ...wish, personId: ann, text: 'It is on its way.' })
  expect(letter).toMatchObject({ status: 422, body: { offer: { personId: bob } } })
  expect((await send('GET', '/letters')).body.items).toEqual([])
})

it('a link to another person’s issue names both, and lets the writer take part there', async () => {
  const cora = await aPerson(db, 'cora@two.test', 'Cora Three')
  const [from, into] = [await anIssue(db, { personId: cora }), await anIssue(db)]
  const { interactionId } = (await send('POST', `/issues/${from}/notes`, { text: 'Both' })).body
  const asked = await send('POST', `/issues/${into}/links`, { interactionId })
  expect(asked.body.detail).toMatch(/Cora Three \(customer \d+\).*Ann Lee \(customer \d+\)/)
  const linked = await send('POST', `/issues/${into}/links`, { interactionId, join: true })
  const seen = (await send('GET', `/issues/${into}`)).body
  expect(seen.actions).toHaveLength(1)
  expect(seen.participants).toContainEqual({ name: 'Cora Three', address: 'cora@two.test' })
  await send('POST', `/undo/${linked.body.changeId}`)
  expect((await send('GET', `/issues/${into}`)).body).toMatchObject({ actions: [], participants: [] })
})

it('a change from an old version answers 409 with what changed', async () => {
  const [id, rep] = [await anIssue(db), await aRep(db)]
  const theirs = { types: ['leak'], priority: 'urgent' as const }
  await db.transaction().execute((tx) => changeIssue(tx, { kind: 'rep', repId: rep }, id, theirs))
  const late = await send('PATCH', `/issues/${id}`, { types: ['late'], status: 'closed', version: 1 })
  expect(late).toMatchObject({
    status: 409,
    body: { changed: { types: { yours: ['late'], theirs: ['leak'] }, priority: { theirs: 'urgent' } } },
  })
  expect((await send('GET', `/issues/${id}`)).body).toMatchObject({ status: 'open', types: ['leak'], version: 2 })
})

it('words of what was said become an issue, and a conversation splits, each with its undo', async () => {
  const id = await anIssue(db, { subject: 'Many things' })
  const said = []
  for (const text of ['One', 'Two: the lid is broken', 'Three'])
    said.push((await send('POST', `/issues/${id}/notes`, { text })).body.actionId)
  const made = await send('POST', `/issues/${id}/actions/${said[1]}/excerpt`, { words: 'the lid is broken' })
  expect(made.status).toBe(201)
  const part = (await send('GET', `/issues/${made.body.issueId}`)).body
  expect(part).toMatchObject({ subject: 'the lid is broken', actions: [{ details: 'the lid is broken' }] })
  expect((await send('GET', `/issues/${id}`)).body.actions).toHaveLength(3)
  await send('POST', `/undo/${made.body.changeId}`)
  expect((await send('GET', `/issues/${made.body.issueId}`)).status).toBe(404)
  const split = await send('POST', `/issues/${id}/actions/${said[1]}/split`, { subject: 'The rest' })
  expect((await send('GET', `/issues/${split.body.issueId}`)).body).toMatchObject({ subject: 'The rest' })
  expect((await send('GET', `/issues/${id}`)).body.actions).toHaveLength(1)
  await send('POST', `/undo/${split.body.changeId}`)
  expect((await send('GET', `/issues/${id}`)).body.actions).toHaveLength(3)
  expect((await send('POST', `/issues/${id}/actions/999999/split`, {})).status).toBe(404)
})

it('lists answer what the page’s lists can be narrowed to', async () => {
  const old = await anIssue(db, { at: new Date('2026-01-01T00:00:00Z'), types: ['rare'] })
  await db
    .updateTable('issues')
    .set({ openedAt: new Date('2026-01-01T00:00:00Z') })
    .where('id', '=', old)
    .execute()
  const ids = async (query: string) =>
    (await send('GET', `/issues?${query}`)).body.items.map((one: { id: number }) => one.id)
  expect(await ids('offList=true')).toContain(old)
  expect(await ids('uncategorized=true')).not.toContain(old)
  expect((await ids('oldestFirst=true'))[0]).toBe(old)
  for (const opened of ['24h', 'week', 'month']) expect(await ids(`opened=${opened}`)).not.toContain(old)
  expect((await ids('opened=24h')).length).toBeGreaterThan(0)
  expect((await send('GET', '/issues?opened=year')).status).toBe(422)
  const first = (await send('GET', '/issues?oldestFirst=true&limit=1')).body
  const second = (await send('GET', `/issues?oldestFirst=true&limit=1&cursor=${first.next}`)).body
  expect(second.items[0].id).not.toBe(old)
})
