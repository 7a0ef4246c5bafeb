import { pino } from 'pino'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/database/connection.ts'
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

test('a desk that is a copy says that its sending is stopped', async () => {
  const copy = createApp({ ...desk.parts, instance: 'another one' })
  const page = await (await copy.request('/issues', { headers: { cookie } })).text()
  expect(page).toContain('Sending is stopped')
  expect(await (await get('/issues')).text()).not.toContain('Sending is stopped')
})

test('the theme follows the system until one is chosen', async () => {
  expect(await (await get('/issues')).text()).not.toContain('data-theme')
  const answer = await desk.app.request('/theme', form(cookie, { theme: 'dark', back: '/issues?view=mine' }))
  expect(answer.headers.get('location')).toBe('/issues?view=mine')
  const theme = answer.headers.get('set-cookie')!.split(';')[0]!
  expect(await (await get('/issues', { cookie: `${cookie}; ${theme}` })).text()).toContain('data-theme="dark"')
})

test('a broken page shows a number that the log has too, and no inner words', async () => {
  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: (line) => void lines.push(line) })
  const db = connect('postgres://127.0.0.1:9/none').db
  const answer = await createApp({ ...desk.parts, log, db }).request('/sign-in')
  expect(answer.status).toBe(500)
  const page = await answer.text()
  const reference = /<code>([0-9a-f]{8})<\/code>/.exec(page)![1]!
  expect(lines.join()).toContain(reference)
  expect(page).not.toContain('ECONNREFUSED')
})
