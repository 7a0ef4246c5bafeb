import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReport } from '../../inbound/bounces.ts'
import { headerEnd, readHeaders } from '../../inbound/headers.ts'
import type { MailReport } from '../../src/mail/report.ts'

/** One row per recipient of a file, as `expected.json` has it; no row: it is no bounce. */
type Row = Readonly<{ status: string; reply: string; reason: string; hard: boolean }>
type Expected = Readonly<Record<string, readonly Row[]>>

export type BounceScore = Readonly<{
  total: number
  /** Files whose verdict is right: bounce, complaint, receipt, or nothing of these, as an absence notice is. */
  verdict: number
  /** Files whose recipients are hard and soft as they should be. */
  hard: number
  /** Files whose recipients have the right class and subject of status (x.y). */
  status: number
  misses: readonly string[]
}>

/** Scores a folder like corpus/bounces. The envelope is not in a file: Return-Path stands for it. */
export function scoreBounces(folder: string): BounceScore | undefined {
  const list = join(folder, 'expected.json')
  if (!existsSync(list)) return undefined
  const expected = JSON.parse(readFileSync(list, 'utf8')) as Expected
  const misses: string[] = []
  const right = { verdict: 0, hard: 0, status: 0 }
  for (const [name, rows] of Object.entries(expected).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const wrong = compare(rows, reportOf(readFileSync(join(folder, name))))
    for (const key of ['verdict', 'hard', 'status'] as const) if (!wrong[key]) right[key] += 1
    const said = Object.values(wrong).filter(Boolean)
    if (said.length > 0) misses.push(`${name}: ${said.join('; ')}`)
  }
  return { total: Object.keys(expected).length, ...right, misses }
}

function reportOf(raw: Buffer): MailReport | null {
  const { end, body } = headerEnd(raw)
  return readReport(readHeaders(raw.subarray(0, end)), raw.subarray(body), null)
}

type Wrong = Readonly<{ verdict: string; hard: string; status: string }>

function compare(rows: readonly Row[], report: MailReport | null): Wrong {
  const kind = expectedKind(rows)
  const found = report?.recipients ?? []
  const wanted = kind === 'none' ? [] : rows
  return {
    verdict: differ('verdict', [kind], [report?.kind ?? 'none']),
    hard: differ(
      'hard',
      wanted.map((row) => String(row.hard)),
      found.map((one) => String(one.hard)),
    ),
    status: differ(
      'status',
      wanted.map((row) => classOf(row.status)),
      found.map((one) => classOf(one.status)),
    ),
  }
}

function expectedKind(rows: readonly Row[]): MailReport['kind'] | 'none' {
  const reason = rows[0]?.reason ?? 'vacation'
  if (reason === 'vacation') return 'none'
  return reason === 'feedback' ? 'complaint' : reason === 'delivered' ? 'receipt' : 'bounce'
}

const classOf = (status: string) => status.split('.').slice(0, 2).join('.')

/** Compared as sets: rows of one file come in any order. */
function differ(what: string, wanted: readonly string[], found: readonly string[]): string {
  const set = (list: readonly string[]) => [...new Set(list)].sort().join(' ') || 'none'
  return set(wanted) === set(found) ? '' : `${what} ${set(found)} instead of ${set(wanted)}`
}
