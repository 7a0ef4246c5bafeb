import type { Figure, Measured } from './figures.ts'

/** What the whole table shows of the benchmarks of the desk and its reports, read from the JSON that each has kept. */

type Start = Readonly<{
  readySeconds: number
  shownSeconds: number
  firstSeconds: number
  idleMB: number
  idleSeconds: number
  memoryMiB?: number
}>

export function start({ readySeconds, shownSeconds, firstSeconds, idleMB, idleSeconds, memoryMiB }: Start): Measured {
  return {
    figures: [
      { what: 'npm start on an empty folder to ready', seen: readySeconds, unit: 's' },
      { what: 'from 250 to the list of issues', seen: shownSeconds, unit: 's', atMost: 2 },
      { what: 'npm start to the first mail shown (npm ci apart)', seen: firstSeconds, unit: 's', atMost: 90 },
      { what: 'seconds idle', seen: idleSeconds, unit: '', atLeast: 60, amount: true },
      { what: 'resident, idle', seen: idleMB, unit: 'MB', atMost: 200 },
    ],
    memoryMiB,
  }
}

type Asked = Readonly<{
  what: string
  p50: number
  p95: number
  budget: number
  growth: number
  bare?: { p50: number; what: string } | null
}>
type Desk = Readonly<{ issues: number; rows: readonly Asked[]; memoryMiB?: number }>

/** Growth is told apart from noise above this many ms only. */
export const tellable = 5
export const mostGrowth = 1.3

export function desk({ issues, rows, memoryMiB }: Desk): Measured {
  const asked = rows.map(({ what, p50, p95, budget, growth, bare }): Figure => {
    const atMost = p50 > tellable ? mostGrowth : undefined
    const beside = bare ? { what: `p50, ${bare.what}`, ours: p50, seen: bare.p50, unit: 'ms' } : undefined
    return { what: `${what}, p95`, seen: p95, unit: 'ms', atMost: budget, beside, growth: { seen: growth, atMost } }
  })
  return { figures: [{ what: 'issues', seen: issues, unit: '', atLeast: 500_000, amount: true }, ...asked], memoryMiB }
}

type Report = Readonly<{ what: string; quarter: number; quarter95: number; all: number; all95: number }> &
  Readonly<{ bareQuarter?: number | null; bareAll?: number | null }>
type Reports = Readonly<{
  issues: number
  limits: { quarter: number; all: number; csvMiB: number }
  rows: readonly Report[]
  csv: Streamed
  csvLater?: Streamed
}>
type Streamed = Readonly<{ rows: number; seconds: number; mostMiB: number; beforeMiB: number }>

export function reports({ issues, limits, rows, csv, csvLater }: Reports): Measured {
  const pages = rows.flatMap(({ what, quarter95, all95, ...row }): Figure[] => {
    // What somebody without scripts asks for by a link is no first page.
    const [quarter, all] = what.endsWith('all at once') ? [] : [limits.quarter, limits.all]
    const shared = { unit: 'ms' }
    return [
      {
        ...{ ...shared, what: `${what}, a quarter, p95`, seen: quarter95, atMost: quarter },
        beside: bareOf(row.quarter, row.bareQuarter),
      },
      {
        ...{ ...shared, what: `${what}, all time, p95`, seen: all95, atMost: all },
        beside: bareOf(row.all, row.bareAll),
      },
    ]
  })
  const streamed = (what: string, { rows: n, mostMiB, beforeMiB }: Streamed): Figure => ({
    ...{ what: `resident while ${n} rows of CSV go out${what}`, seen: mostMiB, unit: 'MiB', atMost: limits.csvMiB },
    beside: { what: 'before', seen: beforeMiB, unit: 'MiB' },
  })
  const amount = { what: 'issues', seen: issues, unit: '', atLeast: 500_000, amount: true }
  const csvs = [streamed('', csv), ...(csvLater ? [streamed(', after all these pages', csvLater)] : [])]
  return { figures: [amount, ...pages, ...csvs], memoryMiB: Math.max(csv.mostMiB, csvLater?.mostMiB ?? 0) }
}

/** JSON has null for what is no number: there is no such statement. */
function bareOf(ours: number, bare: number | null | undefined): Figure['beside'] {
  if (bare === null || bare === undefined || Number.isNaN(bare)) return undefined
  return { what: 'p50, bare count and newest 50', ours, seen: bare, unit: 'ms' }
}
