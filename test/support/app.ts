import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = join(import.meta.dirname, '..', '..')

export type App = Readonly<{
  pid: number
  httpPort: number
  smtpPort: number
  base: string
  /** What it has said so far, both streams. */
  output: () => string
  /** Ends it and waits; SIGKILL leaves it no chance. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
  ended: Promise<number | null>
}>

/** Starts the program as `npm start -- ROLES` does, on free ports unless `env` names them, and waits until it is ready. */
export async function startApp(env: Record<string, string>, roles: readonly string[] = []): Promise<App> {
  const [httpPort, smtpPort] = [
    Number(env.HTTP_PORT ?? (await freePort())),
    Number(env.SMTP_PORT ?? (await freePort())),
  ]
  const child = spawn(process.execPath, [...startArguments(), ...roles], {
    cwd: root,
    env: { ...bareEnvironment(), LOG_LEVEL: 'warn', HTTP_PORT: String(httpPort), SMTP_PORT: String(smtpPort), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Who runs this may fail or be interrupted: nothing stays behind.
  const end = () => void child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const base = `http://localhost:${httpPort}${env.BASE_PATH ?? '/'}`
  const app = {
    pid: child.pid!,
    httpPort,
    smtpPort,
    base,
    output: () => output,
    stop: (signal?: NodeJS.Signals) => stop(child, ended, signal),
    ended,
  }
  await untilReady(app, child, roles)
  return app
}

/** What `npm start` gives to node: the settings of its heap belong to what is tested. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').slice(1)
}

async function stop(child: ChildProcess, ended: Promise<number | null>, signal: NodeJS.Signals = 'SIGTERM') {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  return ended
}

async function untilReady(app: App, child: ChildProcess, roles: readonly string[]) {
  const deadline = Date.now() + 180_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The program ended at its start:\n${app.output()}`)
    const said = /^(Next|Running) /m.test(app.output())
    if (said && (roles.length > 0 && !roles.includes('web') ? true : await answersReady(app))) return
    if (Date.now() > deadline) throw new Error(`The program is not ready within three minutes:\n${app.output()}`)
    await sleep(50)
  }
}

async function answersReady(app: App): Promise<boolean> {
  const answer = await fetch(`http://localhost:${app.httpPort}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  )
  return answer?.status === 200
}

/** The settings of whoever runs the tests must not leak into what is tested. */
export function bareEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'CI', 'NODE_EXTRA_CA_CERTS']
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
