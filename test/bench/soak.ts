import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type pg from 'pg'
import { type App, freePort, startApp } from '../support/app.ts'
import { antfarm } from '../support/command.ts'
import { type Dovecot, startDovecot } from '../support/dovecot.ts'
import type { Asked, Size } from './run.ts'
import { connectTo, drained, judge } from './soak-judge.ts'
import { type Senders, startSenders } from './soak-senders.ts'

const usualMinutes: Record<Size, number> = { s: 1, m: 3, l: 30 }
const victims = ['dovecot', 'postgres', 'app stopped', 'app killed'] as const
type Victim = (typeof victims)[number]

type Soak = {
  dataDir: string
  env: Record<string, string>
  app: App
  dovecot: Dovecot
  senders: Senders
  say: (line: string) => void
  restarts: Record<Victim, number>
}

/**
 * Mixed mail by SMTP and IMAP for some minutes (and the rests between), while Dovecot, PostgreSQL and the program are restarted at random; in
 * the second half the program itself is left alone, so that its memory can be compared. At the end every mail that was
 * taken must be filed, held or failed, once.
 */
export async function run(size: Size, say: (line: string) => void, { minutes = usualMinutes[size] }: Asked) {
  const soak = await begin(say)
  const half = minutes * 30_000
  await trouble(soak, half, victims)
  const memory = [await rest(soak)]
  const parts = Math.max(3, Math.min(6, Math.round(minutes / 3)))
  for (let n = 1; n <= parts; n++) {
    await trouble(soak, half / parts, ['dovecot', 'postgres'])
    memory.push(await rest(soak))
  }
  await soak.senders.stop()
  const verdict = await finish(soak)
  const flat = isFlat(memory)
  table(say, { ...verdict, memory, flat, restarts: soak.restarts })
  if (verdict.missing + verdict.twice + verdict.wrongBytes > 0 || !flat) process.exitCode = 1
  return { minutes, attempts: soak.senders.attempts(), restarts: soak.restarts, ...verdict, memory, flat }
}

async function begin(say: Soak['say']): Promise<Soak> {
  const dataDir = mkdtempSync(join(tmpdir(), 'antfarm-soak-'))
  chmodSync(dataDir, 0o755)
  const preload = `--import ${pathToFileURL(join(import.meta.dirname, 'collect.mjs'))}`
  const ports = { HTTP_PORT: String(await freePort()), SMTP_PORT: String(await freePort()) }
  const env = { DATA_DIR: dataDir, LOG_LEVEL: 'error', NODE_OPTIONS: preload, ...ports }
  const app = await startApp(env)
  const dovecot = await startDovecot()
  await setUpAccount(app, dataDir, dovecot)
  const senders = startSenders(app.smtpPort, dovecot)
  const restarts = { dovecot: 0, postgres: 0, 'app stopped': 0, 'app killed': 0 }
  return { dataDir, env, app, dovecot, senders, say, restarts }
}

async function setUpAccount(app: App, dataDir: string, dovecot: Dovecot) {
  const made = await antfarm({ DATA_DIR: dataDir }, 'create-api-key', '--name', 'soak', '--role', 'admin')
  const imap = { enabled: true, host: '127.0.0.1', port: dovecot.port, tls: 'none', user: dovecot.user, takeOld: true }
  const answer = await fetch(`${app.base}api/v1/mailboxes`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${made.stdout.trim()}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ address: 'fetched@soak.test', imap: { ...imap, password: dovecot.password } }),
  })
  if (answer.status !== 201) throw new Error(`The mailbox could not be made: ${await answer.text()}`)
}

/** Ends one of the victims every few seconds, each in its turn, and brings it back where it does not come by itself. */
async function trouble(soak: Soak, ms: number, whom: readonly Victim[]) {
  const until = Date.now() + ms
  const first = Math.floor(Math.random() * whom.length)
  for (let n = first; ; n++) {
    await sleep(Math.min(5_000 + Math.random() * 15_000, Math.max(0, until - Date.now())))
    if (Date.now() >= until) return
    const victim = whom[n % whom.length]!
    soak.restarts[victim]++
    await strike(soak, victim)
    soak.say(`${victim}; ${soak.senders.accepted.size} mails taken`)
  }
}

