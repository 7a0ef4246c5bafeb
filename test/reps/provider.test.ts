import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { addRep, form, password, type TestDesk, testDesk } from '../web/desk.ts'

type Person = { sub: string; email: string; email_verified?: boolean; name: string }
type Grant = { person: Person; nonce: string | null; challenge: string | null; redirect: string | null }

let desk: TestDesk
let provider: Awaited<ReturnType<typeof startProvider>>
let admin: string

beforeAll(async () => {
  const made = await testDesk({ PUBLIC_URL: 'http://localhost:3000' })
  desk = made
  provider = await startProvider()
  admin = cookiesIn(await desk.app.request('/sign-in', form('', { email: 'ana@shop.test', password })))
  return async () => {
    await provider.stop()
    await made.stop()
  }
})

beforeEach(async () => void (await sql`delete from rate_limits`.execute(desk.db)))

const cookiesIn = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
const emails = async () =>
  (await desk.db.selectFrom('reps').select('email').orderBy('id').execute()).map((rep) => rep.email)

async function settings(fields: Record<string, string>) {
  const all = { use: 'yes', name: 'the shop', issuer: provider.issuer, clientId: 'desk', secret: 'hush', ...fields }
  const answer = await desk.app.request('/settings/sign-in', form(admin, all))
  expect(answer.status).toBe(303)
}

/** What a browser does: to the provider, where the person signs in, and back. */
async function signInAs(person: Person, change: (back: URL) => void = () => {}) {
  const started = await desk.app.request('/sign-in/provider?next=/people')
  const there = new URL(started.headers.get('location')!)
  const back = provider.allow(there, person)
  change(back)
  expect(back.pathname).toBe('/sign-in/provider/callback')
  return desk.app.request(back.pathname + back.search, { headers: { cookie: cookiesIn(started) } })
}

async function opens(answer: Response): Promise<boolean> {
  return (await desk.app.request('/issues', { headers: { cookie: cookiesIn(answer) } })).status === 200
}

test('a rep whom the desk knows signs in by a verified address and goes where one wanted to', async () => {
  await addRep(desk.db, { name: 'Bo', email: 'bo@shop.test', password })
  await settings({})
  expect(await (await desk.app.request('/sign-in')).text()).toContain('Sign in with the shop')
  const answer = await signInAs({ sub: 'b1', email: 'Bo@shop.test', email_verified: true, name: 'Bo' })
  expect(answer.headers.get('location')).toBe('/people')
  expect(await opens(answer)).toBe(true)
  const accounts = await sql<{
    s: string
  }>`select row_to_json(a)::text as s from accounts a where provider_id = 'oidc'`.execute(desk.db)
  expect(accounts.rows).toHaveLength(1)
  expect(accounts.rows[0]!.s).toMatch(/"access_token":null,"refresh_token":null,"id_token":null/)
})

test('whom the desk does not know gets no account, unless the settings give one', async () => {
  await settings({})
  const stranger = { sub: 's1', email: 'sy@shop.test', email_verified: true, name: 'Sy' }
  const refused = await signInAs(stranger)
  expect(refused.status).toBe(403)
  expect(await refused.text()).toContain('ask an admin for an invitation')
  expect(await emails()).not.toContain('sy@shop.test')
  await settings({ newRole: 'read_only', domains: 'shop.test' })
  expect(await opens(await signInAs(stranger))).toBe(true)
  const rep = await desk.db
    .selectFrom('reps')
    .select(['name', 'role'])
    .where('email', '=', 'sy@shop.test')
    .executeTakeFirst()
  expect(rep).toEqual({ name: 'Sy', role: 'read_only' })
  expect(await desk.db.selectFrom('changes').select('kind').where('kind', '=', 'rep.provided').execute()).toHaveLength(
    1,
  )
})

test('a foreign domain, an unverified address and a deactivated rep stay out', async () => {
  await settings({ newRole: 'rep', domains: 'shop.test' })
  const before = await emails()
  const foreign = await signInAs({ sub: 'f', email: 'fo@evil.test', email_verified: true, name: 'Fo' })
  expect(await foreign.text()).toContain('Addresses of your domain may not')
  const unverified = await signInAs({ sub: 'u', email: 'ana@shop.test', email_verified: false, name: 'Ana' })
  expect(unverified.status).toBe(403)
  expect(await opens(unverified)).toBe(false)
  expect((await signInAs({ sub: 'v', email: 'new@shop.test', name: 'New' })).status).toBe(403)
  expect(await emails()).toEqual(before)
  await desk.db.updateTable('reps').set({ deactivatedAt: new Date() }).where('email', '=', 'bo@shop.test').execute()
  const gone = await signInAs({ sub: 'b1', email: 'bo@shop.test', email_verified: true, name: 'Bo' })
  expect(await gone.text()).toContain('deactivated')
})

test('a way back that was not begun in this browser, or with another state, opens nothing', async () => {
  await settings({})
  const person = { sub: 'a1', email: 'ana@shop.test', email_verified: true, name: 'Ana' }
  expect((await signInAs(person, (back) => back.searchParams.set('state', 'other'))).status).toBe(403)
  const started = await desk.app.request('/sign-in/provider')
  const back = provider.allow(new URL(started.headers.get('location')!), person)
  expect((await desk.app.request(back.pathname + back.search)).status).toBe(403)
  expect((await desk.app.request('/sign-in/provider/callback?code=x')).status).toBe(403)
})

