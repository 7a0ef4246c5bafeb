import { beforeAll, expect, test } from 'vitest'
import { cookieOf, form, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let admin: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  admin = await cookieOf(desk)
  return () => made.stop()
})

test('an acknowledgement is set on its page, and one without words comes back with what was typed', async () => {
  const { id } = await desk.db.selectFrom('mailboxes').select('id').executeTakeFirstOrThrow()
  const path = `/settings/acknowledgements/${id}`
  const empty = { [`acknowledge-${id}`]: 'on', [`subject-${id}`]: 'Got it', [`text-${id}`]: '' }
  const refused = await desk.app.request(path, form(admin, empty))
  expect(refused.status).toBe(422)
  const again = await refused.text()
  expect(again).toContain('The acknowledgement is empty: write its text.')
  expect(again).toContain('value="Got it"')
  const saved = await desk.app.request(path, form(admin, { ...empty, [`text-${id}`]: 'We answer soon.' }))
  expect(saved.status).toBe(303)
  const page = await (await desk.app.request('/settings/acknowledgements', { headers: { cookie: admin } })).text()
  expect(page).toContain('We answer soon.')
})
