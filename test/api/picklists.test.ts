import { expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { anApi } from './support.ts'

it('picklists are read, filled, reordered and taken back by an admin key', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db, { role: 'admin' })
  const issueId = await anIssue(db, { types: ['leak'] })
  const { body: lists } = await send('GET', '/picklists')
  expect(lists.items.map(({ name }: { name: string }) => name)).toEqual(['issue_type', 'info_used', 'inquired_via'])
  const key = { 'Idempotency-Key': 'once' }
  const leak = await send('POST', '/picklists/issue_type/items', { label: 'leak' }, key)
  expect(leak).toMatchObject({ status: 201, body: { changeId: expect.any(Number), items: [{ label: 'leak' }] } })
  expect((await send('POST', '/picklists/issue_type/items', { label: 'leak' }, key)).body.itemId).toBe(leak.body.itemId)
  const late = (await send('POST', '/picklists/issue_type/items', { label: 'late' })).body
  const order = { order: [late.itemId, leak.body.itemId], revision: late.revision }
  expect((await send('PATCH', '/picklists/issue_type', order)).body.items[0].label).toBe('late')
  expect((await send('PATCH', '/picklists/issue_type', order)).status).toBe(409)
  const path = `/picklists/issue_type/items/${leak.body.itemId}`
  const renamed = await send('PATCH', path, { label: 'sand leak', carry: true, version: 1 })
  expect(renamed.body).toMatchObject({ carried: 1, changeId: expect.any(Number) })
  expect((await send('GET', `/issues/${issueId}`)).body.types).toEqual(['sand leak'])
  expect((await send('PATCH', path, { label: 'old', version: 1 })).status).toBe(409)
  expect((await send('POST', `/undo/${renamed.body.changeId}`)).status).toBe(200)
  expect((await send('GET', `/issues/${issueId}`)).body.types).toEqual(['leak'])
  const gone = await send('DELETE', path)
  expect(gone.body.items.find(({ id }: { id: number }) => id === leak.body.itemId).retired).toBe(true)
  expect((await send('DELETE', `/picklists/info_used/items/${late.itemId}`)).status).toBe(404)
})

it('lists of one’s own are made and retired; a rep’s key may only read', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db, { role: 'admin' })
  const made = await send('POST', '/picklists', { title: 'Kinds of ants' })
  expect(made).toMatchObject({ status: 201, body: { name: 'kinds_of_ants', changeId: expect.any(Number) } })
  expect((await send('POST', '/picklists', { title: 'x', name: 'Not so' })).status).toBe(422)
  expect((await send('PATCH', '/picklists/kinds_of_ants', { title: 'Ants' })).body.title).toBe('Ants')
  expect((await send('DELETE', '/picklists/kinds_of_ants')).status).toBe(200)
  expect((await send('GET', '/picklists/kinds_of_ants')).status).toBe(404)
  expect((await send('DELETE', '/picklists/issue_type')).status).toBe(422)
  const rep = await anApi(db)
  expect((await rep.send('GET', '/picklists/inquired_via')).status).toBe(200)
  expect((await rep.send('POST', '/picklists/inquired_via/items', { label: 'x' })).status).toBe(403)
})
