import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { connect } from '../../src/database/connection.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { createAuth } from '../../src/reps/auth.ts'
import { createRep } from '../../src/reps/reps.ts'
import { type App, startApp } from '../support/app.ts'
import { type Servers, startServers } from '../support/postgres-servers.ts'
import { type Relay, startRelay } from '../support/relay.ts'

export type Role = 'web' | 'inbound' | 'worker'

/** Two nodes of each role, each with a folder of its own, that share the servers, the secret and the instance. */
export type Nodes = Readonly<{
  servers: Servers
  web: readonly [App, App]
  inbound: readonly [App, App]
  worker: readonly [App, App]
  /** Another node on the same ports and in the same folder, as a supervisor starts one. */
  revive: (role: Role, index: 0 | 1) => Promise<App>
  key: string
  cookie: string
  /** Message-IDs that the relay took, as often as it took them, and when last. */
  taken: Map<string, Date[]>
  stop: () => Promise<void>
}>

const rep = { name: 'Ana Formica', email: 'ana@shop.test', password: 'many ants, one hill', role: 'admin' as const }

export async function startNodes(quick: boolean): Promise<Nodes> {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-nodes-'))
  const secret = randomBytes(48).toString('base64url')
  const [servers, { relay, taken }] = await Promise.all([startServers({ quick }), startSink()])
  const shared = { ...servers.env, SECRET: secret, INSTANCE: 'one desk of many nodes', RELAY_URL: relay.url }
  const running: App[] = []
  const node = async (role: Role, name: string, ports: Record<string, string> = {}) => {
    const env = { ...shared, UNDO_SECONDS: '0', DATA_DIR: join(folder, name), ...ports }
    const app = await startApp(env, [role])
    running.push(app)
    return app
  }
  const stop = async () => {
    await Promise.all(running.map((app) => app.stop('SIGKILL')))
    await relay.stop()
    await servers.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const pair = (role: Role) => Promise.all([node(role, `${role}-0`), node(role, `${role}-1`)])
    // Two at once on an empty database: whoever comes first makes the tables, the other waits for it.
    const worker = await pair('worker')
    const inbound = await pair('inbound')
    const web = await pair('web')
    const all = { web, inbound, worker }
    const revive = (role: Role, index: 0 | 1) => {
      const { httpPort, smtpPort } = all[role][index]
      return node(role, `${role}-${index}`, { HTTP_PORT: String(httpPort), SMTP_PORT: String(smtpPort) })
    }
    return { servers, ...all, revive, ...(await letIn(servers, secret)), taken, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startSink(): Promise<{ relay: Relay; taken: Nodes['taken'] }> {
  const taken: Nodes['taken'] = new Map()
  const relay = await startRelay(({ raw, at }) => {
    const id = /^Message-ID: (<[^>]+>)/im.exec(raw.toString('latin1'))?.[1] ?? '?'
    taken.set(id, [...(taken.get(id) ?? []), at])
  })
  return { relay, taken }
}

/** A key for the API and the session of a rep, both of which every node takes. */
async function letIn(servers: Servers, secret: string): Promise<Pick<Nodes, 'key' | 'cookie'>> {
  const { db, stop } = connect(servers.primaryUrl(), { max: 2 })
  try {
    const made = await createApiKey(db, { name: 'load', role: 'rep' })
    await createRep(db, rep)
    const auth = createAuth({ db, secrets: { current: secret, old: [] }, config: readConfig({}) })
    const entered = await auth.signIn(rep.email, rep.password, { ip: '127.0.0.1', userAgent: 'load' })
    if (!('key' in made) || !('cookies' in entered)) throw new Error('nobody is let in')
    return { key: made.key, cookie: entered.cookies.map((cookie) => cookie.split(';')[0]).join('; ') }
  } finally {
    await stop()
  }
}
