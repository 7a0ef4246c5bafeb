import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, startApp } from '../support/app.ts'
import { antfarm } from '../support/command.ts'
import { connectSmtp } from '../support/smtp-client.ts'
import { admin, signIn } from './desk.ts'
import { peakMiB, residentMiB } from './memory.ts'
import type { Size } from './run.ts'
import { median } from './statistics.ts'

const rounds: Record<Size, number> = { s: 1, m: 1, l: 3 }
const idle: Record<Size, number> = { s: 10, m: 60, l: 60 }

type Round = Readonly<{ readySeconds: number; shownSeconds: number; idleMB: number; memoryMiB: number }>

/**
 * `npm start` on an empty folder: seconds until it is ready and until a first mail stands in the list, and what it
 * holds a minute later when nobody asks anything. The admin who looks is made in between and not counted, nor is `npm ci`.
 */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const all: Round[] = []
  for (let round = 0; round < rounds[size]; round++) all.push(await once(idle[size], say))
  const of = (take: keyof Round) => median(all.map((each) => each[take]))
  const [readySeconds, shownSeconds] = [of('readySeconds'), of('shownSeconds')]
  return {
    ...{ readySeconds, shownSeconds, firstSeconds: readySeconds + shownSeconds, idleSeconds: idle[size] },
    ...{ idleMB: of('idleMB'), memoryMiB: of('memoryMiB'), all },
  }
}

async function once(idleSeconds: number, say: (line: string) => void): Promise<Round> {
  const dataDir = mkdtempSync(join(tmpdir(), 'antfarm-start-'))
  chmodSync(dataDir, 0o755)
  const env = { DATA_DIR: dataDir }
  const began = performance.now()
  const app = await startApp(env)
  try {
    const readySeconds = (performance.now() - began) / 1000
    await antfarm(env, 'create-admin', '--email', admin.email, '--password', admin.password, '--name', admin.name)
    const shownSeconds = (await untilShown(app, await signIn(app))) / 1000
    await sleep(idleSeconds * 1000)
    const idleMB = ((residentMiB(app.pid) ?? Number.NaN) * 2 ** 20) / 1e6
    say(
      `ready after ${readySeconds.toFixed(1)} s, first mail shown ${shownSeconds.toFixed(2)} s after its 250; ${idleMB.toFixed(0)} MB resident after ${idleSeconds} s idle (limits 90 s, 2 s, 200 MB)`,
    )
    return { readySeconds, shownSeconds, idleMB, memoryMiB: peakMiB(app.pid) ?? Number.NaN }
  } finally {
    await app.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** ms from a mail's 250 until the list of issues has its subject. */
async function untilShown(app: App, cookie: string): Promise<number> {
  const client = await connectSmtp(app.smtpPort)
  const mail =
    'From: Ann <ann@load.test>\r\nMessage-ID: <first@load.test>\r\nSubject: The very first ants\r\n\r\nHello.\r\n'
  const reply = await client.send({ from: 'ann@load.test', to: 'support@localhost' }, mail)
  client.quit()
  if (reply.code !== 250) throw new Error(`the mail was refused: ${reply.text}`)
  const accepted = performance.now()
  for (const end = accepted + 60_000; performance.now() < end; await sleep(20)) {
    const page = await fetch(`${app.base}issues`, { headers: { cookie }, redirect: 'manual' })
    if ((await page.text()).includes('The very first ants')) return performance.now() - accepted
  }
  throw new Error('the mail is not in the list after a minute')
}