async function strike(soak: Soak, victim: Victim) {
  const { dovecot, dataDir, env } = soak
  if (victim === 'dovecot') {
    await dovecot.kill()
    await sleep(Math.random() * 3000)
    return dovecot.start()
  }
  if (victim === 'postgres') {
    killServer(dataDir)
    return untilReady(soak.app)
  }
  await soak.app.stop(victim === 'app killed' ? 'SIGKILL' : 'SIGTERM')
  soak.app = await startApp(env)
}

/** Only the server of this run's own folder; one that is just being started again has no pid yet. */
function killServer(dataDir: string) {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    if (pid) process.kill(pid, 'SIGKILL')
  } catch {
    // it is dead already
  }
}

async function untilReady(app: App) {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await fetch(`${app.base}readyz`, { signal: AbortSignal.timeout(3000) }).catch(() => undefined)
    if (answer?.status === 200) return
    await sleep(100)
  }
  throw new Error(`The program does not come back after its PostgreSQL was killed:\n${app.output().slice(-3000)}`)
}

type Memory = Readonly<{ mails: number; rss: number; heap: number; external: number }>

/** The senders rest until all is filed and its threads are gone; then what is left after a collection, in MB. */
async function rest({ senders, dataDir, app }: Soak): Promise<Memory> {
  await senders.pause()
  const client = await connectTo(dataDir)
  await drained(client, () => true)
  await client.end()
  await sleep(25_000)
  for (let n = 0; n < 3; n++) {
    process.kill(app.pid, 'SIGUSR2')
    await sleep(700)
  }
  const metrics = await (await fetch(`${app.base}metrics`)).text()
  const of = (name: string) => Math.round(Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1]) / 1e5) / 10
  senders.resume()
  return {
    mails: senders.accepted.size,
    rss: of('process_resident_memory_bytes'),
    heap: of('nodejs_heap_size_used_bytes'),
    external: of('nodejs_external_memory_bytes'),
  }
}

/**
 * From the second rest on: before the first the program was young. The allocator keeps what it once had: a tenth and
 * 25 MB are its play, growth with every rest is not.
 */
function isFlat([, first, ...rest]: readonly Memory[]): boolean {
  const last = rest.at(-1)!
  return !first || (last.rss <= first.rss * 1.1 + 25 && last.heap <= first.heap * 1.1 + 10)
}

async function finish({ app, dovecot, dataDir, senders, say }: Soak) {
  const client: pg.Client = await connectTo(dataDir)
  const appended = dovecot.files().length
  const fetched = async () => {
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from deliveries where source = 'imap'",
    )
    return rows[0]!.n
  }
  for (let tries = 0; tries < 300 && (await fetched()) < appended; tries++) await sleep(200)
  const seconds = await drained(client, () => true)
  const verdict = await judge(client, senders.accepted, seconds)
  await client.end()
  if (verdict.missing + verdict.twice > 0) say(`${JSON.stringify(verdict.names)}\n${app.output().slice(-3000)}`)
  await app.stop()
  await dovecot.stop()
  rmSync(dataDir, { recursive: true, force: true })
  return { ...verdict, appended }
}

type Result = Awaited<ReturnType<typeof finish>> & { memory: Memory[]; flat: boolean; restarts: Record<string, number> }

function table(say: Soak['say'], { states, memory, ...result }: Result) {
  const { filed = 0, held = 0, failed = 0, kept = 0 } = states
  say(
    `accepted ${result.accepted} (${Object.entries(result.byKind)
      .map(([kind, n]) => `${kind} ${n}`)
      .join(', ')})`,
  )
  say(
    `received ${result.received} = filed ${filed} (copies ${result.copies}) + held ${held} + failed ${failed} + waiting ${kept}`,
  )
  say(`missing ${result.missing}, twice ${result.twice}, with other bytes ${result.wrongBytes}`)
  say(
    `restarts: ${Object.entries(result.restarts)
      .map(([who, n]) => `${who} ${n}`)
      .join(', ')}`,
  )
  for (const { mails, rss, heap, external } of memory)
    say(`after ${mails} mails: ${rss} MB resident, ${heap} MB heap, ${external} MB outside it`)
  say(result.flat ? 'memory is flat' : 'MEMORY GROWS')
}
