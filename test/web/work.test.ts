import { beforeAll, describe, expect, it } from 'vitest'
import { anIssue } from '../support/desk.ts'
import { addRep, cookieOf, form, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let cookie: string
beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(made)
  return made.stop
})

const get = (path: string) => desk.app.request(path, { headers: { cookie } })
const text = async (path: string) => (await get(path)).text()
async function post(path: string, fields: Record<string, string> | URLSearchParams = {}) {
  return desk.app.request(path, { ...form(cookie), body: new URLSearchParams(fields) })
}

describe('the selection’s bar', () => {
  it('closes what is selected, with a sentence and an undo, without script', async () => {
    const ids = [await anIssue(desk.db), await anIssue(desk.db)]
    const page = await text('/issues')
    expect(page).toContain(`value="${ids[0]}" form="bulk"`)
    const fields = new URLSearchParams([
      ...ids.map((id) => ['id', String(id)]),
      ['deed', 'status:closed'],
      ['back', '/issues'],
    ])
    const done = await post('/issues/bulk', fields)
    expect(done.status).toBe(303)
    const after = await text(done.headers.get('location')!)
    expect(after).toContain('2 issues closed.')
    const undo = /action="(\/undo\/\d+)"/.exec(after)![1]!
    await post(undo, { back: '/issues' })
    expect(await text('/issues')).toContain(`row-${ids[1]}`)
  })

  it('asks before more than fifty issues change', async () => {
    const ids = []
    for (let n = 0; n < 51; n++) ids.push(await anIssue(desk.db, { subject: `Many ${n}` }))
    const asked = await post('/issues/bulk', { ids: ids.join(','), deed: 'priority:high', back: '/issues' })
    expect(await asked.text()).toContain('This changes 51 issues at once.')
    const sure = await post('/issues/bulk', { ids: ids.join(','), deed: 'priority:high', back: '/issues', sure: 'yes' })
    expect(await text(sure.headers.get('location')!)).toContain('51 issues now have priority “High”.')
    await post('/issues/bulk', { ids: ids.join(','), deed: 'status:closed', sure: 'yes' })
  })

  it('refuses deeds that it does not know', async () => {
    expect((await post('/issues/bulk', { ids: '1', deed: 'drop:table' })).status).toBe(422)
    const nothing = await post('/issues/bulk', { deed: 'status:closed', back: '/issues' })
    expect(await text(nothing.headers.get('location')!)).toContain('Select some issues first.')
  })
})

