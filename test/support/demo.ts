import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { serverPlace } from '../../src/database/binaries.ts'
import { bareEnvironment } from './app.ts'
import { type LetterBox, openLetterBox } from './demo/letter-box.ts'
import { mailboxApp } from './demo/mailbox.tsx'
import { demoEnvironment, demoPlace, login, shop } from './demo/ports.ts'
import { seedOnce } from './demo/seed.ts'
import { startRelay } from './relay.ts'

const place = demoPlace(process.env)
const say = (text: string) => void process.stdout.write(`${text}\n`)
let desk: ChildProcess | undefined
let stopping = false

try {
  await demo()
} catch (error) {
  if (!stopping) fail(error as Error)
}

/** The desk as `npm start` runs it, a relay that keeps every letter, and the customers' mailboxes. Loopback only. */
async function demo() {
  await freeOrExplain()
  if (process.argv.includes('--fresh')) empty(place.dataDir)
  const box = await openLetterBox(join(place.dataDir, 'customer-mailbox.json'))
  const relay = await startRelay((letter) => void deliver(box, letter.to, letter.raw))
  const deskUrl = `http://localhost:${place.httpPort}/`
  const mailer = { box, smtpPort: place.smtpPort }
  const server = serve({ fetch: mailboxApp(mailer, deskUrl).fetch, port: place.mailboxPort, hostname: '127.0.0.1' })
  desk = startDesk(relay.url)
  endTogether(desk, async () => {
    server.close()
    await relay.stop()
  })
  await ready(desk)
  introduce(deskUrl)
  const seeded = await seedOnce({ place, relayUrl: relay.url, mailer, say })
  if (seeded === 'filled') say('The shop is filled: enjoy.')
  if (seeded === 'half filled')
    say('The shop is half filled, for it was stopped meanwhile: npm run demo -- --fresh fills it anew.')
}

/** Whatever breaks because the demo was told to stop is no failure: that ends with its desk. */
function fail({ message }: Error) {
  process.stderr.write(`\nThe demo does not run: ${message}\n`)
  process.exitCode = 1
  if (desk) desk.kill('SIGTERM')
  else process.exit()
}

function startDesk(relayUrl: string): ChildProcess {
  const tether = './test/support/demo/tether.ts'
  return spawn(process.execPath, ['--import', './src/loader.mjs', '--import', tether, 'src/main.ts'], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { ...bareEnvironment(), ...demoEnvironment(place, relayUrl) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true, // a Ctrl-C of the terminal comes to us alone, and from us to it
  })
}

async function deliver(box: LetterBox, recipients: readonly string[], raw: Buffer) {
  for (const customer of recipients) await box.add('got', customer, raw)
}

function introduce(deskUrl: string) {
  say(`\nDesk      ${deskUrl}  sign in as ${login.email} / ${login.password}`)
  say(`Customer  http://localhost:${place.mailboxPort}/  the customer's mailbox: read letters, answer, write`)
  say(`Mail in   ${shop.address} by SMTP at 127.0.0.1:${place.smtpPort}`)
  say(`Data      ${place.dataDir}  (--fresh empties it)`)
  say('Next      answer an issue in the desk, then answer that letter in the customer’s mailbox')
}

/** Also the database, which lies elsewhere when root's folder is closed to PostgreSQL's user. */
function empty(dataDir: string) {
  const { home } = serverPlace(dataDir)
  for (const folder of new Set([home, dataDir])) rmSync(folder, { recursive: true, force: true })
}

async function freeOrExplain() {
  const ports = { HTTP_PORT: place.httpPort, SMTP_PORT: place.smtpPort, MAILBOX_PORT: place.mailboxPort }
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port))) throw new Error(`port ${port} is taken (by another demo?): set ${name} to a free one.`)
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/**
 * A signal goes to the desk, which finishes what is in hand; when the desk ends, so does the demo. A terminal and npm
 * may both tell us of one Ctrl-C, so what follows within a second is not taken for a second one.
 */
function endTogether(started: ChildProcess, stop: () => Promise<void>) {
  let last = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopping = true
      if (Date.now() - last > 1000) started.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
      last = Date.now()
    })
  }
  started.once('exit', (code) => void stop().finally(() => process.exit(process.exitCode ?? code ?? 0)))
}

async function ready(started: ChildProcess) {
  const deadline = Date.now() + 60_000
  while (started.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`http://localhost:${place.httpPort}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Error('the desk is not ready within a minute.')
}
