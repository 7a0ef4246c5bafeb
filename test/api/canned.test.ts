import { expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson, aRep } from '../support/desk.ts'
import { anApi } from './support.ts'

it('canned responses are made, found, filled, changed, restored and taken back', async () => {
  const { db } = await testDatabase()
  await aRep(db, 'Rosa Rep', 'rosa@desk.test')
  const { send } = await anApi(db, { repEmail: 'rosa@desk.test' })
  const admin = await anApi(db, { role: 'admin' })
  const issueId = await anIssue(db, { personId: await aPerson(db, undefined, 'Ann Lee') })
  const own = { title: 'Where it is', body: 'Dear {{ person.first_name }}, {{ order.number }} is {{ ask.where }}.' }
  const key = { 'Idempotency-Key': 'once' }
  const made = await send('POST', '/canned-responses', own, key)
  expect(made).toMatchObject({ status: 201, body: { shared: false, version: 1, changeId: expect.any(Number) } })
  expect((await send('POST', '/canned-responses', own, key)).body.id).toBe(made.body.id)
  const path = `/canned-responses/${made.body.id}`
  expect((await admin.send('GET', path)).status).toBe(404)

  const shared = { title: 'Thanks', body: 'Thank you!', shared: true }
  expect((await send('POST', '/canned-responses', shared)).status).toBe(403)
  expect((await admin.send('POST', '/canned-responses', shared)).status).toBe(201)
  const found = await send('GET', `/canned-responses?q=dear&issue=${issueId}`)
  expect(found.body.items.map(({ title }: { title: string }) => title)).toEqual(['Where it is'])
  const first = (await send('GET', '/canned-responses?limit=1')).body
  const second = (await send('GET', `/canned-responses?limit=1&cursor=${first.next}`)).body
  expect([first.items[0].title, second.items[0].title]).toEqual(['Where it is', 'Thanks'])

  const about = { issueId, values: { 'order.number': 'A-7' } }
  expect((await send('POST', `${path}/render`, about)).body).toEqual({
    text: 'Dear Ann, A-7 is {{ ask.where }}.',
    missing: [{ name: 'ask.where', example: '', asked: true }],
  })
  const whole = { ...about, values: { ...about.values, 'ask.where': 'there' } }
  expect((await send('POST', `${path}/insert`, whole)).body).toMatchObject({
    text: 'Dear Ann, A-7 is there.',
    missing: [],
  })
  expect((await send('GET', path)).body.uses).toBe(1)
  expect((await send('GET', '/canned-responses/variables')).body.items[0]).toMatchObject({ name: 'person.name' })

  expect((await send('PATCH', path, { body: '{{ persn.name }}' })).body.detail).toContain(
    'Line 1: there is no variable',
  )
  const patched = await send('PATCH', path, { body: 'Hello', folder: 'Short', version: 1 })
  expect(patched.body).toMatchObject({ body: 'Hello', folder: 'Short', version: 2 })
  expect((await send('PATCH', path, { body: 'x', version: 1 })).status).toBe(409)
  const { items } = (await send('GET', `${path}/versions`)).body
  expect(items).toMatchObject([{ body: 'Hello', rep: 'Rosa Rep' }, { body: own.body }])
  const back = await send('POST', `${path}/restore`, { changeId: items[1].changeId })
  expect(back).toMatchObject({ status: 200, body: { body: own.body, folder: '' } })
  const gone = await send('DELETE', path)
  expect((await send('GET', path)).status).toBe(404)
  expect((await admin.send('POST', `/undo/${gone.body.changeId}`)).status).toBe(409)
  expect((await send('POST', `/undo/${gone.body.changeId}`)).status).toBe(200)
  expect((await send('GET', path)).body.body).toBe(own.body)
})

it('files go along as uploads of whoever inserts the response', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db, { role: 'admin' })
  const form = new FormData()
  form.set('file', new File(['%PDF'], 'map.pdf', { type: 'application/pdf' }))
  const upload = (await send('POST', '/attachments', form)).body.id
  const wish = { title: 'Map', body: 'See the map.', shared: true, attachmentIds: [upload] }
  const { id, files } = (await send('POST', '/canned-responses', wish)).body
  expect(files).toMatchObject([{ filename: 'map.pdf', size: 4 }])
  const { attachmentIds } = (await send('POST', `/canned-responses/${id}/insert`, {})).body
  const letter = { text: 'See the map.', subject: 'Map', to: 'ann@customer.test', attachmentIds }
  expect((await send('POST', '/letters', letter)).status).toBe(201)
  expect((await send('POST', `/canned-responses/${id}/insert`, {})).body.attachmentIds).not.toEqual(attachmentIds)
  expect((await send('PATCH', `/canned-responses/${id}`, { files: [] })).body.files).toEqual([])
})
