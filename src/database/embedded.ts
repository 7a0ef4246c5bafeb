import { type SpawnOptions, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { privateFolder, type ServerPlace, serverPlace } from './binaries.ts'
import { withFileLock } from './file-lock.ts'
import { sharedMegabytes } from './memory.ts'

export type EmbeddedServer = Readonly<{ url: string; note: string | undefined; stop: () => Promise<void> }>

type Address = Readonly<{ url: (database: string) => string; options: string }>

/** Every process that uses the server holds this lock shared; whoever gets it alone is the last one out. */
const usersLock = 0x616e7466

/**
 * Starts the packaged PostgreSQL on `dataDir`, or attaches to it where it runs already. Brings it back when it dies
 * under us. `stop()` stops the server only when no other process of ours uses it.
 */
export async function startEmbedded(dataDir: string): Promise<EmbeddedServer> {
  const place = serverPlace(dataDir)
  const address = await serverAddress(place, serverPassword(dataDir))
  let stopping = false
  let keeper = await running()

  async function running(): Promise<pg.Client> {
    const client = await withFileLock(join(dataDir, 'postgres.lock'), () => ensureRunning(place, address, dataDir))
    client.on('error', () => undefined)
    client.on('end', () => void revive())
    return client
  }

  async function revive() {
    while (!stopping) {
      try {
        keeper = await running()
        return
      } catch {
        await sleep(1000)
      }
    }
  }

  return {
    url: address.url('antfarm'),
    note: place.note,
    async stop() {
      stopping = true
      if (await lastOneOut(keeper)) await pgCtl(place, ['stop', '-m', 'fast', '-w', '-t', '60'])
      await keeper.end().catch(() => undefined)
    },
  }
}

async function lastOneOut(keeper: pg.Client): Promise<boolean> {
  try {
    await keeper.query('select pg_advisory_unlock_shared($1)', [usersLock])
    const { rows } = await keeper.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [usersLock])
    return rows[0]?.last ?? false
  } catch {
    return false // it is gone already
  }
}

async function ensureRunning(place: ServerPlace, address: Address, dataDir: string): Promise<pg.Client> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = await attach(address)
    if (client) return client
    if (!existsSync(join(cluster(place), 'PG_VERSION'))) await initialise(place, dataDir)
    removeStalePid(place)
    // Fails while an old server still shuts down or its orphans let go of shared memory: look again.
    const started = await pgCtl(place, [
      'start',
      '-w',
      '-t',
      '60',
      '-l',
      join(place.home, 'postgres.log'),
      '-o',
      address.options,
    ])
    if (!started && Date.now() > deadline)
      throw new Error(`PostgreSQL does not start; it says why in ${join(place.home, 'postgres.log')}`)
    if (!started) await sleep(300)
  }
}

/** A connection that holds the users' lock, or undefined when no server answers. */
async function attach(address: Address): Promise<pg.Client | undefined> {
  try {
    await createDatabase(address)
    const client = new pg.Client({
      connectionString: address.url('postgres'),
      application_name: 'antfarm keeper',
      connectionTimeoutMillis: 5000,
    })
    client.on('error', () => undefined)
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1)', [usersLock])
    return client
  } catch (error) {
    if ((error as { code?: string }).code === '28P01')
      throw new Error(
        'The embedded PostgreSQL refuses our password: DATA_DIR/postgres-password is not the one it was made with.',
      )
    return undefined
  }
}

async function createDatabase(address: Address) {
  const client = new pg.Client({ connectionString: address.url('postgres'), connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'antfarm'")
    if (!rowCount) await client.query('create database antfarm')
  } finally {
    await client.end()
  }
}

function cluster(place: ServerPlace): string {
  return join(place.home, 'postgres')
}

/** Made beside its final place and renamed, so that a killed initdb leaves nothing half done. */
async function initialise(place: ServerPlace, dataDir: string) {
  const draft = join(place.home, 'postgres.new')
  rmSync(draft, { recursive: true, force: true })
  privateFolder(draft, place.user)
  const passwordFile = join(place.home, 'postgres.pw')
  writeFileSync(passwordFile, serverPassword(dataDir), { mode: 0o600 })
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid)
  try {
    const made = await run(place, 'initdb', [
      ...['-D', draft, '-U', 'antfarm', '--pwfile', passwordFile, '--encoding=UTF8'],
      ...['--locale-provider=builtin', '--locale=C.UTF-8', '--auth=scram-sha-256', '--no-instructions'],
    ])
    if (made.code !== 0) throw new Error(`PostgreSQL could not make its data folder ${draft}:\n${made.output}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, cluster(place))
  const log = join(place.home, 'postgres.log')
  writeFileSync(log, '', { mode: 0o600, flag: 'a' })
  if (place.user) chownSync(log, place.user.uid, place.user.gid)
}

/** After a crash the pid may belong to somebody else, as in a container where pids start anew. */
function removeStalePid(place: ServerPlace) {
  const file = join(cluster(place), 'postmaster.pid')
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
    if (!/postgres/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) rmSync(file)
  } catch {
    // no file, no such process, or no /proc: PostgreSQL's own check decides
  }
}

function serverPassword(dataDir: string): string {
  const file = join(dataDir, 'postgres-password')
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

async function serverAddress(place: ServerPlace, password: string): Promise<Address> {
  const common = `-c jit=off -c max_connections=120 -c log_min_messages=warning -c shared_buffers=${sharedMegabytes()}MB`
  if (process.platform === 'win32') {
    const port = await rememberedPort(place)
    return {
      url: (name) => `postgres://antfarm:${password}@127.0.0.1:${port}/${name}`,
      options: `-c listen_addresses=127.0.0.1 -c port=${port} ${common}`,
    }
  }
  const folder = socketFolder(place)
  return {
    url: (name) => `postgres://antfarm:${password}@localhost/${name}?host=${encodeURIComponent(folder)}`,
    options: `-c listen_addresses= -c unix_socket_directories='${folder}' -c unix_socket_permissions=0700 ${common}`,
  }
}

/** A socket's path may have 107 bytes at most, so a deep DATA_DIR gets a short folder elsewhere. */
function socketFolder(place: ServerPlace): string {
  const near = join(place.home, 'socket')
  if (Buffer.byteLength(near) < 80 && !/[\s,'"@\\]/.test(near)) return privateFolder(near, place.user)
  const short = join(tmpdir(), `antfarm-${createHash('sha256').update(place.home).digest('hex').slice(0, 16)}`)
  const folder = privateFolder(short, place.user)
  chmodSync(folder, 0o700)
  return folder
}

async function rememberedPort(place: ServerPlace): Promise<number> {
  const file = join(place.home, 'postgres-port')
  if (!existsSync(file)) writeFileSync(file, String(await freePort()))
  return Number(readFileSync(file, 'utf8'))
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function pgCtl(place: ServerPlace, args: string[]): Promise<boolean> {
  return (await run(place, 'pg_ctl', ['-D', cluster(place), ...args])).code === 0
}

/** Runs in a session of its own, so that Ctrl-C reaches us and not PostgreSQL. */
function run(place: ServerPlace, program: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const options: SpawnOptions = {
    detached: true,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  }
  const child = spawn(
    join(place.bin, program),
    args,
    place.user ? { ...options, uid: place.user.uid, gid: place.user.gid } : options,
  )
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      // The server inherits the pipes and keeps them open: let go, or we never end.
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve({ code, output })
    })
  })
}
