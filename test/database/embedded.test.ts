import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { type EmbeddedServer, startEmbedded } from '../../src/database/embedded.ts'

const folders: string[] = []
const servers: EmbeddedServer[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test('a second start attaches, and only the last one out stops the server', async () => {
  const folder = dataFolder()
  const first = await start(folder)
  const second = await startEmbedded(folder)
  expect(second.url).toBe(first.url)
  await second.stop()
  expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow()
})

test('two starts at the same moment on an empty folder share one server', async () => {
  const folder = dataFolder()
  const [first, second] = await Promise.all([start(folder), start(folder)])
  expect(await ask(first!.url, 'select 1 as one')).toEqual(await ask(second!.url, 'select 1 as one'))
})

test('a killed server comes back by itself with what was committed', async () => {
  const folder = dataFolder()
  const { url } = await start(folder)
  await ask(url, 'create table kept (n integer)')
  await ask(url, 'insert into kept values (42)')
  process.kill(serverPid(folder), 'SIGKILL')
  expect(await eventually(() => ask(url, 'select n from kept'))).toEqual([{ n: 42 }])
})

test('a stale pid file that names a living stranger is recovered', async () => {
  const folder = dataFolder()
  const first = await startEmbedded(folder)
  const pidFile = readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8')
  await first.stop()
  writeFileSync(join(folder, 'postgres/postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)), { mode: 0o600 })
  if (process.getuid?.() === 0)
    execFileSync('chown', ['--reference', join(folder, 'postgres'), join(folder, 'postgres/postmaster.pid')])
  const { url } = await start(folder)
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('the server demands the password and listens on no network', async () => {
  const { url } = await start(dataFolder())
  const settings = await ask(
    url,
    "select name, setting from pg_settings where name in ('listen_addresses', 'fsync', 'synchronous_commit') order by name",
  )
  expect(settings.map((row) => row.setting)).toEqual(['on', '', 'on'])
  await expect(ask(url.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/)
})

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-embedded-'))
  execFileSync('chmod', ['755', folder])
  folders.push(folder)
  return folder
}

async function start(folder: string): Promise<EmbeddedServer> {
  const server = await startEmbedded(folder)
  servers.push(server)
  return server
}

function serverPid(folder: string): number {
  return Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

async function eventually<T>(look: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await look()
    } catch (error) {
      if (tries > 50) throw error
      await sleep(200)
    }
  }
}
