import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, startApp } from '../support/app.ts'
import { antfarm } from '../support/command.ts'
import { admin, signIn } from './desk.ts'
import { fillDesk } from './desk-data.ts'
import { madeSet } from './desk-set.ts'
import { openBareReports } from './reports-bare.ts'
import { fillForReports } from './reports-data.ts'
import type { Size } from './run.ts'
import { median, percentile } from './statistics.ts'

const issues: Record<Size, number> = { s: 5_000, m: 50_000, l: 500_000 }
const times: Record<Size, number> = { s: 5, m: 20, l: 20 }
const years = 3
const limits = { quarter: 500, all: 1500, csvMiB: 200 }

type Listed = Readonly<{
  name: string
  columns: readonly { name: string }[]
  filters: readonly { name: string; choices?: readonly string[] }[]
}>
type Row = Readonly<{ what: string; quarter: number; quarter95: number; all: number; all95: number }> &
  /** The bare statements behind it, median; NaN where there are none. */
  Readonly<{ bareQuarter: number; bareAll: number }>

/**
 * The first page of every report, with its count, over HTTP: for quarters and for all time, each by other columns; the
 * pages of statistics and of service; and all interactions as CSV with the
 * memory that the program takes meanwhile, at first and after all these pages.
 */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const scale = { people: issues[size] * 0.4, issues: issues[size], years }
  const wish = {
    ...{
      name: `reports-${scale.issues}-`,
      of: `reports of ${scale.issues} issues`,
      sources: ['desk-data.ts', 'reports-data.ts'],
    },
    fill: async (_: unknown, url: string, folder: string) => {
      await fillDesk(url, folder, scale, say)
      await fillForReports(url, say)
    },
  }
  const env = { DATA_DIR: await madeSet(wish, say) }
  await antfarm(env, 'create-admin', '--email', admin.email, '--password', admin.password, '--name', admin.name)
  const { stdout } = await antfarm(env, 'create-api-key', '--name', `bench ${Date.now()}`, '--role', 'admin')
  const app = await startApp(env)
  try {
    const bare = await openBareReports(env.DATA_DIR)
    const desk = { app, bare, cookie: await signIn(app), key: stdout.trim() }
    say(
      `${scale.issues} issues, ${scale.issues * 2} interactions over ${years} years; load ${loadavg()[0]!.toFixed(1)}`,
    )
    await sleep(45_000) // what the start took is given back
    const csv = await streamed(desk)
    say(lineOfCsv(csv))
    const rows: Row[] = []
    for (const { what, path } of await pages(desk)) {
      const row = await measure(desk, what, path, times[size])
      rows.push(row)
      say(lineOf(row))
    }
    await bare.stop()
    const csvLater = await streamed(desk)
    say(lineOfCsv(csvLater))
    return { ...scale, load: loadavg(), limits, rows, csv, csvLater }
  } finally {
    await app.stop()
  }
}

type Bare = Awaited<ReturnType<typeof openBareReports>>
type Desk = Readonly<{ app: App; bare: Bare; cookie: string; key: string }>
type Page = Readonly<{ what: string; path: (n: number) => string }>

/** Every report by its columns in turn, both ways, every third time with a filter; and the pages of numbers. */
async function pages(desk: Desk): Promise<Page[]> {
  const answer = await fetch(`${desk.app.base}api/v1/reports`, { headers: { authorization: `Bearer ${desk.key}` } })
  const { items } = (await answer.json()) as { items: Listed[] }
  const lists = items.map(({ name, columns }) => ({
    what: name,
    path: (n: number) => `reports/${name}?sort=${n % 2 ? '-' : ''}${columns[n % columns.length]!.name}`,
  }))
  const page = (what: string, path: string) => ({ what, path: () => path })
  const parts = await Promise.all(['statistics', 'service'].map((name) => partsOf(desk, name)))
  return [...lists, ...parts.flat().map((one) => page(...one)), page('page mine', 'reports/mine?')]
}

