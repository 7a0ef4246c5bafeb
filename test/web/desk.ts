import { Hono } from 'hono'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type Config, readConfig } from '../../src/config.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { createAuth } from '../../src/reps/auth.ts'
import { createRep, type NewRep } from '../../src/reps/reps.ts'
import { claimInstance } from '../../src/settings/instance.ts'
import { createApp } from '../../src/web/app.ts'
import { startWeb } from '../../src/web/serve.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

export const secrets = { current: 'a secret that is long enough for tests', old: [] }
export const password = 'correct horse'

export type TestDesk = Readonly<{
  db: TestDatabase['db']
  config: Config
  database: TestDatabase
  parts: Parameters<typeof createApp>[0]
  app: ReturnType<typeof createApp>
}>

/** A desk with one admin, ana@shop.test, on a database of its own, dropped when the file is done (call it in beforeAll). */
export async function testDesk(env: Record<string, string> = {}): Promise<TestDesk & { stop: () => Promise<void> }> {
  const database = await cloneDatabase()
  const { db } = database
  const config = readConfig({ SUPPORT_ADDRESS: 'support@shop.test', RELAY_URL: 'smtp://127.0.0.1:9', ...env })
  await ensureFirstMailbox(db, config.supportAddress)
  await claimInstance(db, 'this one')
  await addRep(db, { name: 'Ana Formica', email: 'ana@shop.test', password, role: 'admin' })
  const health = { checks: async () => ({ migrated: true }), metrics: async () => 'antfarm_mail_backlog 0\n' }
  const api = new Hono().get('/', (c) => c.text('api'))
  const log = pino({ level: 'silent' })
  const parts = { db, readDb: db, directUrl: database.url, config, secrets, instance: 'this one', log, api, health }
  return { db, config, database, parts, app: createApp(parts), stop: () => database.stop() }
}

export async function addRep(db: TestDatabase['db'], rep: NewRep): Promise<number> {
  const made = await createRep(db, rep)
  if (!('rep' in made)) throw new Error(made.faults.join())
  return made.rep.id
}

/** A session cookie, straight from the sign-in. */
export async function cookieOf({ db, config }: TestDesk, email = 'ana@shop.test'): Promise<string> {
  const client = { ip: '127.0.0.1', userAgent: 'test' }
  const signedIn = await createAuth({ db, secrets, config }).signIn(email, password, client)
  if (!('cookies' in signedIn)) throw new Error(JSON.stringify(signedIn))
  return signedIn.cookies.map((cookie) => cookie.split(';')[0]).join('; ')
}

/** What a browser sends along with a form of our own. */
export function form(cookie: string, fields: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { cookie, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(fields) }
}

/** Serves the desk on a free port until the test is over. */
export async function served(desk: TestDesk, changed: Partial<Config> = {}) {
  const config = { ...desk.config, ...changed, httpPort: 0 }
  const web = await startWeb({ ...desk.parts, config })
  onTestFinished(() => web.stop())
  return { ...web, url: `http://localhost:${web.port}` }
}
