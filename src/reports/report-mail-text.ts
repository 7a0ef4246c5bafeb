import { digitsOf } from '../certificates/amounts.ts'
import type { Database } from '../database/connection.ts'
import type { Enclosure } from '../letters/compose.ts'
import type { staffWords } from '../letters/staff-words.ts'
import { csvCell } from '../shop/spenders-csv.ts'
import { countRows } from './counts.ts'
import { csvOf } from './csv.ts'
import { type Figure, pageFigures, spaced } from './page-figures.ts'
import { type Ask, type ColumnKind, type Report, readAsk, type Viewer } from './report.ts'
import type { DueReport } from './report-sends.ts'
import { listRows, type Row } from './rows.ts'
import { readAddress } from './saved-address.ts'

export type ReportMail = Readonly<{ text: string; enclosures: readonly Enclosure[]; total?: number | undefined }>

/** What the mail says around the numbers, in the language of who gets it (letters/staff-words.ts). */
type Words = Awaited<ReturnType<typeof staffWords>>['report']
type Asked = Readonly<{ due: DueReport; viewer: Viewer; desk: string; zone: string; words: Words }>

const rowsShown = 20
const linesShown = 15
const mostCsvBytes = 5_000_000

/**
 * A saved report as a mail: the first rows as text, the link, and all rows as CSV where that is under 5 MB. It shows
 * what this rep may see. A word says why there is none: 'not allowed' where it asks for what he may not ask for.
 */
export async function writeReportMail(db: Database, asked: Asked): Promise<ReportMail | 'not allowed'> {
  const { due, viewer, zone, words } = asked
  const { page, report, query } = readAddress(due.address)
  if (!report) return pageMail(await pageFigures(db, page, { query, zone, viewer }), page, asked)
  const { ask, faults } = readAsk(report, query, zone, viewer)
  if (faults.length > 0) return 'not allowed'
  const [total, { items }] = await Promise.all([
    countRows(db, report, ask),
    listRows(db, report, ask, { limit: rowsShown }),
  ])
  const csv = total > 0 ? await smallCsv(db, report, ask) : undefined
  const lines = items.map((row, nth) => `${nth + 1}. ${rowLine(report, row, zone)}`)
  const more = total > items.length ? [words.more(total - items.length)] : []
  const body = [summary(report, ask, { total, words }), ...lines, ...more, csvLine(words, total, csv)].filter(Boolean)
  return { text: letterOf(asked, body), enclosures: csv ? [csvFile(report.name, csv)] : [], total }
}

/** The numbers of a page, part by part, the first lines of each; all of them as CSV. */
function pageMail(figures: Figure[] | 'not allowed', page: string, asked: Asked): ReportMail | 'not allowed' {
  if (figures === 'not allowed') return figures
  const parts = Map.groupBy(figures, ({ part }) => part)
  const body = [...parts].map(([part, lines]) => {
    const shown = part === 'openIssues' ? lines.slice(-linesShown) : lines.slice(0, linesShown)
    const more = lines.length > shown.length ? [asked.words.more(lines.length - shown.length)] : []
    return [titled(part), ...shown.map((line) => figureLine(asked.words, line)), ...more].join('\n')
  })
  const rows = figures.map(({ part, line, number, before }) => [part, line, number, before ?? ''])
  const csv = [['part', 'line', 'number', 'before'], ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
  return { text: letterOf(asked, body), enclosures: figures.length > 0 ? [csvFile(page, Buffer.from(csv))] : [] }
}

function cellOf(value: string | number): string {
  return typeof value === 'number' ? String(value) : csvCell(value)
}

function figureLine(words: Words, { line, number, before }: Figure): string {
  const text = line.replace(/[\p{Cc}\s]+/gu, ' ')
  return `${text.slice(0, 200).toWellFormed()}: ${number}${before === undefined ? '' : ` ${words.before(before)}`}`
}

function csvFile(name: string, bytes: Buffer): Enclosure {
  const filename = `${name}-${new Date().toISOString().slice(0, 10)}.csv`
  return { filename, contentType: 'text/csv; charset=utf-8', contentId: null, bytes }
}

/** All rows, or undefined as soon as they are too much for a mail. */
async function smallCsv(db: Database, report: Report, ask: Ask): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const text of csvOf(db, report, ask)) {
    const part = Buffer.from(text)
    size += part.length
    if (size > mostCsvBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function summary(
  { name }: Report,
  { period, filters }: Ask,
  { total, words }: { total: number; words: Words },
): string {
  const { from, to, zone } = period
  const days = from || to ? words.days(from, to) : words.allTime
  const asked = Object.entries(filters).map(([key, value]) => `${spaced(key)} ${value}`)
  return `${titled(name)}, ${days} (${zone})${asked.length > 0 ? `, ${asked.join(', ')}` : ''}: ${words.rows(total)}.`
}

function csvLine(words: Words, total: number, csv: Buffer | undefined): string {
  if (total === 0) return ''
  return csv ? words.attached : words.tooLarge
}

function letterOf({ due, desk, words }: Asked, body: readonly string[]): string {
  const page = `${desk}${due.address}`
  const often = words.cadences[due.cadence ?? ''] ?? due.cadence
  const why = due.asked || !often ? words.whyAsked : words.whyOn(due.name, often)
  return [
    ...[due.name, ...body, words.see(page)],
    `${why} ${words.stop(`${desk}/saved-reports/${due.savedReportId}`)}`,
  ].join('\n\n')
}

const longestLine = 400

/** The values of a row that there are, the words after their columns’ names. */
function rowLine({ columns }: Report, row: Row, zone: string): string {
  const parts = Object.entries(columns).flatMap(([name, { kind }]) => {
    const value = row[name]
    if (value === null || value === undefined || value === '' || value === false) return []
    const text = kind === 'money' ? money(Number(value), row.currency) : written(value, kind, zone)
    return kind === 'text' ? [text] : [value === true ? spaced(name) : `${spaced(name)} ${text}`]
  })
  const line = parts.join(' · ').replace(/[\p{Cc}\s]+/gu, ' ')
  return line.length > longestLine ? `${line.slice(0, longestLine - 1).toWellFormed()}…` : line
}

function written(value: NonNullable<Row[string]>, kind: ColumnKind, zone: string): string {
  if (value instanceof Date) {
    const at = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
      value,
    )
    return kind === 'day' ? at.slice(0, 10) : at
  }
  if (typeof value !== 'number') return String(value)
  return kind === 'seconds' ? `${Math.round(value / 60)} min` : String(value)
}

function money(minor: number, currency: Row[string] | undefined): string {
  const digits = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? digitsOf(currency) : 2
  return (minor / 10 ** digits).toFixed(digits)
}

function titled(name: string): string {
  const text = spaced(name)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
