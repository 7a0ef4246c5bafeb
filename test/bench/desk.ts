import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, startApp } from '../support/app.ts'
import { antfarm } from '../support/command.ts'
import { deskQueries, type Query } from './desk-queries.ts'
import { deskSet } from './desk-set.ts'
import type { Size } from './run.ts'
import { median, percentile } from './statistics.ts'

const issues: Record<Size, number> = { s: 500, m: 50_000, l: 500_000 }
const admin = { email: 'bench@antfarm.test', password: 'quick at a million mails', name: 'Bench' }

type Row = Readonly<{ what: string; p50: number; p95: number; worst: number; budget: number; answers: number }>

/**
 * What a rep waits for, at a size and at a tenth of it: 200 different requests of each kind after a restart, over
 * HTTP, one after the other. Says which budget of the design is missed, and what grows by more than 1.3.
 */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const small = await measure(Math.max(500, issues[size] / 10), say)
  const large = await measure(issues[size], say)
  const rows = large.map((row) => {
    const before = small.find(({ what }) => what === row.what)
    return { ...row, tenth: before?.p95 ?? null, growth: before ? row.p95 / before.p95 : null }
  })
  say(`${'what'.padEnd(34)}    p50     p95   budget    p95 at a tenth  growth`)
  for (const { what, p50, p95, budget, tenth, growth } of rows) {
    const faults = [p95 > budget && 'OVER', growth !== null && growth > 1.3 && p95 > 5 && 'GROWS'].filter(Boolean)
    say(
      `${what.padEnd(34)} ${ms(p50)} ${ms(p95)} ${ms(budget)} ${ms(tenth ?? 0).padStart(14)} ${(growth ?? 0).toFixed(2).padStart(9)}  ${faults.join(' ')}`,
    )
  }
  return { issues: issues[size], interactions: issues[size] * 2, people: issues[size] * 0.4, load: loadavg(), rows }
}

const ms = (value: number) => `${value.toFixed(0).padStart(4)} ms`

async function measure(count: number, say: (line: string) => void): Promise<Row[]> {
  const dataDir = await deskSet({ people: count * 0.4, issues: count }, say)
  const env = { DATA_DIR: dataDir }
  await antfarm(env, 'create-admin', '--email', admin.email, '--password', admin.password, '--name', admin.name)
  const { stdout } = await antfarm(env, 'create-api-key', '--name', `bench ${Date.now()}`, '--role', 'admin')
  const app = await startApp(env)
  try {
    const cookie = await signIn(app)
    const kinds = deskQueries(count)
    say(`${count} issues; load ${loadavg()[0]!.toFixed(1)}`)
    const rows: Row[] = []
    for (const [what, kind] of Object.entries(kinds)) {
      const row = await timed(app, { cookie, key: stdout.trim() }, kind)
      if (row) rows.push({ what, ...row })
      if (row)
        say(`  ${what.padEnd(34)} p50 ${ms(row.p50)}  p95 ${ms(row.p95)}  worst ${ms(row.worst)}  of ${row.answers}`)
      else say(`  ${what}: not there yet`)
    }
    return rows
  } finally {
    await app.stop()
  }
}

type Kind = Readonly<{ budget: number; queries: readonly Query[] }>
type Caller = Readonly<{ cookie: string; key: string }>

async function timed(app: App, caller: Caller, { budget, queries }: Kind): Promise<Omit<Row, 'what'> | undefined> {
  const times: number[] = []
  for (const query of queries) {
    const began = performance.now()
    const answer = await ask(app, caller, query)
    if (answer.ok) await answer.arrayBuffer()
    if (answer.status === 404 && times.length === 0) return undefined
    if (!answer.ok) throw new Error(`${query.path} answers ${answer.status}: ${await answer.text()}`)
    times.push(performance.now() - began)
    if (query.pause) await sleep(query.pause)
  }
  const [p50, p95, worst] = [median(times), percentile(times, 0.95), Math.max(...times)]
  return { p50, p95, worst, budget, answers: times.length }
}

function ask({ base }: App, { cookie, key }: Caller, { path, body }: Query) {
  const api = path.startsWith('api/')
  const headers = api
    ? { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    : { cookie, 'sec-fetch-site': 'same-origin' }
  return fetch(base + path, {
    headers,
    redirect: 'manual',
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
}

async function signIn(app: App): Promise<string> {
  const body = new URLSearchParams({ email: admin.email, password: admin.password })
  const headers = { origin: app.base.replace(/\/$/, '') }
  const answer = await fetch(`${app.base}sign-in`, { method: 'POST', body, redirect: 'manual', headers })
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}
