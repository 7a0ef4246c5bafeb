import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { getLetter } from '../../src/letters/letters.ts'
import { recoverInterrupted } from '../../src/letters/sending.ts'
import { openDesk } from './desk.ts'

/** Where the sender is killed: what the relay has of the letter by then. */
type Point = 'DATA' | 'body' | 'final dot'

const usual = { EHLO: '250 ok\r\n', MAIL: '250 ok\r\n', RCPT: '250 ok\r\n', QUIT: '221 bye\r\n' }

/** A relay that calls `reached` instead of going on when a session gets to the point, `times` times. */
async function deadlyRelay(point: Point, times: number, reached: () => void) {
  const taken: string[] = []
  const sockets = new Set<Socket>()
  let left = times
  const isHere = (at: Point) => at === point && left > 0 && left-- > 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    let body: Buffer[] | undefined
    socket.write('220 relay\r\n')
    socket.on('data', (chunk: Buffer) => {
      if (body) return letter(chunk)
      const command = chunk.toString('latin1').slice(0, 4).toUpperCase()
      if (command === 'DATA' && isHere(command)) return reached()
      if (command !== 'DATA') return socket.write(usual[command as keyof typeof usual] ?? '500 what\r\n')
      body = []
      socket.write('354 go\r\n')
      // It reads no more: buffers fill up, and the last piece never leaves the sender.
      if (isHere('body')) setTimeout(reached, 300, socket.pause())
    })
    function letter(chunk: Buffer) {
      body!.push(chunk)
      const whole = Buffer.concat(body!.slice(-2))
      if (!whole.subarray(-5).equals(Buffer.from('\r\n.\r\n'))) return
      if (isHere('final dot')) return reached()
      taken.push(Buffer.concat(body!).toString('latin1'))
      body = undefined
      socket.write('250 taken\r\n')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`, taken }
}

function startSender(databaseUrl: string, relayUrl: string): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'outbox-child.ts'), databaseUrl, relayUrl],
    { stdio: 'ignore' },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()))

/** A letter whose sender is killed so many times at the point, each time found by the next; the last one goes on. */
async function killedAt(point: Point, times: number, megabytes = 0) {
  const desk = await openDesk()
  const { db } = desk
  let sender: ChildProcess | undefined
  const relay = await deadlyRelay(point, times, () => void sender?.kill('SIGKILL'))
  const { letterId } = await desk.write(relay.url)
  if (megabytes > 0) await makeLarge(db, megabytes)
  const { rows } = await sql<{ url: string }>`select current_database() as url`.execute(db)
  for (let n = 0; n < times; n++) {
    sender = startSender(urlOf(rows[0]!.url), relay.url)
    await ended(sender)
    expect((await getLetter(db, letterId))?.state).toBe('sending')
    await sql`update letters set lease_until = now() - interval '1 second'`.execute(db)
    await recoverInterrupted(db)
  }
  sender = startSender(urlOf(rows[0]!.url), relay.url)
  const letter = await ends(db, letterId)
  return { letter, taken: relay.taken }
}

function urlOf(name: string): string {
  return inject('clusterUrl').replace('/antfarm?', `/${name}?`)
}

async function makeLarge(db: Database, megabytes: number) {
  const lines = Buffer.alloc(megabytes << 20, `${'x'.repeat(70)}\r\n`)
  await sql`update blobs b set bytes = b.bytes || ${lines}, size = size + ${lines.length} from letters l
    where l.raw_sha256 = b.sha256`.execute(db)
}

async function ends(db: Database, id: number) {
  for (let tries = 0; tries < 1200; tries++) {
    const letter = await getLetter(db, id)
    if (letter && ['sent', 'uncertain', 'failed'].includes(letter.state)) return letter
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the letter did not end within a minute')
}

// The other steps are in kill-letters.test.ts.
test('a letter whose sender is killed twice at DATA goes, and surely once', { timeout: 120_000 }, async () => {
  const { letter, taken } = await killedAt('DATA', 2)
  expect(letter).toMatchObject({ state: 'sent', maybeTwice: false, reason: null, attempts: 3 })
  expect(taken).toHaveLength(1)
})

test('a large letter whose sender is killed twice on its way goes, and surely once', { timeout: 120_000 }, async () => {
  const { letter, taken } = await killedAt('body', 2, 24)
  expect(letter).toMatchObject({ state: 'sent', maybeTwice: false })
  expect(taken).toHaveLength(1)
})

test('a letter whose sender is killed after the final dot goes once more, marked', { timeout: 120_000 }, async () => {
  const { letter, taken } = await killedAt('final dot', 1)
  expect(letter).toMatchObject({ state: 'sent', maybeTwice: true })
  expect(taken).toHaveLength(1)
})

test('a letter whose sender is killed after the final dot twice waits for a rep', { timeout: 120_000 }, async () => {
  const { letter, taken } = await killedAt('final dot', 2)
  expect(letter).toMatchObject({ state: 'uncertain', maybeTwice: true })
  expect(taken).toHaveLength(0)
})
