import { beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createAuth } from '../../src/reps/auth.ts'
import type { Library } from '../../src/reps/auth-library.ts'
import { createAdmin, createRep, deactivateRep } from '../../src/reps/reps.ts'
import { type Provider, sealClientSecret, writeSignIn } from '../../src/reps/sign-in-settings.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

const secrets = { current: 'a secret that is long enough for tests', old: [] }
const client = { ip: '127.0.0.1', userAgent: 'test' }
let database: TestDatabase
let auth: ReturnType<typeof createAuth>

beforeAll(async () => {
  database = await cloneDatabase()
  auth = createAuth({ db: database.db, secrets, config: readConfig({}) })
  await createAdmin(database.db, { email: 'Ana@shop.test', password: 'correct horse', name: 'Ana' })
  return () => database.stop()
})

test('the right password opens a session, the wrong one does not', async () => {
  const right = await auth.signIn('ana@shop.test', 'correct horse', client)
  const cookie = 'cookies' in right ? right.cookies[0]!.split(';')[0]! : ''
  const session = await auth.session(new Headers({ cookie }))
  expect(session?.rep).toMatchObject({ name: 'Ana', role: 'admin' })
  expect(await auth.signIn('ana@shop.test', 'wrong horse', client)).toEqual({ problem: 'wrong' })
  expect(await auth.signIn('nobody@shop.test', 'wrong horse', client)).toEqual({ problem: 'wrong' })
})

test('signing out ends the session on the server', async () => {
  const right = await auth.signIn('ana@shop.test', 'correct horse', client)
  const cookie = 'cookies' in right ? right.cookies[0]!.split(';')[0]! : ''
  const cleared = await auth.signOut(new Headers({ cookie }))
  expect(cleared.join()).toMatch(/Max-Age=0/i)
  expect(await auth.session(new Headers({ cookie }))).toBeUndefined()
})

test('a deactivated rep is out at once and cannot come back', async () => {
  const made = await createRep(database.db, { email: 'bo@shop.test', password: 'correct horse', name: 'Bo' })
  if (!('rep' in made)) throw new Error('not made')
  const right = await auth.signIn('bo@shop.test', 'correct horse', client)
  const cookie = 'cookies' in right ? right.cookies[0]!.split(';')[0]! : ''
  await database.db.transaction().execute((tx) => deactivateRep(tx, made.rep.id))
  expect(await auth.session(new Headers({ cookie }))).toBeUndefined()
  expect(await auth.signIn('bo@shop.test', 'correct horse', client)).toEqual({ problem: 'deactivated' })
})

test('over https the cookie is Secure and bound to the host', async () => {
  const config = readConfig({ PUBLIC_URL: 'https://desk.shop.test', BASE_PATH: '/desk/' })
  const right = await createAuth({ db: database.db, secrets, config }).signIn('ana@shop.test', 'correct horse', client)
  const cookie = 'cookies' in right ? right.cookies[0]! : ''
  expect(cookie).toMatch(/^__Host-antfarm=.*Path=\/;.*HttpOnly;.*Secure/)
  expect(cookie).toContain('SameSite=Lax')
})

test('guessing is slowed down, counted in the database', async () => {
  const guess = () => auth.signIn('ana@shop.test', 'guess guess', { ...client, ip: '192.0.2.7' })
  for (let i = 0; i < 15; i++) expect(await guess()).toEqual({ problem: 'wrong' })
  expect(await guess()).toEqual({ problem: 'slow down' })
  expect((await database.db.selectFrom('reps').selectAll().execute()).length).toBe(2)
})

test('no route of the library makes an account, with or without an identity provider', async () => {
  const before = await database.db.selectFrom('reps').select('id').execute()
  const provider = { name: 'x', issuer: 'http://127.0.0.1:9', clientId: 'x', domains: [], newRole: null }
  const library = (await withProvider({ ...provider, trustAddresses: true }))!
  for (const each of [auth.library, library]) {
    const paths = Object.values(each.api).map((endpoint) => (endpoint as { path?: string }).path)
    for (const path of ['/sign-up/email', '/sign-in/social', '/callback/:id', '/two-factor/enable'])
      expect(paths).toContain(path)
    for (const path of [...paths, '/sign-up/username', '/admin/create-user'].filter((p) => p !== undefined))
      await attack(each, path)
  }
  expect(await database.db.selectFrom('reps').select('id').execute()).toEqual(before)
})

async function withProvider(provider: Provider) {
  const sealedSecret = sealClientSecret(secrets, 'hush')
  await writeSignIn(database.db, { secondStepRoles: [], provider, sealedSecret })
  return auth.provider.library()
}

async function attack(library: Library, path: string) {
  const password = 'evil evil evil'
  const user = { email: 'eve@evil.test', name: 'Eve', newEmail: 'eve@evil.test', role: 'admin', userId: '1' }
  const more = { provider: 'oidc', providerId: 'oidc', idToken: { token: 'x' }, requestSignUp: true, code: '123456' }
  const body = JSON.stringify({ ...user, ...more, password, newPassword: password, token: 'x', callbackURL: '/' })
  await Promise.all(
    ['POST', 'GET'].map((method) => {
      const url = `http://desk.invalid/auth${path.replace(/:\w+/g, 'oidc')}`
      const headers = { 'content-type': 'application/json', origin: 'http://desk.invalid' }
      return library.handler(new Request(url, { method, headers, ...(method === 'POST' ? { body } : {}) }))
    }),
  )
}
