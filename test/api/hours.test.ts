import { expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anApi } from './support.ts'

const week = { monday: '9-18', tuesday: '', wednesday: '', thursday: '', friday: '', saturday: '', sunday: '' }

it('hours are read and set by the API, for the desk and a mailbox, and undone', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db, { role: 'admin' })
  const wish = { timeZone: 'Asia/Kolkata', ...week, holidays: ['2026-12-25'] }
  const set = await send('PUT', '/hours', wish)
  expect(set.body).toMatchObject({
    timeZone: 'Asia/Kolkata',
    desk: { monday: '09:00-18:00' },
    changeId: expect.any(Number),
  })
  expect((await send('PUT', '/hours', wish)).body).toMatchObject({ changeId: null })
  expect((await send('PUT', '/hours', { ...wish, timeZone: '+05:30' })).status).toBe(422)
  expect((await send('PUT', '/hours', { ...wish, friday: '9-8' })).body.detail).toContain('of friday')
  const own = await send('PUT', '/mailboxes/1/hours', { hours: { ...week, holidays: [] } })
  expect(own.body.mailboxes[0]).toMatchObject({ mailboxId: 1, hours: { monday: '09:00-18:00', holidays: [] } })
  expect((await send('PUT', '/mailboxes/99/hours', { hours: null })).status).toBe(404)
  expect((await send('POST', `/undo/${own.body.changeId}`)).status).toBe(200)
  expect((await send('POST', `/undo/${set.body.changeId}`)).status).toBe(200)
  expect((await send('GET', '/hours')).body).toMatchObject({
    desk: { monday: '00:00-24:00' },
    mailboxes: [{ hours: null }],
  })
  const rep = await anApi(db)
  expect((await rep.send('PUT', '/hours', wish)).status).toBe(403)
})
