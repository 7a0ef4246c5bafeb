import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { fileMail } from '../web/mail.ts'
import { anApi } from './support.ts'

const order = {
  email: 'maria@example.test',
  number: 'A-1',
  state: 'paid',
  placedAt: new Date(Date.now() - 86_400_000).toISOString(),
  currency: 'EUR',
  totalMinor: 5000,
  lines: [{ product: 'p1', quantity: 1, amountMinor: 5000 }],
}

it('sums up what waits for the shop’s own page', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db, { role: 'read_only' })
  const shop = await anApi(db)
  await fileMail(db)
  await shop.send('POST', '/shop/problems', { text: 'Declined' })
  expect((await send('GET', '/summary')).body).toEqual({ openIssues: 1, unassigned: 1, problems: 1 })
  expect((await send('GET', '/shop/problems')).body.items).toMatchObject([{ text: 'Declined', resolvedAt: null }])
})

it('comments on an order, refuses an older version, and undoes', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  await fileMail(db)
  await send('PUT', '/shop/orders/o1', order)
  const path = '/shop/orders/A-1'
  const first = await send('PATCH', path, { comment: 'Call first.', version: 1 })
  expect(first.body).toMatchObject({ comment: 'Call first.', commentVersion: 2, customer: { id: 1 } })
  const second = await send('PATCH', path, { comment: 'Gate.', version: 1 })
  expect(second.status).toBe(409)
  expect(JSON.stringify(second.body)).toContain('Call first.')
  expect((await send('POST', `/undo/${first.body.changeId}`)).status).toBe(200)
  expect((await send('GET', path)).body.comment).toBe('')
  expect((await send('GET', '/shop/orders?q=a')).body.items).toHaveLength(1)
  expect((await send('GET', '/shop/orders/none')).status).toBe(404)
})

it('finds who spent over a sum, guests by their address, page by page', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  await fileMail(db)
  await send('PUT', '/shop/orders/o1', order)
  await send('PUT', '/shop/orders/o2', { ...order, number: 'A-2', totalMinor: 1000, refundedMinor: 400 })
  await send('PUT', '/shop/orders/o3', { ...order, number: 'A-3', email: 'guest@example.test', totalMinor: 4000 })
  await send('PUT', '/shop/orders/o4', { ...order, number: 'A-4', state: 'Cancelled', totalMinor: 99_000 })
  const path = '/people/spent?over=3999&currency=EUR&days=7&limit=1'
  const first = (await send('GET', path)).body
  expect(first.items).toMatchObject([{ personId: 1, spentMinor: 5600, orders: 2 }])
  const second = (await send('GET', `${path}&cursor=${first.next}`)).body
  expect(second).toMatchObject({
    items: [{ personId: null, email: 'guest@example.test', spentMinor: 4000 }],
    next: null,
  })
  expect((await send('GET', '/people/spent?over=4000&currency=EUR&days=7')).body.items).toHaveLength(1)
  expect((await send('GET', '/people/spent?over=x&currency=EUR&days=7')).status).toBe(422)
})

it('exports a person, and erases them when the id is said twice', async () => {
  const { db } = await testDatabase()
  const { app, key, send } = await anApi(db, { role: 'admin' })
  const { personId } = await fileMail(db)
  const answer = await app.request(`/people/${personId}/export`, { headers: { Authorization: `Bearer ${key}` } })
  expect(Object.keys(unzipSync(new Uint8Array(await answer.arrayBuffer())))).toContain('history.json')
  const unsure = await send('DELETE', `/people/${personId}`)
  expect(unsure).toMatchObject({ status: 422, body: { goes: { mails: 1 } } })
  const done = await send('DELETE', `/people/${personId}?confirm=${personId}`)
  expect(done.body).toMatchObject({ id: personId, erased: { mails: 1 }, changeId: null })
  expect(done.body.stays.length).toBeGreaterThan(3)
  expect((await send('GET', '/mail/1/source')).status).toBe(404)
  expect((await (await anApi(db)).send('DELETE', `/people/${personId}?confirm=${personId}`)).status).toBe(403)
})

it('notes on a person by the API and takes the note back', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  const { personId } = await fileMail(db)
  const { changeId } = (await send('POST', `/people/${personId}/notes`, { text: 'Kind.' })).body
  expect((await send('GET', `/people/${personId}/notes`)).body.items).toMatchObject([{ text: 'Kind.' }])
  await send('POST', `/undo/${changeId}`)
  expect((await send('GET', `/people/${personId}/notes`)).body.items).toEqual([])
})
