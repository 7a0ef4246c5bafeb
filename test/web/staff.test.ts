import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { findApiKey } from '../../src/reps/api-keys.ts'
import { createApp } from '../../src/web/app.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'
import { addRep, cookieOf, form, password, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let cookie: string

beforeAll(async () => {
  const made = await testDesk({ RELAY_URL: '' })
  desk = made
  cookie = await cookieOf(desk)
  return () => made.stop()
})

/** All of these come from one network; how often it may try is another test's matter. */
beforeEach(async () => void (await sql`delete from rate_limits`.execute(desk.db)))

const get = async (path: string, his = cookie) => desk.app.request(path, { headers: { cookie: his } })
const text = async (path: string, his = cookie) => (await get(path, his)).text()
const post = (path: string, fields: Record<string, string> = {}, his = cookie) =>
  desk.app.request(path, form(his, fields))
const cookiesIn = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
const linkIn = (page: string) => /\/join\/([\w-]{43})/.exec(page)![1]!
const repId = async (email: string) =>
  (await desk.db.selectFrom('reps').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id

async function invited(email: string, role = 'rep'): Promise<string> {
  return linkIn(await (await post('/settings/staff', { name: 'Bo Bee', email, role })).text())
}

describe('an invitation', () => {
  test('is a link shown once, stored hashed, that makes an account once', async () => {
    const token = await invited('bo@shop.test')
    expect(JSON.stringify(await desk.db.selectFrom('repLinks').selectAll().execute())).not.toContain(token)
    expect(await text('/settings/staff')).not.toContain(token)
    expect(await text(`/join/${token}`, '')).toContain('bo@shop.test')
    const weak = await post(`/join/${token}`, { name: 'Bo', password: 'password123' }, '')
    expect(weak.status).toBe(422)
    const done = await post(`/join/${token}`, { name: 'Bo', password: 'green kettle' }, '')
    expect(done.headers.get('location')).toBe('/issues')
    expect(await text('/account', cookiesIn(done))).toContain('bo@shop.test')
    expect((await get(`/join/${token}`)).status).toBe(410)
    expect((await post(`/join/${token}`, { name: 'Eve', password: 'green kettle' }, '')).status).toBe(410)
  })

  test('is dead when it is old, replaced, or its rep deactivated', async () => {
    const first = await invited('cy@shop.test')
    const id = await repId('cy@shop.test')
    const second = linkIn(await (await post(`/settings/staff/${id}/link`)).text())
    expect((await get(`/join/${first}`)).status).toBe(410)
    expect((await get(`/join/${second}`)).status).toBe(200)
    await desk.db
      .updateTable('repLinks')
      .set({ expiresAt: new Date(0) })
      .execute()
    expect((await get(`/join/${second}`)).status).toBe(410)
  })

  test('is mailed where there is a relay, as are new links and forgotten passwords', async () => {
    const letters: RelayedLetter[] = []
    const relay = await startRelay((letter) => void letters.push(letter))
    onTestFinished(() => relay.stop())
    const app = createApp({ ...desk.parts, config: { ...desk.config, relayUrl: relay.url } })
    const send = async (path: string, fields: Record<string, string>, his = cookie) =>
      (await app.request(path, form(his, fields))).text()
    const page = await send('/settings/staff', { name: 'Lu', email: 'lu@shop.test', role: 'rep' })
    const raw = () => letters.at(-1)!.raw.toString('utf8').replace(/=\r\n/g, '')
    expect([letters[0]!.from, letters[0]!.to]).toEqual(['', ['lu@shop.test']])
    expect(raw()).toContain(linkIn(page))
    expect(raw()).toMatch(/^Auto-Submitted: auto-/im)
    const again = await send(`/settings/staff/${await repId('lu@shop.test')}/link`, {})
    expect(raw()).toContain(linkIn(again))
    expect((await app.request(`/join/${linkIn(again)}`)).status).toBe(200)
    await send('/sign-in/forgot', { email: 'ana@shop.test' }, '')
    await expect.poll(() => letters.at(-1)!.to, { timeout: 10_000 }).toEqual(['ana@shop.test'])
    expect(raw()).toContain('/join/')
    expect(await desk.db.selectFrom('letters').select('id').execute()).toEqual([])
  })

  test('names what is wrong and keeps what was typed', async () => {
    const page = await post('/settings/staff', { name: '', email: 'nobody', role: 'rep' })
    expect(page.status).toBe(422)
    expect(await page.text()).toContain('value="nobody"')
    expect((await post('/settings/staff', { name: 'Ana', email: 'ana@shop.test', role: 'rep' })).status).toBe(422)
  })
})

test('a deactivated rep is out at once, keys and all, and the undo brings both back', async () => {
  const id = await addRep(desk.db, { name: 'Di', email: 'di@shop.test', password })
  const his = await cookieOf(desk, 'di@shop.test')
  const made = await (await post('/settings/api-keys', { name: 'his shop', role: 'rep', rep: 'di@shop.test' })).text()
  const key = /af_[\w-]{43}/.exec(made)![0]
  expect(await findApiKey(desk.db, key)).toMatchObject({ repId: id, role: 'rep' })
  const asked = await (await post(`/settings/staff/${id}/deactivate`)).text()
  expect(asked).toContain('Are you sure?')
  expect((await get('/account', his)).status).toBe(200)
  const done = await post(`/settings/staff/${id}/deactivate`, { sure: 'yes' })
  expect((await get('/account', his)).status).toBe(303)
  expect(await findApiKey(desk.db, key)).toBeUndefined()
  const changeId = new URL(done.headers.get('location')!, 'http://x').searchParams.get('done')
  await post(`/undo/${changeId}`, { back: '/settings/staff' })
  expect(await findApiKey(desk.db, key)).toMatchObject({ repId: id })
  expect(await cookieOf(desk, 'di@shop.test')).toContain('antfarm=')
})

test('the last admin who can sign in can neither be deactivated nor demoted', async () => {
  const id = await repId('ana@shop.test')
  await invited('admin-to-be@shop.test', 'admin')
  expect((await post(`/settings/staff/${id}/deactivate`, { sure: 'yes' })).status).toBe(409)
  const demoted = await post(`/settings/staff/${id}`, { name: 'Ana Formica', role: 'rep' })
  expect(demoted.status).toBe(409)
  expect(await demoted.text()).toContain('the last active admin')
})

test('name, role and groups change together, and the change can be taken back', async () => {
  const id = await addRep(desk.db, { name: 'Ed', email: 'ed@shop.test', password })
  const { id: group } = await desk.db
    .insertInto('groups')
    .values({ name: 'Returns' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const done = await post(`/settings/staff/${id}`, { name: 'Edda', role: 'marketing', group: String(group) })
  expect(await text('/settings/staff')).toMatch(/Edda[\s\S]*Marketing · Returns/)
  const changeId = new URL(done.headers.get('location')!, 'http://x').searchParams.get('done')
  expect((await post(`/undo/${changeId}`)).status).toBe(303)
  expect(await text(`/settings/staff/${id}`)).toContain('value="Ed"')
})

test('an admin ends the sessions of a rep, and a rep ends those on other devices', async () => {
  await addRep(desk.db, { name: 'Fa', email: 'fa@shop.test', password })
  const [here, there] = [await cookieOf(desk, 'fa@shop.test'), await cookieOf(desk, 'fa@shop.test')]
  expect(await text('/account', here)).toContain('this device')
  await post('/account/sessions/others', {}, here)
  expect([(await get('/account', here)).status, (await get('/account', there)).status]).toEqual([200, 303])
  await post(`/settings/staff/${await repId('fa@shop.test')}/sessions/all`)
  expect((await get('/account', here)).status).toBe(303)
})

test('nobody ends a session of somebody else', async () => {
  await addRep(desk.db, { name: 'Gi', email: 'gi@shop.test', password, role: 'read_only' })
  const his = await cookieOf(desk, 'gi@shop.test')
  const { rows } = { rows: await desk.db.selectFrom('sessions').selectAll().execute() }
  for (const { id } of rows) await post(`/account/sessions/${id}/end`, {}, his)
  expect((await get('/account')).status).toBe(200)
})

test('a changed password takes the old one, ends other sessions, and is none that is guessed first', async () => {
  await addRep(desk.db, { name: 'Ha Hummel', email: 'ha@shop.test', password })
  const [here, there] = [await cookieOf(desk, 'ha@shop.test'), await cookieOf(desk, 'ha@shop.test')]
  const change = (current: string, next: string) => post('/account/password', { current, next }, here)
  expect((await change('wrong wrong', 'green kettle')).status).toBe(422)
  expect((await change(password, 'ha hummel')).status).toBe(422)
  expect((await change(password, 'Passw0rd2024!')).status).toBe(422)
  const done = await change(password, 'green kettle')
  expect(done.status).toBe(303)
  expect((await get('/account', there)).status).toBe(303)
  expect((await get('/account', cookiesIn(done))).status).toBe(200)
})

test('a key is shown once, works with its role, and is dead after it was revoked with a confirmation', async () => {
  const page = await (await post('/settings/api-keys', { name: 'the shop', role: 'submit', rep: '' })).text()
  const key = /af_[\w-]{43}/.exec(page)![0]
  const { id } = (await findApiKey(desk.db, key))!
  expect(await text('/settings/api-keys')).not.toContain(key)
  expect(await (await post(`/settings/api-keys/${id}/revoke`)).text()).toContain('never comes back')
  expect(await findApiKey(desk.db, key)).toBeDefined()
  await post(`/settings/api-keys/${id}/revoke`, { sure: 'yes' })
  expect(await findApiKey(desk.db, key)).toBeUndefined()
  expect(JSON.stringify(await desk.db.selectFrom('changes').selectAll().execute())).not.toContain(key)
})

describe('the second step', () => {
  const codeOf = (uri: string) => {
    const seed = base32.decode(new URL(uri).searchParams.get('secret')!)
    return createOTP(new TextDecoder().decode(seed)).totp()
  }
  const uriIn = (page: string) => /name="uri" value="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
  const codesIn = (page: string) => /name="codes" value="([^"]+)"/.exec(page)![1]!.split(' ')

  async function secured(email: string) {
    await addRep(desk.db, { name: 'Io', email, password })
    const his = await cookieOf(desk, email)
    expect((await post('/account/second-step', { deed: 'start', password: 'wrong wrong' }, his)).status).toBe(422)
    const page = await (await post('/account/second-step', { deed: 'start', password }, his)).text()
    const wrong = await post(
      '/account/second-step/confirm',
      { code: '000000', uri: uriIn(page), codes: codesIn(page).join(' ') },
      his,
    )
    expect(wrong.status).toBe(422)
    expect(uriIn(await wrong.text())).toBe(uriIn(page))
    const done = await post('/account/second-step/confirm', { code: await codeOf(uriIn(page)) }, his)
    expect(done.status).toBe(303)
    return { uri: uriIn(page), codes: codesIn(page), cookie: cookiesIn(done) }
  }

  const half = async (email: string) => {
    const answer = await desk.app.request('/sign-in', form('', { email, password, next: '/people' }))
    expect(answer.headers.get('location')).toBe('/sign-in/second?next=%2Fpeople')
    return cookiesIn(answer)
  }

  test('is set up with a code, asked for after the password, and opens nothing before', async () => {
    const { uri } = await secured('io@shop.test')
    const his = await half('io@shop.test')
    expect((await get('/issues', his)).status).toBe(303)
    expect((await post('/sign-in/second', { code: '000000' }, his)).status).toBe(401)
    const done = await post('/sign-in/second', { code: await codeOf(uri), next: '/people' }, his)
    expect(done.headers.get('location')).toBe('/people')
    expect((await get('/people', cookiesIn(done))).status).toBe(200)
  })

  test('takes a recovery code once; only hashes of them are stored', async () => {
    const { codes } = await secured('jo@shop.test')
    const stored = JSON.stringify(await desk.db.selectFrom('twoFactors').selectAll().execute())
    expect(codes).toHaveLength(10)
    for (const code of codes) expect(stored).not.toContain(code)
    const typed = codes[3]!.toUpperCase().replaceAll('-', ' ')
    const done = await post('/sign-in/second', { code: typed }, await half('jo@shop.test'))
    expect((await get('/issues', cookiesIn(done))).status).toBe(200)
    expect((await post('/sign-in/second', { code: typed }, await half('jo@shop.test'))).status).toBe(401)
    const other = await post('/sign-in/second', { code: codes[4]! }, await half('jo@shop.test'))
    expect(other.status).toBe(303)
  })

  test('is required where the role asks for it: nothing else opens before it is set up', async () => {
    await addRep(desk.db, { name: 'Ki', email: 'ki@shop.test', password, role: 'marketing' })
    const his = await cookieOf(desk, 'ki@shop.test')
    await post('/settings/sign-in', { second: 'marketing' })
    const answer = await get('/issues', his)
    expect(answer.headers.get('location')).toBe('/account')
    expect(await text('/account', his)).toContain('asks for a second step')
    expect((await get('/issues')).status).toBe(200)
    await post('/settings/sign-in', {})
    expect((await get('/issues', his)).status).toBe(200)
  })

  test('is turned off by an admin for who lost phone and codes', async () => {
    const { cookie: his } = await secured('li@shop.test')
    await post(`/settings/staff/${await repId('li@shop.test')}/second-step`, { sure: 'yes' })
    expect((await get('/issues', his)).status).toBe(303)
    expect(await cookieOf(desk, 'li@shop.test')).toContain('antfarm=')
  })
})

test('without a relay a forgotten password is a matter for an admin, whose link sets a new one', async () => {
  expect(await text('/sign-in/forgot', '')).toContain('Ask an admin')
  const id = await addRep(desk.db, { name: 'Mo', email: 'mo@shop.test', password })
  const old = await cookieOf(desk, 'mo@shop.test')
  const token = linkIn(await (await post(`/settings/staff/${id}/link`)).text())
  const done = await post(`/join/${token}`, { password: 'green kettle' }, '')
  expect((await get('/issues', cookiesIn(done))).status).toBe(200)
  expect((await get('/issues', old)).status).toBe(303)
  await expect(cookieOf(desk, 'mo@shop.test')).rejects.toThrow('wrong')
})