/** The page as it comes first, each part that it fetches by itself, and all of it at once. */
async function partsOf(desk: Desk, name: string): Promise<[what: string, path: string][]> {
  const path = `reports/${name}?`
  const html = await text(desk, `${path}period=month`)
  const parts = [...new Set([...html.matchAll(/hx-get="[^"]*[?&;]part=(\w+)"/g)].map(([, part]) => part!))]
  if (parts.length < 4) throw new Error(`${path} fetches ${parts.length} parts`)
  return [
    [`page ${name}`, path],
    ...parts.map((part): [string, string] => [`${name}: ${part}`, `${path}part=${part}`]),
    [`${name}, all at once`, `${path}whole=yes`],
  ]
}

async function measure(desk: Desk, what: string, path: (n: number) => string, count: number): Promise<Row> {
  const took = { quarter: [] as number[], all: [] as number[] }
  const bare = { quarter: [] as number[], all: [] as number[] }
  for (let n = 0; n < count; n++) {
    took.quarter.push(await timed(desk, `${path(n)}&${quarter(n)}`))
    took.all.push(await timed(desk, `${path(n)}&period=all`))
    bare.quarter.push((await desk.bare.timed(what, daysOf(n))) ?? Number.NaN)
    bare.all.push((await desk.bare.timed(what, [null, null])) ?? Number.NaN)
  }
  return {
    ...{ what, quarter: median(took.quarter), quarter95: percentile(took.quarter, 0.95) },
    ...{ all: median(took.all), all95: percentile(took.all, 0.95) },
    ...{ bareQuarter: median(bare.quarter), bareAll: median(bare.all) },
  }
}

function quarter(n: number): string {
  const [from, to] = daysOf(n)
  return `from=${from}&to=${to}`
}

function daysOf(n: number): [from: string, to: string] {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  const ago = 92 + ((n * 131) % (years * 365 - 200))
  return [day(ago), day(ago - 91)]
}

function lineOf({ what, quarter: q, quarter95, all, all95 }: Row): string {
  const ms = (value: number) => `${value.toFixed(0).padStart(5)} ms`
  const over = [quarter95 > limits.quarter && 'OVER (quarter)', all95 > limits.all && 'OVER (all)']
    .filter(Boolean)
    .join(' ')
  return `${what.padEnd(24)} quarter ${ms(q)} ${ms(quarter95)}   all ${ms(all)} ${ms(all95)}  ${over}`
}

function lineOfCsv({ rows, seconds, mostMiB, beforeMiB }: Awaited<ReturnType<typeof streamed>>): string {
  const memory = `at most ${mostMiB} MiB resident, ${beforeMiB} before (limit ${limits.csvMiB})`
  return `${rows} rows of CSV in ${seconds.toFixed(1)} s, ${memory}`
}

async function timed(desk: Desk, path: string): Promise<number> {
  const began = performance.now()
  await text(desk, path)
  return performance.now() - began
}

async function text({ app, cookie }: Desk, path: string): Promise<string> {
  const answer = await fetch(app.base + path, {
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  const body = await answer.text()
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${body.slice(0, 300)}`)
  return body
}

/** All interactions by the API, read as they come. */
async function streamed({ app, key }: Desk) {
  const beforeMiB = resident(app.pid)
  let [mostMiB, rows, began] = [beforeMiB, -1, performance.now()]
  const watch = setInterval(() => {
    mostMiB = Math.max(mostMiB, resident(app.pid))
  }, 100)
  const headers = { authorization: `Bearer ${key}`, accept: 'text/csv' }
  const answer = await fetch(`${app.base}api/v1/reports/interactions?period=all`, { headers })
  for await (const chunk of answer.body!) rows += Buffer.from(chunk).toString('latin1').split('\r\n').length - 1
  clearInterval(watch)
  return { rows, seconds: (performance.now() - began) / 1000, mostMiB, beforeMiB }
}

/** MiB of the program and its threads, without the database. */
function resident(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
}