test('a rep with a second step is asked for it, and has nothing before', async () => {
  const id = await addRep(desk.db, { name: 'Io', email: 'io@shop.test', password })
  const own = cookiesIn(await desk.app.request('/sign-in', form('', { email: 'io@shop.test', password })))
  const begun = await desk.app.request('/account/second-step', form(own, { deed: 'start', password }))
  const uri = /name="uri" value="([^"]+)"/.exec(await begun.text())![1]!.replaceAll('&amp;', '&')
  const seed = base32.decode(new URL(uri).searchParams.get('secret')!)
  const code = () => createOTP(new TextDecoder().decode(seed)).totp()
  const confirmed = await desk.app.request('/account/second-step/confirm', form(own, { code: await code() }))
  expect(confirmed.status).toBe(303)
  await settings({})
  const answer = await signInAs({ sub: 'io', email: 'io@shop.test', email_verified: true, name: 'Io' })
  expect(answer.headers.get('location')).toBe('/sign-in/second?next=%2Fpeople')
  expect(await opens(answer)).toBe(false)
  const cookie = cookiesIn(answer)
  const account = await desk.app.request('/account', { headers: { cookie } })
  expect(account.headers.get('location')).toBe('/sign-in/second?next=%2Faccount')
  const wrong = await desk.app.request('/sign-in/second', form(cookie, { code: '000000', next: '/people' }))
  expect([wrong.status, await opens(answer)]).toEqual([401, false])
  const right = await desk.app.request('/sign-in/second', form(cookie, { code: await code(), next: '/people' }))
  expect([right.headers.get('location'), await opens(answer)]).toEqual(['/people', true])
  expect(await desk.db.selectFrom('sessions').select('id').where('userId', '=', id).execute()).not.toEqual([])
})

test('a token that another key signed, or for another nonce, opens nothing', async () => {
  await settings({})
  const person = { sub: 'a1', email: 'ana@shop.test', email_verified: true, name: 'Ana' }
  provider.misbehave('key')
  expect((await signInAs(person)).status).toBe(403)
  provider.misbehave('nonce')
  expect((await signInAs(person)).status).toBe(403)
  provider.misbehave('nothing')
  expect((await signInAs(person)).status).toBe(303)
})

test('the client secret is sealed, and stands neither on the page nor in the history', async () => {
  await settings({ secret: 'a very secret secret' })
  const page = await (await desk.app.request('/settings/sign-in', { headers: { cookie: admin } })).text()
  const stored = await sql<{
    s: string
  }>`select (select json_agg(s) from settings s)::text || (select json_agg(c) from changes c)::text as s`.execute(
    desk.db,
  )
  for (const text of [page, stored.rows[0]!.s]) expect(text).not.toContain('very secret')
})

test('a provider that is away is said so, and passwords still work', async () => {
  await settings({ issuer: 'http://127.0.0.1:9' })
  expect((await desk.app.request('/sign-in/provider')).status).toBe(503)
  expect((await desk.app.request('/sign-in', form('', { email: 'ana@shop.test', password }))).status).toBe(303)
})

/** An identity provider of the outside world: discovery, keys, codes for tokens. */
async function startProvider() {
  const [good, bad] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')]
  const grants = new Map<string, Grant>()
  let fault: 'nothing' | 'key' | 'nonce' = 'nothing'
  let issuer = ''
  async function token(form: URLSearchParams): Promise<object | undefined> {
    const grant = grants.get(form.get('code') ?? '')
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!grant || proof !== grant.challenge || form.get('redirect_uri') !== grant.redirect) return undefined
    const nonce = fault === 'nonce' ? 'another' : grant.nonce
    const signed = new SignJWT({ ...grant.person, nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(issuer)
    const whole = signed.setAudience('desk').setIssuedAt().setExpirationTime('5m')
    const id_token = await whole.sign((fault === 'key' ? bad : good).privateKey)
    return { access_token: 'opaque', token_type: 'Bearer', expires_in: 300, id_token }
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const json = (body: object | undefined) =>
      response
        .writeHead(body ? 200 : 400, { 'content-type': 'application/json' })
        .end(JSON.stringify(body ?? { error: 'invalid_grant' }))
    if (request.url === '/.well-known/openid-configuration')
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    if (request.url === '/jwks')
      return json({ keys: [{ ...(await exportJWK(good.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] })
    return json(await token(new URLSearchParams(Buffer.concat(chunks).toString())))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    misbehave(how: typeof fault) {
      fault = how
    },
    /** The person says yes at the provider: where the browser is sent. */
    allow(asked: URL, person: Person): URL {
      const of = (name: string) => asked.searchParams.get(name)
      const code = `code${grants.size}`
      grants.set(code, { person, nonce: of('nonce'), challenge: of('code_challenge'), redirect: of('redirect_uri') })
      const back = new URL(of('redirect_uri')!)
      back.searchParams.set('code', code)
      back.searchParams.set('state', of('state')!)
      return back
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
