import { loadavg } from 'node:os'
import { type App, startApp } from '../support/app.ts'
import { antfarm } from '../support/command.ts'
import { type BareTimes, bareTimes, openBare } from './desk-bare.ts'
import { deskQueries, type Query } from './desk-queries.ts'
import { deskSet } from './desk-set.ts'
import { mostGrowth, tellable } from './figures-desk.ts'
import { peakMiB } from './memory.ts'
import type { Size } from './run.ts'
import { median, percentile } from './statistics.ts'

const issues: Record<Size, number> = { s: 5_000, m: 50_000, l: 500_000 }
/** Of the 200 different requests of each kind; a small run only shows that all of it works. */
const requests: Record<Size, number> = { s: 20, m: 200, l: 200 }
export const admin = { email: 'bench@antfarm.test', password: 'quick at a million mails', name: 'Bench' }

type Times = Readonly<{ p50: number; p95: number; worst: number }>
type Row = Times &
  Readonly<{ what: string; budget: number; answers: number; tenth: Times; growth: number; bare: BareTimes | undefined }>

/**
 * What a rep waits for, at a size and at a tenth of it: 200 different requests of each kind after a restart, over
 * HTTP, one after the other, the two sizes and, where there is one, a bare query by turns: whatever else the machine does slows both alike. Growth is that of
 * the median. Says which budget of the design is missed, and what grows by more than 1.3.
 */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const small = await open(Math.max(500, issues[size] / 10), say)
  try {
    const large = await open(issues[size], say)
    try {
      say(`${issues[size]} issues and a tenth of them; load ${loadavg()[0]!.toFixed(1)}`)
      say(`${'what'.padEnd(34)}    p50     p95   budget   p50, p95 at a tenth  growth  bare query`)
      const rows = await measure({ small, large, requests: requests[size] }, say)
      const scale = { issues: issues[size], interactions: issues[size] * 2, people: issues[size] * 0.4 }
      return { ...scale, load: loadavg(), rows, memoryMiB: peakMiB(large.app.pid) }
    } finally {
      await large.app.stop()
    }
  } finally {
    await small.app.stop()
  }
}

const ms = (value: number) => `${value.toFixed(0).padStart(4)} ms`

type Desk = Readonly<{
  app: App
  dataDir: string
  count: number
  cookie: string
  key: string
  kinds: ReturnType<typeof deskQueries>
}>

async function open(count: number, say: (line: string) => void): Promise<Desk> {
  const env = { DATA_DIR: await deskSet({ people: count * 0.4, issues: count }, say) }
  await antfarm(env, 'create-admin', '--email', admin.email, '--password', admin.password, '--name', admin.name)
  const { stdout } = await antfarm(env, 'create-api-key', '--name', `bench ${Date.now()}`, '--role', 'admin')
  const app = await startApp(env)
  const entry = { cookie: await signIn(app), key: stdout.trim() }
  return { app, dataDir: env.DATA_DIR, count, ...entry, kinds: deskQueries(count) }
}

type Pair = Readonly<{ small: Desk; large: Desk; requests: number }>

async function measure({ small, large, requests }: Pair, say: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = []
  const bare = await openBare(large.dataDir, large.count)
  for (const [what, { budget, queries }] of Object.entries(large.kinds)) {
    const times: { small: number; large: number; bare: number | undefined }[] = []
    for (const [n, query] of queries.slice(0, requests).entries())
      times.push({
        small: await timed(small, small.kinds[what]!.queries[n]!),
        large: await timed(large, query),
        bare: await bare.timed(what, n),
      })
    const [tenth, whole] = [summary(times.map((one) => one.small)), summary(times.map((one) => one.large))]
    const beside = bareTimes(
      what,
      times.flatMap((one) => one.bare ?? []),
    )
    const row = { what, ...whole, budget, answers: times.length, tenth, growth: whole.p50 / tenth.p50, bare: beside }
    rows.push(row)
    say(lineOf(row))
  }
  await bare.stop()
  return rows
}

function summary(times: readonly number[]): Times {
  return { p50: median(times), p95: percentile(times, 0.95), worst: Math.max(...times) }
}

function lineOf({ what, p50, p95, budget, tenth, growth, bare }: Row): string {
  const faults = [p95 > budget && 'OVER', growth > mostGrowth && p50 > tellable && 'GROWS'].filter(Boolean).join(' ')
  const figures = `${ms(p50)} ${ms(p95)} ${ms(budget)}    ${ms(tenth.p50)} ${ms(tenth.p95)} ${growth.toFixed(2).padStart(9)}`
  return `${what.padEnd(34)} ${figures}  ${bare ? ms(bare.p50).padStart(10) : ''.padEnd(10)}  ${faults}`
}

async function timed(desk: Desk, query: Query): Promise<number> {
  const began = performance.now()
  const answer = await ask(desk, query)
  const body = await answer.text()
  if (!answer.ok) throw new Error(`${query.path} answers ${answer.status}: ${body.slice(0, 500)}`)
  return performance.now() - began
}

function ask({ app, cookie, key }: Desk, { path, body }: Query) {
  const api = path.startsWith('api/')
  const headers = api
    ? { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    : { cookie, 'sec-fetch-site': 'same-origin' }
  return fetch(app.base + path, {
    headers,
    redirect: 'manual',
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
}

/** The cookies of the bench's admin. */
export async function signIn(app: App): Promise<string> {
  const body = new URLSearchParams({ email: admin.email, password: admin.password })
  const headers = { origin: app.base.replace(/\/$/, '') }
  const answer = await fetch(`${app.base}sign-in`, { method: 'POST', body, redirect: 'manual', headers })
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}
