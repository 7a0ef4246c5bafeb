import { beforeAll, describe, expect, test } from 'vitest'
import { makeAdminLink } from '../../src/reps/admin-link.ts'
import { createApp } from '../../src/web/app.ts'
import { addRep, cookieOf, form, password, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let cookie: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(desk)
  return () => made.stop()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  desk.app.request(path, { headers: { cookie, ...headers } })
const post = (path: string, fields: Record<string, string> = {}) => desk.app.request(path, form(cookie, fields))

test('without a session every page leads to the sign-in and back', async () => {
  const answer = await desk.app.request('/issues/7?view=mine')
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fissues%2F7%3Fview%3Dmine')
})

test('the sign-in form opens the desk and goes where one wanted to', async () => {
  const fields = { email: 'ana@shop.test', password, next: '/issues/7?view=mine' }
  const answer = await desk.app.request('/sign-in', form('', fields))
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/issues/7?view=mine')
  expect(answer.headers.get('set-cookie')).toMatch(/antfarm=.*HttpOnly; SameSite=Lax/)
})

test('a wrong password keeps the address and says what to do', async () => {
  const answer = await desk.app.request(
    '/sign-in',
    form('', { email: 'ana@shop.test', password: 'wrong', next: '//evil.test' }),
  )
  expect(answer.status).toBe(401)
  const page = await answer.text()
  expect(page).toContain('do not go together')
  expect(page).toContain('value="ana@shop.test"')
  expect(page).not.toContain('evil.test')
})

test('every answer carries a policy without inline script', async () => {
  for (const path of ['/issues', '/sign-in', '/nothing', '/healthz']) {
    const policy = (await get(path)).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'self'; script-src 'self'; style-src 'self'")
    expect(policy).not.toContain('unsafe')
  }
  const page = await (await get('/issues')).text()
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|<style/i)
})

