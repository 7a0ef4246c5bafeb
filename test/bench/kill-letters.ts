import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { connect, type Database } from '../../src/database/connection.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { letterBytes } from '../../src/letters/letters.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { claimInstance } from '../../src/settings/instance.ts'
import { instance, openedByMail, person } from '../letters/desk.ts'
import { type Sink, startSink, steps } from './kill-sink.ts'
import type { Size } from './run.ts'

/** Steps of the desk at which it ends itself, steps of the session at which the relay has it killed, and any time. */
const moments = ['written', 'committed', 'claimed', 'handed over', 'marked', 'answered', 'recorded'] as const
const points = [...moments, ...steps, 'any time'] as const

const kills: Record<Size, number> = { s: 15, m: 105, l: 300 }
const lettersOfOne = 30
const patience = 60_000

/**
 * SIGKILLs a desk at every step between "send" and "sent" and at random, and counts: no letter that was committed may
 * be lost, none may come twice but where the desk was killed between the relay's acceptance and its own commit, and
 * then with the same bytes and Message-ID (design 7.2).
 */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-letters-'))
  chmodSync(folder, 0o755)
  const server = await startEmbedded(folder)
  try {
    const { db, stop } = connect(server.url)
    await migrate(db)
    const verdict = await killLetters({ db, url: server.url }, kills[size], say)
    const { letters, sentOnce, sentTwice, uncertain, lost, wrong } = verdict
    say(
      `${kills[size]} kills: ${letters} letters, ${sentOnce} sent once, ${sentTwice} twice and ${uncertain} uncertain in the window, ${lost.length} lost, ${wrong.length} wrong`,
    )
    for (const line of [...lost, ...wrong]) say(line)
    await stop()
    return verdict
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Desk = Readonly<{ db: Database; url: string }>

export type Verdict = Readonly<{
  kills: Record<string, number>
  letters: number
  acknowledged: number
  sentOnce: number
  /** Killed in the window: the relay had it, and nobody here knew. */
  sentTwice: number
  uncertain: number
  lost: string[]
  /** Twice without a reason, more often than twice, other bytes, or never written. */
  wrong: string[]
}>

/** `count` kills, one point after the other, on a migrated and empty database. */
export async function killLetters(desk: Desk, count: number, say: (line: string) => void): Promise<Verdict> {
  const issues = await seed(desk.db)
  const sink = await startSink()
  const said = new Set<number>()
  const inWindow = new Set<number>()
  const counts: Record<string, number> = {}
  let next = standby(desk.url, sink.url, said)
  try {
    for (let n = 0; n < count; n++) {
      const point = points[n % points.length]!
      const child = next
      next = standby(desk.url, sink.url, said)
      await killAt(child, { point, sink, issues })
      counts[point] = (counts[point] ?? 0) + 1
      for (const id of await afterDeath(desk.db)) inWindow.add(id)
      if ((n + 1) % 15 === 0) say(`${n + 1} kills, ${sink.taken.size} letters taken`)
    }
    sink.arm(undefined, 0, () => undefined)
    await (await next.ready).go({ moment: '', nth: 0, issues, writes: 0 })
    await untilSettled(desk.db)
    next.child.kill('SIGKILL')
    await next.ended
    return { kills: counts, ...(await judge(desk.db, { sink, said, inWindow })) }
  } finally {
    next.child.kill('SIGKILL')
    sink.stop()
  }
}

async function seed(db: Database): Promise<number[]> {
  await claimInstance(db, instance)
  const { id: mailboxId } = await ensureFirstMailbox(db, 'support@shop.test')
  const personId = await person(db, 'María', 'maria@example.test')
  const issues: number[] = []
  for (let n = 0; n < 10; n++) issues.push(await openedByMail(db, { mailboxId, personId, subject: `Farm ${n}` }))
  return issues
}

type Plan = Readonly<{ moment: string; nth: number; issues: readonly number[]; writes: number }>
type Standby = Readonly<{
  child: ChildProcess
  ended: Promise<void>
  ready: Promise<{ go: (plan: Plan) => void }>
}>

/** The next one starts while the last one works: what takes long is starting. */
function standby(url: string, relayUrl: string, said: Set<number>): Standby {
  const program = join(import.meta.dirname, 'letter-sender.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program, url, relayUrl], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let rest = ''
  const ready = new Promise<{ go: (plan: Plan) => void }>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the sender ended before it was ready')))
    child.stdout!.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line === 'ready') resolve({ go: (plan) => void child.stdin!.write(JSON.stringify(plan)) })
        else said.add(Number(line))
      }
    })
  })
  ready.catch(() => undefined)
  return { child, ended, ready }
}

