import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, startApp } from '../support/app.ts'
import { antfarm } from '../support/command.ts'
import { connectSmtp } from '../support/smtp-client.ts'
import { makeMails, sendLoad } from './load.ts'
import { peakMiB } from './memory.ts'
import type { Size } from './run.ts'
import { median, percentile } from './statistics.ts'

const rounds: Record<Size, number> = { s: 1, m: 3, l: 10 }
const admin = { email: 'bench@antfarm.test', password: 'calm under hostile mail', name: 'Bench' }

/** How long the page with the list of issues takes while mail that is meant to hurt is kept and filed. */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const dataDir = mkdtempSync(join(tmpdir(), 'antfarm-calm-'))
  chmodSync(dataDir, 0o755)
  const env = { DATA_DIR: dataDir }
  const app = await startApp(env)
  try {
    await antfarm(env, 'create-admin', '--email', admin.email, '--password', admin.password, '--name', admin.name)
    await sendLoad(app.smtpPort, 8, makeMails(200, 4, 'calm'), 'support@localhost')
    await untilFiled(app)
    const look = await signedIn(app)
    const rows = []
    const arrival = await arrivals(app, look.cookie, rounds[size] * 10)
    say(
      `from 250 to the notice in the open page: p50 ${median(arrival).toFixed(0)} ms, worst ${Math.max(...arrival).toFixed(0)} ms of ${arrival.length} mails (limit 2000)`,
    )
    for (const [name, mail] of [['nothing', undefined], ...hostile()] as [string, Buffer | undefined][]) {
      const times: number[] = []
      for (let round = 0; round < rounds[size]; round++) times.push(...(await during(app, mail, look.list)))
      const row = {
        during: name,
        looks: times.length,
        p50: median(times),
        p99: percentile(times, 0.99),
        worst: Math.max(...times),
        limit: 200,
      }
      rows.push(row)
      say(
        `list during ${name.padEnd(40)} p50 ${row.p50.toFixed(0).padStart(4)} ms  worst ${row.worst.toFixed(0).padStart(4)} ms  of ${row.looks} looks`,
      )
    }
    const times = { p50: median(arrival), worst: Math.max(...arrival), mails: arrival.length, limit: 2000 }
    return { arrival: times, rows, memoryMiB: peakMiB(app.pid) }
  } finally {
    await app.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Looks at the list again and again from before the mail is sent until it is settled. */
async function during(app: App, mail: Buffer | undefined, look: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  let done = false
  const filing = mail ? settle(app, mail) : sleep(1000)
  filing.finally(() => {
    done = true
  })
  for (let n = 0; !done && n < 5000; n++) {
    times.push(await look())
    await sleep(10)
  }
  await filing
  return times
}

async function settle(app: App, mail: Buffer) {
  const client = await connectSmtp(app.smtpPort)
  const reply = await client.send({ from: 'bomb@load.test', to: 'support@localhost' }, mail)
  client.quit()
  if (reply.code !== 250) throw new Error(`the mail was refused: ${reply.text}`)
  await untilFiled(app)
}

function hostile(): [string, Buffer][] {
  const head = (n: string) =>
    `From: <bomb@load.test>\r\nMessage-ID: <${n}.${process.hrtime.bigint()}@load.test>\r\nSubject: bomb\r\nMIME-Version: 1.0\r\n`
  const file = Buffer.alloc(18_000_000, 'ants and sand ').toString('base64').replace(/.{76}/g, '$&\r\n')
  const big = `${head('big')}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee the file\r\n--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}\r\n--b--\r\n`
  const references = `${head('refs')}References: ${'<a@b.test> '.repeat(80_000)}\r\n\r\nhello\r\n`
  const encoded = `${head('words')}Comments: ${'=?utf-8?q?a?= '.repeat(40_000)}\r\n\r\nhello\r\n`
  const addresses = `${head('to')}To: ${Array.from({ length: 50_000 }, (_, n) => `a${n}@b.test`).join(', ')}\r\n\r\nhello\r\n`
  const nested = `${head('html')}Content-Type: text/html\r\n\r\n${'<table><tr><td>'.repeat(40_000)}\r\n`
  return [
    ['a 25 MB mail', Buffer.from(big, 'latin1')],
    ['900 KB of References', Buffer.from(references, 'latin1')],
    ['40,000 encoded words', Buffer.from(encoded, 'latin1')],
    ['50,000 recipients', Buffer.from(addresses, 'latin1')],
    ['40,000 nested tables', Buffer.from(nested, 'latin1')],
  ]
}

/** Milliseconds from a mail's 250 to the live notice of its issue, one mail after the other. */
async function arrivals(app: App, cookie: string, count: number): Promise<number[]> {
  const stop = new AbortController()
  const events = await fetch(`${app.base}events`, { headers: { cookie }, signal: stop.signal })
  let heard: () => void = () => undefined
  void (async () => {
    for await (const chunk of events.body!) if (Buffer.from(chunk).includes('event: touched')) heard()
  })().catch(() => undefined)
  const times: number[] = []
  for (const mail of makeMails(count, 4, 'arrival')) {
    const notice = new Promise<void>((resolve) => {
      heard = resolve
    })
    const client = await connectSmtp(app.smtpPort)
    await client.send({ from: 'arrival@load.test', to: 'support@localhost' }, mail)
    const accepted = performance.now()
    await notice
    times.push(performance.now() - accepted)
    client.quit()
    await sleep(300)
  }
  stop.abort()
  return times
}

async function signedIn(app: App): Promise<{ cookie: string; list: () => Promise<number> }> {
  const body = new URLSearchParams({ email: admin.email, password: admin.password })
  const answer = await fetch(`${app.base}sign-in`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { origin: app.base.replace(/\/$/, '') },
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const list = async () => {
    const begin = performance.now()
    const page = await fetch(`${app.base}issues`, { headers: { cookie }, redirect: 'manual' })
    await page.arrayBuffer()
    if (page.status !== 200) throw new Error(`the list answers ${page.status}`)
    return performance.now() - begin
  }
  return { cookie, list }
}

async function untilFiled(app: App) {
  for (let tries = 0; tries < 3000; tries++) {
    const metrics = await (await fetch(`${app.base}metrics`)).text()
    if (/^antfarm_mail_backlog 0$/m.test(metrics)) return
    await sleep(50)
  }
  throw new Error('the backlog does not get empty')
}
