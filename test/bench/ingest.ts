import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '../../src/database/embedded.ts'
import { type App, bareEnvironment, freePort, startApp } from '../support/app.ts'
import { type Load, makeMails, sendLoad } from './load.ts'
import { peakMiB } from './memory.ts'
import type { Size } from './run.ts'
import { median, percentile, spread } from './statistics.ts'

/** Mails a second of one server in one round; `filed` counts until the backlog is empty. */
type Cell = {
  server: string
  connections: number
  kilobytes: 4 | 50
  round: number
  kept: number
  filed: number | undefined
  p50: number
  p99: number
}
type Server = Readonly<{
  name: string
  port: number
  pool: pg.Pool
  files: boolean
  pid: number | undefined
  stop: () => Promise<unknown>
}>

const rounds: Record<Size, number> = { s: 1, m: 5, l: 9 }
const mailsFor = (size: Size, connections: number, kilobytes: number) =>
  Math.round((size === 's' ? 300 : 1200) * (connections === 1 ? 0.25 : 1) * (kilobytes === 4 ? 1 : 0.4))

/** Mail through SMTP, ours beside the baselines of the issue, on the same PostgreSQL with fsync and synchronous_commit on. */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-bench-'))
  chmodSync(folder, 0o755)
  const cluster = await startEmbedded(folder)
  const servers = await startServers(cluster.url, folder)
  const cells: Cell[] = []
  let memoryMiB: number | undefined
  try {
    for (let round = 0; round <= rounds[size]; round++) {
      for (const kilobytes of [4, 50] as const) {
        for (const connections of [1, 16, 64]) {
          for (const server of servers) {
            const mails = makeMails(
              mailsFor(size, connections, kilobytes),
              kilobytes,
              `${server.name}-${round}-${connections}-${kilobytes}`,
            )
            const cell = await measure(server, connections, mails)
            if (round > 0) cells.push({ ...cell, kilobytes, round }) // round 0 warms up
          }
        }
      }
    }
    memoryMiB = Math.max(...servers.filter(({ files }) => files).map(({ pid }) => peakMiB(pid ?? 0) ?? Number.NaN))
  } finally {
    for (const server of servers) await server.stop()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...report(cells, say), memoryMiB }
}

async function measure(
  server: Server,
  connections: number,
  mails: Buffer[],
): Promise<Omit<Cell, 'kilobytes' | 'round'>> {
  const begin = performance.now()
  const load: Load = await sendLoad(server.port, connections, mails, 'support@localhost')
  if (server.files) await untilFiled(server.pool)
  const all = (performance.now() - begin) / 1000
  return {
    server: server.name,
    connections,
    kept: load.accepted / load.seconds,
    filed: server.files ? load.accepted / all : undefined,
    p50: percentile(load.times, 0.5),
    p99: percentile(load.times, 0.99),
  }
}

async function untilFiled(pool: pg.Pool) {
  for (let tries = 0; tries < 6000; tries++) {
    const { rowCount } = await pool.query("select from deliveries where state = 'kept' limit 1")
    if (!rowCount) return
    await sleep(20)
  }
  throw new Error('the backlog is not empty after two minutes')
}

async function startServers(clusterUrl: string, folder: string): Promise<Server[]> {
  const baselines = await Promise.all(['discard', 'commit', 'naive'].map((kind) => startBaseline(kind, clusterUrl)))
  const keeping = await startOurs(
    'kept, worker off',
    await newDatabase(clusterUrl, 'keeping'),
    join(folder, 'keeping'),
    ['inbound'],
  )
  const filing = await startOurs('npm start', await newDatabase(clusterUrl, 'filing'), join(folder, 'filing'), [])
  return [...baselines, keeping, filing]
}

async function startBaseline(kind: string, clusterUrl: string): Promise<Server> {
  const url = await newDatabase(clusterUrl, kind)
  const port = await freePort()
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'baseline.ts'), kind, String(port), url],
    {
      env: bareEnvironment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`the baseline ${kind} ended with ${code}`)))
  })
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  return { name: kind, port, pool, files: false, pid: child.pid, stop: () => stopChild(child, pool) }
}