type Aim = Readonly<{ point: string; sink: Sink; issues: readonly number[] }>

async function killAt({ child, ended, ready }: Standby, { point, sink, issues }: Aim): Promise<void> {
  const { go } = await ready
  const nth = 1 + Math.floor(Math.random() * 10)
  const kill = () => void child.kill('SIGKILL')
  sink.arm(steps.some((step) => step === point) ? point : undefined, point === 'connected' ? 1 : nth, kill)
  go({ moment: moments.some((moment) => moment === point) ? point : '', nth, issues, writes: lettersOfOne })
  const timer = setTimeout(kill, point === 'any time' ? 20 + Math.random() * 400 : patience)
  await ended
  clearTimeout(timer)
  sink.arm(undefined, 0, kill)
}

/**
 * Lets the leases of the dead run out, and answers the letters that it left in the window: marked, so that the relay may
 * have them.
 */
async function afterDeath(db: Database): Promise<number[]> {
  await sleep(30) // what was on the wire when it died is the sink's by now
  const { rows } = await sql<{ id: number }>`
    update letters set lease_until = now() - interval '1 second' where lease_until is not null
    returning case when state = 'sending' and handed_at is not null then id end as id`.execute(db)
  return rows.flatMap(({ id }) => id ?? [])
}

async function untilSettled(db: Database): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(100)) {
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from letters where state not in ('sent', 'uncertain')`.execute(db)
    if (rows[0]!.open === 0) return
  }
}

type Evidence = Readonly<{ sink: Sink; said: ReadonlySet<number>; inWindow: ReadonlySet<number> }>

async function judge(db: Database, { sink, said, inWindow }: Evidence): Promise<Omit<Verdict, 'kills'>> {
  const letters = await db.selectFrom('letters').select(['id', 'messageId', 'state', 'maybeTwice', 'reason']).execute()
  const lost: string[] = []
  const wrong: string[] = []
  const count = { once: 0, twice: 0, uncertain: 0 }
  for (const { id, messageId, state, maybeTwice, reason } of letters) {
    const copies = sink.taken.get(messageId) ?? []
    const bytes = (await letterBytes(db, id))!.toString('latin1')
    if (state === 'uncertain') count.uncertain++
    else if (state !== 'sent' || copies.length === 0)
      lost.push(`${id}: ${state} ${reason ?? ''}, taken ${copies.length}`)
    if (copies.some((copy) => copy !== bytes)) wrong.push(`${id}: other bytes than recorded`)
    if (copies.length === 1 && state === 'sent') count.once++
    if (copies.length === 2) count.twice++
    if (copies.length > 2) wrong.push(`${id}: ${copies.length} times`)
    if (copies.length === 2 && !(maybeTwice && inWindow.has(id))) wrong.push(`${id}: twice outside of the window`)
    if (state === 'uncertain' && !inWindow.has(id)) wrong.push(`${id}: uncertain outside of the window`)
  }
  const ids = new Set(letters.map(({ id }) => id))
  for (const id of said) if (!ids.has(id)) lost.push(`${id}: acknowledged and not there`)
  const known = new Set(letters.map(({ messageId }) => messageId))
  for (const id of sink.taken.keys()) if (!known.has(id)) wrong.push(`${id}: sent, never written`)
  const { once, twice, uncertain } = count
  return { letters: letters.length, acknowledged: said.size, sentOnce: once, sentTwice: twice, uncertain, lost, wrong }
}