describe('posts from elsewhere', () => {
  const target = () => fileMail(desk.db).then(({ issueId }) => `/issues/${issueId}/status`)
  const send = async (headers: Record<string, string>) =>
    (
      await desk.app.request(await target(), {
        method: 'POST',
        headers: { cookie, ...headers },
        body: new URLSearchParams({ status: 'closed' }),
      })
    ).status

  test('are refused by where they come from', async () => {
    expect(await send({})).toBe(403)
    expect(await send({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await send({ 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' })).toBe(403)
    expect(await send({ origin: 'http://evil.test' })).toBe(403)
    expect(await send({ origin: 'null' })).toBe(403)
    expect(await send({ origin: 'http://evil.test', 'x-forwarded-host': 'evil.test' })).toBe(403)
  })

  test('are taken from our own pages', async () => {
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(303)
    expect(await send({ origin: 'http://localhost:3000' })).toBe(303)
    expect(await send({ origin: 'http://localhost' })).toBe(303)
  })
})

test('no GET changes anything', async () => {
  const { issueId, emailId, personId } = await fileMail(desk.db, { html: '<p>hi</p>' })
  const state = async () => {
    const all = await Promise.all(
      (['issues', 'changes', 'letters', 'interactions', 'issueReads', 'reps'] as const).map((table) =>
        desk.db.selectFrom(table).selectAll().execute(),
      ),
    )
    return JSON.stringify(all)
  }
  const before = await state()
  const ids: Record<string, string> = { id: String(issueId), name: 'x', token: 'x', day: '1', signature: 'x' }
  const own = { '/emails/:id/html': emailId, '/emails/:id/text': emailId, '/people/:id': personId }
  const paths = new Set(
    desk.app.routes.map(({ path }) => path).filter((path) => !path.includes('*') && path !== '/events'),
  )
  expect(paths.size).toBeGreaterThan(25)
  for (const path of paths) {
    const id = own[path as keyof typeof own]
    await get(path.replace(/:(\w+)/g, (_, name) => (name === 'id' && id ? String(id) : (ids[name] ?? '1'))))
  }
  expect(await state()).toBe(before)
})

test('there is no way to make an account from outside', async () => {
  for (const path of ['/auth/sign-up/email', '/api/auth/sign-up/email', '/sign-up', '/welcome/', '/welcome/x']) {
    const answer = await desk.app.request(
      path,
      form('', { email: 'eve@evil.test', password: 'evil evil evil', name: 'Eve' }),
    )
    expect([303, 403, 404, 410]).toContain(answer.status)
  }
  expect(await desk.db.selectFrom('reps').select('email').execute()).toEqual([{ email: 'ana@shop.test' }])
})

test('a read-only rep sees everything and changes nothing', async () => {
  await addRep(desk.db, { name: 'Ro', email: 'ro@shop.test', password, role: 'read_only' })
  const { issueId } = await fileMail(desk.db)
  const his = await cookieOf(desk, 'ro@shop.test')
  const page = await (await desk.app.request(`/issues/${issueId}`, { headers: { cookie: his } })).text()
  expect(page).toContain('Please help.')
  expect(page).not.toContain('id="composer"')
  for (const deed of ['status', 'replies', 'types', 'assignee', 'priority'])
    expect((await desk.app.request(`/issues/${issueId}/${deed}`, form(his, { text: 'x' }))).status).toBe(403)
})

test('closing offers its undo, and undo reopens', async () => {
  const { issueId } = await fileMail(desk.db)
  const closed = await post(`/issues/${issueId}/status`, { status: 'closed' })
  const target = closed.headers.get('location')!
  const page = await (await get(target)).text()
  expect(page).toContain('Closed.')
  const undo = /action="(\/undo\/\d+)"/.exec(page)![1]!
  const undone = await post(undo, { back: `/issues/${issueId}` })
  expect(undone.headers.get('location')).toBe(`/issues/${issueId}?said=undone`)
  expect(
    (await desk.db.selectFrom('issues').select('closedAt').where('id', '=', issueId).executeTakeFirst())?.closedAt,
  ).toBeNull()
})

test('types, assignee and priority change by forms', async () => {
  const { issueId } = await fileMail(desk.db)
  await post(`/issues/${issueId}/types`, { add: 'Shipping, Damaged goods' })
  await post(`/issues/${issueId}/types`, { remove: 'Shipping' })
  await post(`/issues/${issueId}/assignee`, { rep: '1' })
  await post(`/issues/${issueId}/priority`, { priority: 'urgent' })
  const page = await (await get(`/issues/${issueId}`)).text()
  expect(page).toContain('Remove Damaged goods')
  expect(page).not.toContain('Remove Shipping')
  expect(page).toContain('Assignee: Ana Formica')
  expect(page).toContain('>Urgent</dd>')
})

test('a reply is recorded with its letter and can be taken back with its words', async () => {
  const { issueId } = await fileMail(desk.db)
  const sent = await post(`/issues/${issueId}/replies`, {
    text: 'A new lid\r\nis on its way.',
    mode: 'reply',
    deed: 'close',
    mark: 'm1',
  })
  const page = await (await get(sent.headers.get('location')!)).text()
  expect(page).toMatch(/Sending in \d+ s/)
  expect(page).toContain('data-taken="m1"')
  const cancel = /formaction="(\/letters\/\d+\/cancel)"/.exec(page)![1]!
  const back = await post(cancel, { text: '', compose: '1' })
  const again = await (await get(back.headers.get('location')!)).text()
  expect(again).toContain('A new lid\nis on its way.</textarea>')
  expect(again).toContain('Not sent: undone')
})

test('an empty or outdated reply comes back with everything typed', async () => {
  const { issueId } = await fileMail(desk.db)
  const empty = await post(`/issues/${issueId}/replies`, { text: '  ', mode: 'reply', deed: 'send' })
  expect(empty.status).toBe(422)
  expect(await empty.text()).toContain('Write something first.')
  await fileMail(desk.db, { issueId, text: 'One more thing' })
  const late = await post(`/issues/${issueId}/replies`, {
    text: 'My <b>answer</b>',
    mode: 'reply',
    deed: 'send',
    seen: '1',
  })
  expect(late.status).toBe(409)
  const page = await late.text()
  expect(page).toContain('My &lt;b&gt;answer&lt;/b&gt;</textarea>')
  expect(page).toContain('Somebody wrote while you did')
})

test('a note stays inside and is yellow', async () => {
  const { issueId } = await fileMail(desk.db)
  const noted = await post(`/issues/${issueId}/replies`, { text: 'Lids of batch 14', mode: 'note', deed: 'note' })
  const page = await (await get(noted.headers.get('location')!)).text()
  expect(page).toContain('class="entry note"')
  expect(await desk.db.selectFrom('letters').selectAll().where('text', 'like', '%batch 14%').execute()).toEqual([])
})

test('the person can be edited, and a second edit on an old page is refused with its words', async () => {
  const { personId } = await fileMail(desk.db, { from: 'tobias@example.test', name: 'Tobias Ameise' })
  const fields = { firstNames: 'Tobias', lastName: 'Ameise', emails: 'tobias@example.test', phone: '123', version: '1' }
  expect((await post(`/people/${personId}`, fields)).status).toBe(303)
  const late = await post(`/people/${personId}`, { ...fields, phone: '456' })
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('value="456"')
})

test('held mail shows its reason and can be filed', async () => {
  const { emailId } = await fileMail(desk.db, { subject: 'held one' })
  const { deliveryId } = await desk.db
    .selectFrom('emails')
    .select('deliveryId')
    .where('id', '=', emailId)
    .executeTakeFirstOrThrow()
  await desk.db
    .updateTable('deliveries')
    .set({ state: 'held', reason: 'Nothing proves who sent it.' })
    .where('id', '=', deliveryId)
    .execute()
  const page = await (await get('/mail?state=held')).text()
  expect(page).toContain('Nothing proves who sent it.')
  const source = await get(`/mail/${deliveryId}/source`)
  expect(source.headers.get('content-disposition')).toBe(`attachment; filename="mail-${deliveryId}.eml"`)
  expect(source.headers.get('content-type')).toContain('text/plain')
  const released = await post(`/mail/${deliveryId}/release`)
  expect(released.headers.get('location')).toBe('/mail?state=held&said=released')
})

test('an unknown page and a wrong number are pages that say so', async () => {
  for (const path of ['/issues/999999', '/issues/x', '/issues/99999999999', '/nowhere']) {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('There is nothing here')
  }
})

test('the one-time link makes the first admin and signs in', async () => {
  const made = await testDesk()
  try {
    await made.db.deleteFrom('reps').execute()
    const token = await makeAdminLink(made.db)
    const page = await made.app.request(`/welcome/${token}`)
    expect(await page.text()).toContain('Make the first account')
    const short = await made.app.request(
      `/welcome/${token}`,
      form('', { name: 'Bo', email: 'bo@shop.test', password: 'short' }),
    )
    expect(short.status).toBe(422)
    expect(await short.text()).toContain('value="bo@shop.test"')
    const done = await made.app.request(`/welcome/${token}`, form('', { name: 'Bo', email: 'bo@shop.test', password }))
    expect(done.headers.get('location')).toBe('/issues')
    expect(done.headers.get('set-cookie')).toContain('antfarm=')
    expect((await made.app.request(`/welcome/${token}`)).status).toBe(410)
  } finally {
    await made.stop()
  }
})

test('machines get health, readiness and metrics', async () => {
  expect(await (await desk.app.request('/readyz')).json()).toEqual({ ok: true, migrated: true })
  expect((await desk.app.request('/metrics')).status).toBe(200)
  expect((await desk.app.request('/metrics', { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(403)
  const guarded = createApp({ ...desk.parts, config: { ...desk.config, metricsToken: 'sixteen characters' } })
  expect((await guarded.request('/metrics')).status).toBe(403)
  expect((await guarded.request('/metrics', { headers: { authorization: 'Bearer sixteen characters' } })).status).toBe(
    200,
  )
})

test('below BASE_PATH both a stripping and a passing proxy work, and every link carries the prefix', async () => {
  const config = { ...desk.config, basePath: '/admin/ecommerce/customer-service/' }
  const app = createApp({ ...desk.parts, config })
  const his = await cookieOf({ ...desk, config })
  const { issueId } = await fileMail(desk.db)
  for (const prefix of ['', '/admin/ecommerce/customer-service']) {
    const page = await (await app.request(`${prefix}/issues/${issueId}`, { headers: { cookie: his } })).text()
    const links = [...page.matchAll(/\s(?:href|src|action|formaction|hx-get|hx-post)="([^"#]+)"/g)].map((m) => m[1]!)
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter((link) => !link.startsWith('/admin/ecommerce/customer-service/'))).toEqual([])
    const closed = await app.request(`${prefix}/issues/${issueId}/status`, form(his, { status: 'closed' }))
    expect(closed.headers.get('location')).toMatch(/^\/admin\/ecommerce\/customer-service\/issues\//)
    expect((await app.request(`${prefix}/healthz`)).status).toBe(200)
  }
  expect((await app.request('/admin/ecommerce/customer-service')).status).toBe(303)
  const signIn = await app.request('/sign-in', form('', { email: 'ana@shop.test', password }))
  expect(signIn.headers.get('set-cookie')).toContain('Path=/admin/ecommerce/customer-service/')
})

test('a page is small', async () => {
  const { gzipSync } = await import('node:zlib')
  const { issueId } = await fileMail(desk.db)
  const page = await (await get(`/issues/${issueId}`)).text()
  expect(gzipSync(page).length).toBeLessThan(40_000)
  const scripts = [...page.matchAll(/<script src="([^"]+)"/g)].map((m) => m[1]!)
  const sizes = await Promise.all(
    scripts.map(async (src) => gzipSync(Buffer.from(await (await get(src)).arrayBuffer())).length),
  )
  expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(60_000)
})
