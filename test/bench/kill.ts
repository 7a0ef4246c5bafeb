import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type App, freePort, startApp } from '../support/app.ts'
import { connectSmtp, type SmtpClient } from '../support/smtp-client.ts'
import { makeMails } from './load.ts'
import { peakMiB } from './memory.ts'
import type { Size } from './run.ts'

const kills: Record<Size, number> = { s: 6, m: 40, l: 200 }
const victims = ['node', 'postgres', 'both'] as const
type Victim = (typeof victims)[number]

/** A sender that keeps a mail until it has seen a 250 for it, as RFC 5321 4.5.4.1 asks, and sends it again till then. */
type Sender = { accepted: Set<string>; attempts: number; stop: () => Promise<void> }

/**
 * SIGKILLs the program, its PostgreSQL or both at random moments while mail streams in, starts again what does not
 * come back by itself, and counts: every mail that got a 250 must be filed exactly once.
 */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const dataDir = mkdtempSync(join(tmpdir(), 'antfarm-kill-'))
  chmodSync(dataDir, 0o755)
  const env = { DATA_DIR: dataDir, HTTP_PORT: String(await freePort()), SMTP_PORT: String(await freePort()) }
  let app = await startApp(env)
  const sender = startSenders(Number(env.SMTP_PORT), 8)
  const counts: Record<Victim, number> = { node: 0, postgres: 0, both: 0 }
  for (let n = 0; n < kills[size]; n++) {
    await sleep(100 + Math.random() * 1400)
    const victim = victims[Math.floor(Math.random() * victims.length)]!
    counts[victim]++
    app = await killAndRevive(app, env, victim, dataDir)
    if ((n + 1) % 20 === 0) say(`${n + 1} kills, ${sender.accepted.size} mails accepted`)
  }
  await sleep(1000)
  await sender.stop()
  const verdict = await judge(app, dataDir, sender, say)
  const memoryMiB = peakMiB(app.pid) // of the last one started
  await app.stop()
  rmSync(dataDir, { recursive: true, force: true })
  return { kills: counts, ...verdict, memoryMiB }
}

async function killAndRevive(app: App, env: Record<string, string>, victim: Victim, dataDir: string): Promise<App> {
  const server = serverPid(dataDir)
  if (victim !== 'node') kill(server)
  if (victim === 'postgres') {
    await untilAnswers(app)
    return app
  }
  kill(app.pid)
  await app.ended
  return startApp(env)
}

/** Ends only what this run has started; a server that is just being started again has no pid yet. */
function kill(pid: number | undefined) {
  try {
    if (pid) process.kill(pid, 'SIGKILL')
  } catch {
    // it is dead already
  }
}

function serverPid(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]) || undefined
  } catch {
    return undefined
  }
}

async function untilAnswers(app: App) {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await fetch(`http://localhost:${app.httpPort}/readyz`, { signal: AbortSignal.timeout(3000) }).catch(
      () => undefined,
    )
    if (answer?.status === 200) return
    await sleep(100)
  }
  throw new Error(`the program does not come back after its PostgreSQL was killed:\n${app.output().slice(-3000)}`)
}

function startSenders(port: number, connections: number): Sender {
  const sender: Sender = { accepted: new Set(), attempts: 0, stop: async () => undefined }
  let stopped = false
  const one = async (lane: number) => {
    let client: SmtpClient | undefined
    for (let n = 0; !stopped && n < 100_000; n++) {
      const id = `kill-${lane}-${n}`
      const mail = makeMails(1, n % 20 === 0 ? 50 : 4, id)[0]!
      while (!stopped && !sender.accepted.has(id)) {
        sender.attempts++
        try {
          client ??= await connectSmtp(port)
          const reply = await client.send({ from: `${id}@load.test`, to: 'support@localhost' }, mail)
          if (reply.code === 250) sender.accepted.add(id)
          else await sleep(50)
        } catch {
          client = undefined
          await sleep(50)
        }
      }
      await sleep(10)
    }
    client?.quit()
  }
  const lanes = Array.from({ length: connections }, (_, lane) => one(lane))
  sender.stop = async () => {
    stopped = true
    await Promise.all(lanes)
  }
  return sender
}

async function judge(app: App, dataDir: string, sender: Sender, say: (line: string) => void) {
  const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8')
  const client = new pg.Client({
    connectionString: `postgres://antfarm:${password}@localhost/antfarm?host=${encodeURIComponent(join(dataDir, 'socket'))}`,
  })
  await client.connect()
  const waited = performance.now()
  for (let tries = 0; tries < 1800; tries++) {
    const { rowCount } = await client.query("select from deliveries where state = 'kept' limit 1")
    if (!rowCount) break
    await sleep(50)
  }
  const drained = (performance.now() - waited) / 1000
  const { rows } = await client.query<{ id: string; filings: string }>(
    'select message_id as id, count(interaction_id) as filings from emails group by 1',
  )
  const { rows: states } = await client.query<{ state: string; n: string }>(
    'select state, count(*) as n from deliveries group by 1',
  )
  const { rows: copies } = await client.query<{ n: string }>(
    'select count(*) as n from deliveries where copy_of_id is not null',
  )
  await client.end()
  const filings = new Map(rows.map((row) => [row.id.replace(/-0@load\.test$/, ''), Number(row.filings)]))
  const lost = [...sender.accepted].filter((id) => !filings.get(id))
  const twice = [...filings].filter(([, count]) => count > 1).map(([id]) => id)
  say(
    `accepted ${sender.accepted.size}, filed ${filings.size}, lost ${lost.length}, twice ${twice.length}, backlog empty ${drained.toFixed(1)} s after the last restart`,
  )
  say(
    `deliveries: ${states.map((row) => `${row.state} ${row.n}`).join(', ')}, of them copies of a mail sent again ${copies[0]?.n}`,
  )
  if (lost.length + twice.length > 0)
    say(`LOST ${lost.slice(0, 10).join(' ')} TWICE ${twice.slice(0, 10).join(' ')}\n${app.output().slice(-2000)}`)
  return {
    accepted: sender.accepted.size,
    filed: filings.size,
    lost: lost.length,
    twice: twice.length,
    drainedSeconds: drained,
    attempts: sender.attempts,
  }
}
