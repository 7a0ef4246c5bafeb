import { request } from 'node:http'
import { connect } from 'node:net'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { readConfig } from '../../src/config.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { createAuth } from '../../src/reps/auth.ts'
import { countTry, triesLeft } from '../../src/reps/rate-limit.ts'
import { createApp } from '../../src/web/app.ts'
import { cookieOf, form, password, secrets, served, type TestDesk, testDesk } from '../web/desk.ts'
import { fileMail } from '../web/mail.ts'

let desk: TestDesk

beforeAll(async () => {
  const made = await testDesk({ TRUSTED_PROXIES: '127.0.0.1' })
  desk = made
  return () => made.stop()
})

beforeEach(async () => void (await sql`delete from rate_limits`.execute(desk.db)))

const opens = async (cookie: string) => (await desk.app.request('/issues', { headers: { cookie } })).status === 200
const age = (column: 'last_used_at' | 'created_at', by: string) =>
  sql`update sessions set ${sql.ref(column)} = now() - ${by}::interval`.execute(desk.db)

test('a session that somebody else prepared is not taken over by signing in (fixation)', async () => {
  const planted = 'antfarm=planted.by-somebody-else'
  const answer = await desk.app.request('/sign-in', form(planted, { email: 'ana@shop.test', password }))
  expect(answer.headers.getSetCookie()[0]).toMatch(/^antfarm=(?!planted)/)
  expect(await opens(planted)).toBe(false)
})

test('a session ends after three days without use, and thirty days after it began whatever its use', async () => {
  const cookie = await cookieOf(desk)
  await age('last_used_at', '2 days 23 hours')
  expect(await opens(cookie)).toBe(true)
  await age('last_used_at', '3 days 1 minute')
  expect(await opens(cookie)).toBe(false)
  const other = await cookieOf(desk)
  await age('created_at', '30 days 1 minute')
  await age('last_used_at', '0')
  expect(await opens(other)).toBe(false)
})

test('a cookie with one sign changed opens nothing', async () => {
  const cookie = await cookieOf(desk)
  const [name, value] = cookie.split('=') as [string, string]
  for (const place of [0, 10, value.length - 10]) {
    const changed = value.slice(0, place) + (value[place] === 'a' ? 'b' : 'a') + value.slice(place + 1)
    expect(await opens(`${name}=${changed}`), String(place)).toBe(false)
  }
})

test('guesses are counted by account, too, wherever they come from, and lock nobody out for good', async () => {
  const auth = createAuth({ db: desk.db, secrets, config: desk.config })
  const what = 'sign-in ana@shop.test'
  const limit = { seconds: 900, most: 100 }
  for (let i = 0; i < 100; i++) await countTry(desk.db, what, limit)
  const from = (ip: string) => auth.signIn('ana@shop.test', password, { ip, userAgent: 'test' })
  expect(await from('192.0.2.1')).toEqual({ problem: 'slow down' })
  expect(await from('198.51.100.2')).toEqual({ problem: 'slow down' })
  await sql`update rate_limits set last_request = last_request - 901000`.execute(desk.db)
  expect(await triesLeft(desk.db, what, limit)).toBe(true)
  expect(await from('192.0.2.1')).toHaveProperty('cookies')
})

test('a client that invents its address is counted by the one that our proxy saw', async () => {
  const guess = (forwarded: string) =>
    desk.app.request('/sign-in', {
      ...form('', { email: 'x@shop.test', password: 'wrong wrong' }),
      headers: { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': forwarded },
    })
  expect((await guess('10.0.0.1, 203.0.113.9')).status).toBe(401)
  await sql`update rate_limits set count = 15 where key not like 'desk %'`.execute(desk.db)
  expect((await guess('10.0.0.2, 203.0.113.9')).status).toBe(429)
  expect((await guess('203.0.113.9, 198.51.100.7')).status).toBe(401)
})

test('tries to sign in are in the audit, and what was typed for an address that is nobody’s is not', async () => {
  await sql`delete from sign_ins`.execute(desk.db)
  const auth = createAuth({ db: desk.db, secrets, config: desk.config })
  const client = { ip: '192.0.2.1', userAgent: 'Firefox' }
  await auth.signIn('Ana@shop.test', password, client)
  await auth.signIn('ana@shop.test', 'wrong wrong', client)
  await auth.signIn('my secret password', 'ana@shop.test', client)
  const made = await createApiKey(desk.db, { name: 'audit', role: 'admin' })
  if ('problem' in made) throw new Error(made.problem)
  const api = createApi(desk.parts)
  const read = async (query: string) => {
    const answer = await api.request(`/audit?${query}`, { headers: { authorization: `Bearer ${made.key}` } })
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson')
    return (await answer.text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }
  const who = { id: expect.any(Number), email: 'ana@shop.test' }
  expect(await read('part=sign-ins')).toMatchObject([
    { what: 'sign-in', way: 'password', outcome: 'in', rep: who, ip: '192.0.2.1', device: 'Firefox' },
    { outcome: 'wrong', rep: who },
    { outcome: 'wrong', rep: null },
  ])
  const cookie = await cookieOf(desk)
  const { issueId } = await fileMail(desk.db)
  await desk.app.request(`/issues/${issueId}/status`, form(cookie, { status: 'closed' }))
  const all = await read('from=2020-01-01T00:00:00Z')
  expect(all.at(-1)).toMatchObject({ what: 'change', actor: 'rep', rep: who, issueId, undoneAt: null })
  expect(JSON.stringify(all)).not.toContain('my secret password')
  expect(await read('to=2020-01-01T00:00:00Z')).toEqual([])
  expect(await read('part=settings')).toEqual([])
  const page = await (await desk.app.request('/settings/audit', { headers: { cookie } })).text()
  expect(page).toContain('wrong password')
  const file = await desk.app.request('/settings/audit/export?part=sign-ins', { headers: { cookie } })
  expect(file.headers.get('content-disposition')).toContain('audit.ndjson')
  expect((await file.text()).split('\n').length).toBeGreaterThan(4)
})

test('signing out empties what the browser kept; by https it is told to come by nothing else', async () => {
  const answer = await desk.app.request('/sign-out', form(await cookieOf(desk)))
  expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
  expect(answer.headers.get('strict-transport-security')).toBeNull()
  const config = readConfig({ PUBLIC_URL: 'https://desk.shop.test' })
  const secure = await createApp({ ...desk.parts, config }).request('/sign-in')
  expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
})

test('TRACE gives nothing back, and a request of two lengths is refused', async () => {
  const { port } = await served(desk)
  const traced = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const asked = request({
      port,
      host: '127.0.0.1',
      method: 'TRACE',
      path: '/sign-in',
      headers: { cookie: 'secret=1' },
    })
    asked.on('error', reject).on('response', (answer) => {
      let body = ''
      answer.on('data', (piece) => (body += piece)).on('end', () => resolve({ status: answer.statusCode!, body }))
    })
    asked.end()
  })
  expect(traced.status).toBeGreaterThanOrEqual(400)
  expect(traced.body).not.toContain('secret=1')
  const smuggled = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let said = ''
    socket
      .on('data', (piece) => (said += piece))
      .on('close', () => resolve(said))
      .on('error', () => resolve(said))
    socket.write(
      'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n',
    )
  })
  expect(smuggled).toMatch(/^HTTP\/1\.1 400 /)
  expect(smuggled.match(/HTTP\/1\.1/g)).toHaveLength(1)
})
