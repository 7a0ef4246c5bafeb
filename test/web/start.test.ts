import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/web/app.ts'
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
  expect(await get('/issues')).toContain('1 of 9 done') // RELAY_URL
  await addRep(desk.db, { name: 'Ro', email: 'ro@shop.test', password, role: 'rep' })
  expect(await get('/issues')).toContain('2 of 9 done')
  expect(await get('/issues', await cookieOf(desk, 'ro@shop.test'))).not.toContain('of 9 done')
  const hidden = await post('/settings/start/steps', { hidden: 'yes', at: '/issues' })
  expect(hidden.headers.get('location')).toMatch(/^\/issues\?done=/)
  expect(await get('/issues')).not.toContain('of 9 done')
  expect(await get('/settings/start')).toContain('2 of 9 done')
  await post(`/undo/${doneOf(hidden)}`)
  expect(await get('/issues')).toContain('2 of 9 done')
  expect(await get('/issues')).toContain('a bare support@localhost until its mailbox has a name')
  await desk.db.updateTable('mailboxes').set({ name: 'The shop' }).execute()
  expect(await get('/issues')).toContain('3 of 9 done')
  await desk.db.updateTable('mailboxes').set({ name: '' }).execute()
})

test('demo data comes by a button, shows its count before it goes, and goes by another', async () => {
  expect(await get('/settings/start')).toContain('Add demo data')
  await post('/settings/start/demo')
  expect(await get('/settings/start')).toContain('There are 5 demo customers with 6 issues and 12 contacts.')
  expect(await get('/')).toContain('2 of 9 done') // demo mail is no first mail
  const issue = await desk.db.selectFrom('issues').select('id').orderBy('id').executeTakeFirstOrThrow()
  expect(await get(`/issues/${issue.id}`)).toContain('the tracking has not moved')
  await post('/settings/start/demo/remove')
  expect(await get('/settings/start?demo=removed')).toContain('The demo data is gone.')
  expect((await get('/people')).includes('Mira Demo')).toBe(false)
})

test('suggested canned responses come by a button, those that are there are left out, and its undo takes them', async () => {
  const titles = async () =>
    (await desk.db.selectFrom('cannedResponses').select('title').where('deletedAt', 'is', null).execute()).length
  const added = await post('/settings/start/canned', { language: 'de' })
  expect(await titles()).toBe(7)
  expect(await get(added.headers.get('location')!)).toContain('7 canned responses are added.')
  expect(await get('/settings/start')).toContain('3 of 9 done')
  const again = await post('/settings/start/canned', { language: 'de' })
  expect(await get(again.headers.get('location')!)).toContain('All of them are there already.')
  await post(`/undo/${doneOf(added)}`)
  expect(await titles()).toBe(0)
  for (const language of ['en', 'fr', 'es']) await post('/settings/start/canned', { language })
  expect(await titles()).toBe(21)
})

test('servers are found by the address and fill the forms of a mailbox and a relay', async () => {
  const lookups = {
    srv: async (name: string) =>
      name.endsWith('.shop.test') ? [{ name: 'mx.shop.test', port: 1143, priority: 0, weight: 0 }] : [],
    ...{ mx: async () => [], exists: async () => false, fetch: async () => undefined },
  }
  const app = createApp({ ...desk.parts, lookups })
  const ask = async (address: string) => app.request('/settings/start/servers', form(cookie, { address }))
  expect((await ask('nonsense')).status).toBe(422)
  expect(await (await ask('me@other.test')).text()).toContain('Nothing is published for other.test')
  const byHand = /href="(\/settings\/mailboxes\/new\?address=me%40other.test[^"]*)"/
  expect(await (await ask('me@other.test')).text()).toMatch(byHand)
  const found = await (await ask('me@shop.test')).text()
  expect(found).toContain('mx.shop.test, port 1143, encrypted')
  const [mailbox, relay] = [...found.matchAll(/href="(\/settings\/(?:mailboxes|relays)\/new\?[^"]+)"/g)].map(
    (one) => one[1]!,
  )
  expect(await get(mailbox!.replaceAll('&amp;', '&'))).toMatch(/value="me@shop.test"[\s\S]*value="mx.shop.test"/)
  const page = await get(relay!.replaceAll('&amp;', '&'))
  expect(page).toContain('value="mx.shop.test"')
  expect(page, 'a first relay is the standard one').toMatch(/name="standard"[^>]* checked/)
})

test('an export of another helpdesk comes in by its page, which says what is new and what was left out', async () => {
  const upload = (files: readonly [string, string][]) => {
    const body = new FormData()
    for (const [name, text] of files) body.append('files', new File([text], name))
    return desk.app.request('/settings/start/helpdesk', {
      ...{ method: 'POST', headers: { cookie, 'sec-fetch-site': 'same-origin' }, body },
    })
  }
  const ticket = { id: 1, subject: 'Over there', status: 'open', created_at: '2024-01-01T00:00:00Z' }
  const requester = { id: 2, name: 'Zoe', email: 'zoe@customer.test' }
  const text = JSON.stringify([
    { ...ticket, requester, description: 'Hello from there' },
    { ...ticket, id: 3, requester, status: 'deleted' },
  ])
  expect((await upload([])).status).toBe(422)
  expect((await upload([['a.json', '{}']])).status).toBe(422)
  const done = await (await upload([['tickets.json', text]])).text()
  expect(done).toContain('New customers: 1, issues: 1, contacts: 1.')
  expect(done).toContain('Ticket 3: it was deleted there.')
  expect(await get('/issues')).toContain('Over there')
  expect(await (await upload([['tickets.json', text]])).text()).toContain('New customers: 0, issues: 0, contacts: 0.')
})
