import { execFile, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './app.ts'

const run = promisify(execFile)
const versions = '/usr/lib/postgresql'
const bouncer = '/usr/sbin/pgbouncer'

/** A primary with a streaming replica that confirms each commit, and a pgBouncer before both. */
export type Servers = Readonly<{
  /** What a node is given: transaction mode to the primary, session mode to it, transaction mode to the replica. */
  env: Readonly<Record<'DATABASE_URL' | 'DATABASE_DIRECT_URL' | 'DATABASE_READ_URL', string>>
  /** Past the pooler, to whichever server is the primary now. */
  primaryUrl: () => string
  /** The replica stays as it is, or follows again. */
  holdReplay: (held: boolean) => Promise<void>
  /** Ends the primary as a crash would, makes the replica the primary and points the pooler to it. Answers when it was away from. */
  failOver: () => Promise<Date>
  stop: () => Promise<void>
}>

/** Why there are no servers to test with; undefined where there are. */
export function serversMissing(): string | undefined {
  if (!programs()) return 'PostgreSQL (the package postgresql) is not installed'
  return existsSync(bouncer) ? undefined : 'pgBouncer is not installed'
}

/** The folder of the newest server's programs. */
function programs(): string | undefined {
  const found = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : []
  return found.map((version) => join(versions, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')))
}

/** Neither PostgreSQL nor pgBouncer runs as root. */
function userOfServers(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']))
  return { uid: id('-u'), gid: id('-g') }
}

const options = [
  ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'hot_standby_feedback=on'],
  ...['-c', 'shared_buffers=32MB', '-c', 'max_wal_size=256MB', '-c', 'wal_keep_size=256MB'],
]

/** `quick`: no server waits for its disk, since what is killed is the server and not the machine. */
export async function startServers({ quick = false }: { quick?: boolean } = {}): Promise<Servers> {
  const user = userOfServers()
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-servers-'))
  chmodSync(folder, 0o777)
  const [first, second, front] = [await freePort(), await freePort(), await freePort()]
  const tool = (name: string, ...args: string[]) => run(join(programs()!, name), args, { ...user, cwd: folder })
  const at = (name: string) => join(folder, name)
  const start = (name: string, port: number, ...more: string[]) => {
    const given = [...options, '-p', String(port), '-k', folder, ...(quick ? ['-c', 'fsync=off'] : []), ...more]
    return tool('pg_ctl', '-D', at(name), '-l', at(`${name}.log`), '-w', '-o', given.join(' '), 'start')
  }
  await tool(
    'initdb',
    '-D',
    at('one'),
    '-U',
    'antfarm',
    '-A',
    'trust',
    '--locale=C.UTF-8',
    '--encoding=UTF8',
    '--no-sync',
  )
  await start('one', first)
  await asAdmin(first, 'create database antfarm')
  await asAdmin(first, "alter role antfarm set statement_timeout = '15s'") // as the README says for poolers
  const source = `host=127.0.0.1 port=${first} user=antfarm application_name=two`
  await tool('pg_basebackup', '-D', at('two'), '-d', source, '-R', '-X', 'stream', '-c', 'fast', '--no-sync')
  await start('two', second)
  await asAdmin(first, "alter system set synchronous_standby_names = 'two'")
  await asAdmin(first, 'select pg_reload_conf()')
  const pooler = await startPooler({ folder, user, front, primary: first, replica: second })
  let primary = first
  // Who runs this may fail or be interrupted: nothing stays behind.
  const end = () => {
    for (const name of ['two', 'one']) killServer(at(name))
  }
  process.once('exit', end)
  return {
    env: {
      DATABASE_URL: `postgres://antfarm@127.0.0.1:${front}/antfarm`,
      DATABASE_DIRECT_URL: `postgres://antfarm@127.0.0.1:${front}/direct`,
      DATABASE_READ_URL: `postgres://antfarm@127.0.0.1:${front}/read`,
    },
    primaryUrl: () => `postgres://antfarm@127.0.0.1:${primary}/antfarm`,
    holdReplay: (held) => asAdmin(second, `select pg_wal_replay_${held ? 'pause' : 'resume'}()`),
    async failOver() {
      const away = new Date()
      await tool('pg_ctl', '-D', at('one'), '-m', 'immediate', '-w', 'stop')
      await tool('pg_ctl', '-D', at('two'), '-w', 'promote')
      primary = second
      await pooler.pointTo(second, second)
      return away
    },
    async stop() {
      process.off('exit', end)
      await pooler.stop()
      for (const name of ['two', 'one'])
        await tool('pg_ctl', '-D', at(name), '-m', 'immediate', '-w', 'stop').catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function killServer(folder: string) {
  try {
    process.kill(Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT')
  } catch {
    // it is stopped already
  }
}

type Place = Readonly<{
  folder: string
  user: { uid?: number; gid?: number }
  front: number
  primary: number
  replica: number
}>

async function startPooler({ folder, user, front, primary, replica }: Place) {
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(join(folder, 'users'), '"antfarm" ""\n', { mode: 0o644 })
  writeFileSync(file, poolerSettings(folder, front, { primary, replica }), { mode: 0o644 })
  const child = spawn(bouncer, ['-q', file], { ...user, cwd: folder, stdio: 'ignore' })
  const end = () => void child.kill('SIGKILL')
  process.once('exit', end)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await untilAnswers(front)
  return {
    async pointTo(primary: number, replica: number) {
      writeFileSync(file, poolerSettings(folder, front, { primary, replica }))
      child.kill('SIGHUP')
      await untilAnswers(front)
    },
    async stop() {
      process.off('exit', end)
      child.kill('SIGKILL')
      await ended
    },
  }
}

function poolerSettings(folder: string, front: number, to: { primary: number; replica: number }): string {
  const server = (port: number, more: string) => `host=127.0.0.1 port=${port} dbname=antfarm ${more}\n`
  return [
    `[databases]\nantfarm = ${server(to.primary, 'pool_size=30')}`,
    `direct = ${server(to.primary, 'pool_size=60 pool_mode=session')}`,
    `read = ${server(to.replica, 'pool_size=20')}`,
    `[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${front}\nunix_socket_dir =\n`,
    `auth_type = trust\nauth_file = ${join(folder, 'users')}\nlogfile = ${join(folder, 'pgbouncer.log')}\n`,
    'pool_mode = transaction\nmax_client_conn = 400\nserver_login_retry = 1\nquery_wait_timeout = 15\n',
  ].join('')
}

async function untilAnswers(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const client = new pg.Client({ connectionString: `postgres://antfarm@127.0.0.1:${port}/antfarm` })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('create temporary table try () on commit drop')
      return
    } catch {
      await sleep(100)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  throw new Error('the pooler does not come to a primary')
}

async function asAdmin(port: number, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `postgres://antfarm@127.0.0.1:${port}/postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