describe('the page of an issue', () => {
  it('sets group, due time and snooze, and tells its history in words', async () => {
    await post('/settings/groups', { name: 'Returns', types: 'return, exchange' })
    const id = await anIssue(desk.db)
    await post(`/issues/${id}/group`, { group: 'Returns', was: '' })
    await post(`/issues/${id}/due`, { due: '2001-02-03T09:00' })
    await post(`/issues/${id}/snooze`, { for: 'reply' })
    const page = await text(`/issues/${id}`)
    for (const words of ['Returns', 'Overdue since', 'Asleep until they reply']) expect(page).toContain(words)
    expect(await text('/issues')).not.toContain(`row-${id}`)
    expect(await text('/issues?snoozed=1&group=Returns')).toContain(`row-${id}`)
    const history = await text(`/issues/${id}/history`)
    expect(history).toContain('Ana Formica')
    expect(history).toMatch(/Group: <del>nothing<\/del>[\s\S]*<ins>Returns<\/ins>/)
  })

  it('shows what somebody else changed instead of overwriting it', async () => {
    const bo = await addRep(desk.db, { name: 'Bo Boss', email: 'bo@shop.test', password: 'correct horse', role: 'rep' })
    const id = await anIssue(desk.db)
    await post(`/issues/${id}/assignee`, { rep: String(bo), was: '' })
    const late = await post(`/issues/${id}/assignee`, { rep: '1', was: '' })
    expect(late.status).toBe(409)
    expect(await late.text()).toContain('the assignee is “Bo Boss” now')
    expect((await post(`/issues/${id}/assignee`, { rep: '1', was: String(bo) })).status).toBe(303)
  })

  it('keeps follow-ups as to-dos, related issues and watchers', async () => {
    const [id, other] = [await anIssue(desk.db), await anIssue(desk.db, { subject: 'Another kettle' })]
    await post(`/issues/${id}/follow-ups`, { text: 'Call back', due: '2001-02-03T09:00', rep: '1' })
    await post(`/issues/${id}/related`, { add: `#${other}` })
    await post(`/issues/${id}/watch`, { on: 'yes' })
    const page = await text(`/issues/${id}`)
    for (const words of ['Call back', 'Another kettle', 'Stop watching']) expect(page).toContain(words)
    const list = await text('/follow-ups')
    const action = /action="(\/follow-ups\/\d+)"/.exec(list)![1]!
    const done = await post(action, { done: 'yes', back: '/follow-ups' })
    expect(await text(done.headers.get('location')!)).toContain('Nothing is left to do.')
    expect(await text('/follow-ups?show=done')).toContain('Call back')
  })

  it('deletes for admins only, and undo brings it back', async () => {
    const id = await anIssue(desk.db)
    const rep = await cookieOf(desk, 'bo@shop.test')
    expect((await desk.app.request(`/issues/${id}/delete`, form(rep))).status).toBe(403)
    const done = await post(`/issues/${id}/delete`)
    expect((await get(`/issues/${id}`)).status).toBe(404)
    const undo = /action="(\/undo\/\d+)"/.exec(await text(done.headers.get('location')!))![1]!
    await post(undo)
    expect((await get(`/issues/${id}`)).status).toBe(200)
  })
})

describe('a rep', () => {
  it('is told of what colleagues assign and mention, and reads it away', async () => {
    const id = await anIssue(desk.db)
    const bo = await cookieOf(desk, 'bo@shop.test')
    await desk.app.request(`/issues/${id}/replies`, form(bo, { mode: 'note', text: 'Look, @Ana', deed: 'note' }))
    await desk.app.request(`/issues/${id}/assignee`, form(bo, { rep: '1' }))
    const page = await text('/notices')
    for (const words of ['Bo Boss mentioned you', 'Bo Boss assigned an issue to you']) expect(page).toContain(words)
    expect(await text(`/issues/${id}`)).toContain(`data-unread="/issues/${id}/read"`)
    await post(`/issues/${id}/read`)
    expect(await text(`/issues/${id}`)).not.toContain('data-unread')
    await post('/notices/settings', { byMail: 'yes' })
    expect(await text('/notices')).toMatch(/name="byMail"[^>]*checked/)
  })

  it('saves a list under a name and finds it in the rail', async () => {
    expect(await text('/issues?view=open&priority=urgent')).toContain('/views?query=')
    await post('/views', { name: 'Urgent ones', query: 'view=open&priority=urgent', shared: 'yes' })
    expect(await text('/issues')).toContain('/issues?view=open&amp;priority=urgent')
    const bo = await cookieOf(desk, 'bo@shop.test')
    const theirs = await desk.app.request('/views', { headers: { cookie: bo } })
    expect(await theirs.text()).toContain('Urgent ones')
    expect((await desk.app.request('/views/1', form(bo, { remove: 'yes' }))).status).toBe(403)
    await post('/views/1', { remove: 'yes' })
    expect(await text('/views')).not.toContain('<strong>Urgent ones')
  })
})

it('a stale change of a group keeps what was typed', async () => {
  await post('/settings/groups', { name: 'Billing' })
  const { id } = await desk.db.selectFrom('groups').select('id').where('name', '=', 'Billing').executeTakeFirstOrThrow()
  await post(`/settings/groups/${id}`, { name: 'Invoices', types: '', version: '2' })
  const late = await post(`/settings/groups/${id}`, { name: 'Typed words', types: 'x', version: '2' })
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('value="Typed words"')
})
