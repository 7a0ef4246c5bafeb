import { expect, test } from 'vitest'
import { createRep } from '../../src/reps/reps.ts'
import { testDatabase } from '../support/database.ts'
import { fileMail } from '../web/mail.ts'
import { anApi } from './support.ts'

test('drafts, checks, forwards, times and signatures go by the API as by the pages', async () => {
  const { db } = await testDatabase()
  const rep = { name: 'Ana', email: 'ana@shop.test', password: 'seven quiet ants', role: 'rep' as const }
  expect(await createRep(db, rep)).toHaveProperty('rep')
  const api = await anApi(db, { repEmail: 'ana@shop.test' })
  const { issueId } = await fileMail(db)
  const place = `/drafts/issue-${issueId}`

  const put = (text: string, version: number) => api.send('PUT', place, { kind: 'reply', fields: { text }, version })
  expect(await put('One', 0)).toMatchObject({ status: 200, body: { version: 1, fields: { text: 'One' } } })
  expect(await put('Two', 0)).toMatchObject({ status: 409, body: { newer: { fields: { text: 'One' } } } })
  expect((await put('Two', 1)).body.version).toBe(2)
  expect((await api.send('GET', '/drafts')).body.items).toMatchObject([{ place: `issue-${issueId}`, version: 2 }])
  expect((await api.send('DELETE', place)).status).toBe(200)
  expect((await api.send('GET', place)).status).toBe(404)
  expect((await put('Late', 2)).status).toBe(409)
  expect((await (await anApi(db)).send('GET', '/drafts')).status).toBe(422)

  const check = { issueId, text: 'See attached.', cc: ['new@other.test'] }
  const { findings } = (await api.send('POST', '/letters/check', check)).body
  expect(findings.map(({ kind }: { kind: string }) => kind)).toEqual(['recipient', 'file'])

  expect((await api.send('PUT', '/signatures/own', { text: 'Ana' })).body.changeId).toBeGreaterThan(0)
  expect((await api.send('PUT', '/signatures/mailboxes/1', { text: 'Shop' })).status).toBe(403)
  expect((await api.send('GET', '/signatures')).body).toMatchObject({ own: 'Ana', mailboxes: [{ text: '' }] })

  const forward = await api.send('POST', `/issues/${issueId}/forwards`, { to: 'carrier@far.test' })
  expect(forward).toMatchObject({ status: 201, body: { letterId: expect.any(Number), changeId: expect.any(Number) } })

  const sendAt = new Date(Date.now() + 86_400_000).toISOString()
  const later = await api.send('POST', `/issues/${issueId}/replies`, { text: '*Hi*', format: 'markdown', sendAt })
  const letter = `/letters/${later.body.letterId}`
  const moved = await api.send('PATCH', letter, { sendAt: new Date(Date.now() + 2 * 86_400_000).toISOString() })
  expect(moved).toMatchObject({ status: 200, body: { changeId: expect.any(Number) } })
  expect((await api.send('POST', `/undo/${moved.body.changeId}`)).status).toBe(200)
  expect((await api.send('PATCH', letter, { sendAt: '2001-01-01T00:00:00Z' })).status).toBe(422)
  expect((await api.send('PATCH', letter, { sendAt: 'now' })).status).toBe(200)
  expect((await api.send('PATCH', '/letters/999', { sendAt: 'now' })).status).toBe(404)
})
