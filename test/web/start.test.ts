import { afterAll, beforeAll, expect, test } from 'vitest'
import { addRep, cookieOf, form, password, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk & { stop: () => Promise<void> }
let cookie: string

beforeAll(async () => {
  desk = await testDesk({ SUPPORT_ADDRESS: 'support@localhost' })
  cookie = await cookieOf(desk)
})
afterAll(() => desk.stop())

const get = async (path: string, as = cookie) =>
  (await desk.app.request(path, { headers: { cookie: as, accept: 'text/html' } })).text()
const post = (path: string, fields: Record<string, string> = {}) => desk.app.request(path, form(cookie, fields))
const doneOf = (answer: Response) => new URL(answer.headers.get('location')!, 'http://x').searchParams.get('done')

test('first steps show what is done, only to admins, are hidden by a button and back by its undo', async () => {
  expect(await get('/issues')).toContain('1 of 8 done') // RELAY_URL
  await addRep(desk.db, { name: 'Ro', email: 'ro@shop.test', password, role: 'rep' })
  expect(await get('/issues')).toContain('2 of 8 done')
  expect(await get('/issues', await cookieOf(desk, 'ro@shop.test'))).not.toContain('of 8 done')
  const hidden = await post('/settings/start/steps', { hidden: 'yes', at: '/issues' })
  expect(hidden.headers.get('location')).toMatch(/^\/issues\?done=/)
  expect(await get('/issues')).not.toContain('of 8 done')
  expect(await get('/settings/start')).toContain('2 of 8 done')
  await post(`/undo/${doneOf(hidden)}`)
  expect(await get('/issues')).toContain('2 of 8 done')
})
