import { expect, test } from 'vitest'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { testDatabase } from '../support/database.ts'
import { anApi } from './support.ts'

test('an acknowledgement is set by the API, refused without words, and taken back by its change', async () => {
  const { db } = await testDatabase()
  const { id } = await ensureFirstMailbox(db, 'support@shop.test')
  const { send } = await anApi(db, { role: 'admin' })
  const path = `/mailboxes/${id}/acknowledgement`
  expect((await send('GET', path)).body).toMatchObject({ acknowledge: false, subject: '', text: '' })
  const refused = await send('PUT', path, { acknowledge: true, text: ' ' })
  expect([refused.status, refused.body.detail]).toEqual([422, 'The acknowledgement is empty: write its text.'])
  const set = await send('PUT', path, { acknowledge: true, subject: 'Got it', text: 'We answer soon.' })
  expect(set.body).toMatchObject({ acknowledge: true, subject: 'Got it', changeId: expect.any(Number) })
  expect((await send('POST', `/undo/${set.body.changeId}`)).status).toBe(200)
  expect((await send('GET', path)).body).toMatchObject({ acknowledge: false, text: '' })
  expect((await send('GET', '/mailboxes/999/acknowledgement')).status).toBe(404)
})

test('only who may change settings sets an acknowledgement', async () => {
  const { db } = await testDatabase()
  const { id } = await ensureFirstMailbox(db, 'support@shop.test')
  const { send } = await anApi(db, { role: 'rep' })
  const answer = await send('PUT', `/mailboxes/${id}/acknowledgement`, { acknowledge: true, text: 'x' })
  expect(answer.status).toBe(403)
})
