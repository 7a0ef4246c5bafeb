import { beforeAll, expect, it } from 'vitest'
import { anApi } from '../api/support.ts'
import { addRep, cookieOf, form, password, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let ana: string
let bo: string
let readerId: number

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  await addRep(desk.db, { name: 'Bo Boss', email: 'bo@shop.test', password, role: 'rep' })
  readerId = await addRep(desk.db, { name: 'Rea Reader', email: 'rea@shop.test', password, role: 'data_entry' })
  ana = await cookieOf(desk)
  bo = await cookieOf(desk, 'bo@shop.test')
  return () => made.stop()
})

const get = async (path: string, cookie: string) => {
  const answer = await desk.app.request(path, { headers: { cookie } })
  return { status: answer.status, text: await answer.text() }
}

async function post(path: string, cookie: string, fields: Record<string, string> = {}) {
  const answer = await desk.app.request(path, form(cookie, fields))
  return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() }
}

async function newest(): Promise<number> {
  const row = await desk.db.selectFrom('savedReports').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  return row.id
}

it('a report is saved from its page, found on the list of reports, scheduled, deleted and brought back', async () => {
  expect((await get('/reports/issues?period=week&status=open', ana)).text).toContain('action="/saved-reports"')
  const address = '/reports/issues?period=week&status=open&cursor=zzz'
  const saved = await post('/saved-reports', ana, { name: ' Open <this>\nweek ', address, shared: 'yes' })
  expect(saved).toMatchObject({
    status: 303,
    to: expect.stringMatching(/^\/reports\/issues\?period=week&status=open&done=\d+$/),
  })
  const told = (await get(saved.to, ana)).text
  expect(told).toContain('Report saved.')
  expect(told).toMatch(/href="\/saved-reports\/\d+#by-mail">Send it by e-mail</)
  expect((await get('/reports', ana)).text).toContain('Open &lt;this&gt; week')
  const id = await newest()
  const fields = {
    name: 'Open issues',
    shared: 'yes',
    cadence: 'weekly',
    weekday: '3',
    monthday: '9',
    hour: '7',
    repIds: '1',
  }
  const scheduled = await post(`/saved-reports/${id}`, ana, fields)
  expect(scheduled.status).toBe(303)
  const page = await get(`/saved-reports/${id}`, ana)
  expect(page.text).toContain('Every Wednesday at 7:00 to 1 rep')
  expect(page.text).toContain('Next: Wednesday')
  const gone = await post(`/saved-reports/${id}/delete`, ana)
  expect((await get(`/saved-reports/${id}`, ana)).status).toBe(404)
  const changeId = new URL(gone.to, 'http://x').searchParams.get('done')
  expect((await post(`/undo/${changeId}`, ana, { back: '/saved-reports' })).status).toBe(303)
  expect((await get(`/saved-reports/${id}`, ana)).text).toContain('brought it back')
})

it('a report of one’s own is nobody else’s; a shared one is changed by its keeper and admins, and left by who gets it', async () => {
  await post('/saved-reports', bo, { name: 'Mine alone', address: '/reports/actions' })
  const own = await newest()
  for (const path of ['', '/delete', '/send', '/leave'])
    expect((await post(`/saved-reports/${own}${path}`, ana, { name: 'x' })).status).toBe(404)
  expect((await get(`/saved-reports/${own}`, ana)).status).toBe(404)
  const refused = await post(`/saved-reports/${own}`, bo, { name: 'Mine', cadence: 'daily', hour: '8', repIds: '1' })
  expect(refused).toMatchObject({ status: 422, text: expect.stringContaining('share it first') })
  await post('/saved-reports', ana, { name: 'Of Ana', address: '/reports/mail', shared: 'yes' })
  const shared = await newest()
  await desk.db
    .updateTable('savedReports')
    .set({ cadence: 'daily', repIds: [1, 2] })
    .where('id', '=', shared)
    .execute()
  expect((await post(`/saved-reports/${shared}`, bo, { name: 'taken' })).status).toBe(403)
  expect((await get(`/saved-reports/${shared}`, bo)).text).toContain('Do not send it to me')
  const left = await post(`/saved-reports/${shared}/leave`, bo)
  expect(left.to).toContain('done=')
  const row = await desk.db
    .selectFrom('savedReports')
    .select('repIds')
    .where('id', '=', shared)
    .executeTakeFirstOrThrow()
  expect(row.repIds).toEqual([1])
  expect((await post(`/saved-reports/${shared}/send`, bo)).to).toContain('said=reportAsked')
  expect((await get(`/saved-reports/${shared}`, bo)).text).toContain('Waiting')
})