async function startOurs(name: string, url: string, dataDir: string, roles: readonly string[]): Promise<Server> {
  const app: App = await startApp({ DATABASE_URL: url, DATA_DIR: dataDir }, roles)
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  return {
    name,
    port: app.smtpPort,
    pool,
    files: roles.length === 0,
    pid: app.pid,
    stop: () => Promise.all([app.stop(), pool.end()]),
  }
}

async function stopChild(child: ChildProcess, pool: pg.Pool) {
  child.kill()
  await pool.end()
}

async function newDatabase(clusterUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: clusterUrl })
  await client.connect()
  await client.query(`create database bench_${name}`)
  await client.end()
  return clusterUrl.replace('/antfarm?', `/bench_${name}?`)
}

/** Medians of the rounds with their spread, and the ratios that the issue sets a limit on. */
function report(cells: readonly Cell[], say: (line: string) => void): object {
  const rows = []
  say('size  conns  server             kept/s (spread)   filed/s (spread)    p50 ms   p99 ms')
  for (const kilobytes of [4, 50]) {
    for (const connections of [1, 16, 64]) {
      const group = cells.filter((cell) => cell.kilobytes === kilobytes && cell.connections === connections)
      for (const server of [...new Set(group.map((cell) => cell.server))]) {
        const own = group.filter((cell) => cell.server === server)
        const kept = own.map((cell) => cell.kept)
        const filed = own.flatMap((cell) => cell.filed ?? [])
        const row = {
          kilobytes,
          connections,
          server,
          kept: median(kept),
          keptSpread: spread(kept),
          filed: filed.length ? median(filed) : null,
          filedSpread: spread(filed),
          p50: median(own.map((c) => c.p50)),
          p99: median(own.map((c) => c.p99)),
        }
        rows.push(row)
        const rate = (value: number | null, wide: number) =>
          value === null ? '' : `${value.toFixed(0)} (${(wide * 100).toFixed(0)} %)`
        say(
          `${String(kilobytes).padStart(2)} KB  ${String(connections).padStart(5)}  ${server.padEnd(17)}  ${rate(row.kept, row.keptSpread).padEnd(16)}  ${rate(row.filed, row.filedSpread).padEnd(16)}  ${row.p50.toFixed(1).padStart(7)}  ${row.p99.toFixed(1).padStart(7)}`,
        )
      }
    }
  }
  return { rows, ratios: ratios(cells, say) }
}

/** Round by round, so that a machine's slow minute falls on both sides of a ratio. */
function ratios(cells: readonly Cell[], say: (line: string) => void): object[] {
  const find = (cell: Cell, server: string) =>
    cells.find(
      (other) =>
        other.server === server &&
        other.round === cell.round &&
        other.connections === cell.connections &&
        other.kilobytes === cell.kilobytes,
    )
  const limits = [
    { name: 'kept, worker off / commit', of: 'kept, worker off', by: 'commit', take: 'kept', limit: 0.7 },
    { name: 'kept while filing / discard', of: 'npm start', by: 'discard', take: 'kept', limit: 0.25 },
    { name: 'filed / naive', of: 'npm start', by: 'naive', take: 'filed', limit: 1.2 },
  ] as const
  return limits.flatMap(({ name, of, by, take, limit }) =>
    [4, 50].flatMap((kilobytes) =>
      [16, 64].map((connections) => {
        const ours = cells.filter(
          (cell) => cell.server === of && cell.kilobytes === kilobytes && cell.connections === connections,
        )
        const each = ours.flatMap((cell) => (cell[take] ?? 0) / (find(cell, by)?.kept ?? Number.NaN))
        say(
          `${name}, ${kilobytes} KB, ${connections} connections: ${median(each).toFixed(2)} (spread ${(spread(each) * 100).toFixed(0)} %, limit ${limit})`,
        )
        return { name, kilobytes, connections, ratio: median(each), spread: spread(each), limit }
      }),
    ),
  )
}
