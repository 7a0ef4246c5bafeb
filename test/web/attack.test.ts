import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/web/app.ts'
import { localPath } from '../../src/web/base-path.ts'
import { startLive } from '../../src/web/live-feed.ts'
import { deedOfPage } from '../../src/web/page-deeds.ts'
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

const post = (path: string, fields: Record<string, string>) => desk.app.request(path, form(cookie, fields))
const status = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).status

test.each([
  '/..//evil.test',
  '/.//evil.test',
  '/%2e%2E//evil.test',
  '/x/../..//evil.test',
  '//evil.test',
  '/\\evil.test',
])('going back to %s never leaves the desk', async (back) => {
  expect(localPath(back)).toBe('/')
  expect((await post('/theme', { theme: 'dark', back })).headers.get('location')).toBe('/')
  const signIn = await post('/sign-in', { email: 'ana@shop.test', password, next: back })
  expect(signIn.headers.get('location')).toBe('/')
})

test('a path with dots of its own is resolved and kept', () => {
  expect(localPath('/issues/../people?q=a..b#x')).toBe('/people?q=a..b#x')
})

test('a NUL or an impossible number in an address is refused, not a failure', async () => {
  for (const path of ['/issues?q=%00', '/people?q=a%00b', '/issues/1?cursor=%00']) expect(await status(path)).toBe(400)
  for (const issue of ['99999999999', '1.5', '-1', '1e5', 'x']) expect(await status(`/live?issue=${issue}`)).toBe(200)
})

test('an assignee that is no rep is refused', async () => {
  const { issueId } = await fileMail(desk.db)
  for (const rep of ['99999999999', '1.5', 'x', '-1', '9999'])
    expect((await post(`/issues/${issueId}/assignee`, { rep })).status).toBe(422)
})

test('a broken form is refused with a page', async () => {
  const { issueId } = await fileMail(desk.db)
  const broken = { 'content-type': 'multipart/form-data; boundary=x', cookie, 'sec-fetch-site': 'same-origin' }
  for (const path of [`/issues/${issueId}/replies`, '/sign-in', '/theme', '/letters/1/cancel']) {
    const answer = await desk.app.request(path, { method: 'POST', headers: broken, body: '--x\r\nContent' })
    expect(answer.status, path).toBe(400)
    expect(await answer.text()).toContain('not right')
  }
})

test('files of somebody else or of no number are not taken along', async () => {
  const { issueId } = await fileMail(desk.db)
  for (const upload of ['99999999999', '-1', 'x', '1'])
    expect((await post(`/issues/${issueId}/replies`, { text: 'Hi', deed: 'send', upload })).status).toBeLessThan(500)
})

test('every post of a read-only rep is refused, but for what concerns oneself', async () => {
  await addRep(desk.db, { name: 'Ro', email: 'ro@shop.test', password, role: 'read_only' })
  const his = await cookieOf(desk, 'ro@shop.test')
  // Ways in and customers' pages need no role; what roles.test.ts finds to concern oneself is open to all.
  const open = /^\/(sign-in|join|welcome|csat|gift|unsubscribe|preferences|confirm|contact|archive|open|click)(\/|$)/
  const own = (path: string) => open.test(path) || deedOfPage('POST', path) === 'read'
  const posts = new Set(desk.app.routes.filter(({ method }) => method === 'POST').map(({ path }) => path))
  expect(posts.size).toBeGreaterThan(12)
  for (const path of [...posts].map((each) => each.replace(/:\w+/g, '1')).filter((each) => !own(each)))
    expect((await desk.app.request(path, form(his))).status, path).toBe(403)
})

test('every post without a word of where it comes from is refused, but unsubscribing (RFC 8058) and contact forms', async () => {
  const posts = new Set(desk.app.routes.filter(({ method }) => method === 'POST').map(({ path }) => path))
  for (const path of posts) {
    if (path === '/unsubscribe/:token' || path === '/contact/:slug') continue
    const answer = await desk.app.request(path.replace(/:\w+/g, '1'), { method: 'POST', headers: { cookie } })
    expect(answer.status, path).toBe(403)
  }
})

test('a signed-in page is kept by no cache and framed by nobody', async () => {
  const { issueId, personId } = await fileMail(desk.db)
  for (const path of ['/issues', `/issues/${issueId}`, `/people/${personId}`, '/mail', '/letters', '/live']) {
    const { headers } = await desk.app.request(path, { headers: { cookie } })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-dns-prefetch-control')).toBe('off')
  }
})

test('signing in gives a new session, whatever cookie came along', async () => {
  const again = await desk.app.request('/sign-in', form(cookie, { email: 'ana@shop.test', password }))
  const fresh = again.headers.getSetCookie()[0]!.split(';')[0]
  expect(fresh).toMatch(/^antfarm=/)
  expect(fresh).not.toBe(cookie)
})

test('one rep holds at most 50 live streams, and a closed one makes room', async () => {
  const live = startLive(desk.database.url)
  const app = createApp({ ...desk.parts, live })
  const open = () => app.request('/events', { headers: { cookie } })
  const streams = await Promise.all(Array.from({ length: 50 }, open))
  expect(streams.map((answer) => answer.status)).toEqual(streams.map(() => 200))
  expect((await open()).status).toBe(429)
  await streams[0]!.body!.cancel()
  await expect.poll(async () => (await open()).status).toBe(200)
  await live.stop()
})