it('no form saves an address that is not a report’s, and who may not share keeps it to himself', async () => {
  for (const address of ['https://evil.test/', '/settings', '/reports/nothing', ''])
    expect((await post('/saved-reports', ana, { name: 'x', address })).status).toBe(422)
  expect((await post('/saved-reports', ana, { name: '   ', address: '/reports/issues' })).status).toBe(422)
  const reader = await cookieOf(desk, 'rea@shop.test')
  await post('/saved-reports', reader, { name: 'Shared?', address: '/reports/issues', shared: 'yes' })
  const id = await newest()
  const row = await desk.db.selectFrom('savedReports').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ shared: false, repId: readerId })
  expect(
    (await post(`/saved-reports/${id}`, reader, { name: 'Shared!', shared: 'yes', cadence: 'never' })).status,
  ).toBe(422)
  const gone = await post(`/saved-reports/${id}/delete`, reader)
  const changeId = new URL(gone.to, 'http://x').searchParams.get('done')
  expect((await post(`/undo/${changeId}`, reader, { back: '/saved-reports' })).to).toContain('said=undone')
})

it('the API does what the pages do, by the same rules', async () => {
  const rep = await anApi(desk.db, { role: 'rep', repEmail: 'bo@shop.test' })
  const wrong = await rep.send('POST', '/saved-reports', { name: 'x', address: '/settings' })
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'address' }] } })
  const body = {
    name: 'Refunds',
    address: '/reports/refunds?period=month&done=3',
    cadence: 'monthly',
    onDay: 31,
    atHour: 6,
    repIds: [2],
  }
  const made = await rep.send('POST', '/saved-reports', body, { 'Idempotency-Key': 'one' })
  expect(made).toMatchObject({ status: 201, body: { address: '/reports/refunds?period=month', repId: 2, repIds: [2] } })
  expect((await rep.send('POST', '/saved-reports', body, { 'Idempotency-Key': 'one' })).body).toEqual(made.body)
  const { id, version } = made.body
  expect((await rep.send('PATCH', `/saved-reports/${id}`, { repIds: [99] })).status).toBe(422)
  const patched = await rep.send('PATCH', `/saved-reports/${id}`, { name: 'Refunds again', version })
  expect(patched.body).toMatchObject({ name: 'Refunds again', changeId: expect.any(Number) })
  expect((await rep.send('PATCH', `/saved-reports/${id}`, { name: 'older', version })).status).toBe(409)
  const sent = await rep.send('POST', `/saved-reports/${id}/send`, {})
  expect(sent).toMatchObject({ status: 201, body: { sendId: expect.any(Number) } })
  const one = await rep.send('GET', `/saved-reports/${id}`)
  expect(one.body).toMatchObject({ nextAt: expect.any(String), sends: [{ state: 'waiting', asked: true }] })
  expect(one.body.changes).toHaveLength(2)
  const removed = await rep.send('DELETE', `/saved-reports/${id}`)
  const other = await anApi(desk.db, { role: 'rep', repEmail: 'rea@shop.test' })
  expect((await other.send('POST', `/undo/${removed.body.changeId}`, {})).status).toBe(409)
  expect((await rep.send('POST', `/undo/${removed.body.changeId}`, {})).status).toBe(200)
  expect((await rep.send('GET', '/saved-reports')).body.items.map((item: { id: number }) => item.id)).toContain(id)
  const system = await anApi(desk.db, { role: 'admin' })
  expect((await system.send('GET', `/saved-reports/${id}`)).status).toBe(404)
})
