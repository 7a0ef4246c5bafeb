import { parse } from 'csv-parse/sync'

/** One record of an export; nothing of it is trusted. */
export type Row = Readonly<Record<string, unknown>>
/** The records of a file by what they are: the name of their list, or, for CSV and lines, of the file. */
export type Records = ReadonlyMap<string, Row[]>

const mostLists = 50

/**
 * Reads a file of an export: JSON (one object with lists, pages of an API included, or one list), JSON by lines, or
 * CSV with a header. A sentence for what is none of these.
 */
export function readRecords(name: string, bytes: Buffer): Records | { problem: string } {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const list = listName(name)
  if (/\.csv$/i.test(name)) return readCsv(name, list, text)
  const whole = asJson(text)
  if (whole !== undefined) return listsOf(list, whole)
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const rows = lines.map(asJson)
  const bad = rows.indexOf(undefined)
  if (bad >= 0 || rows.length === 0) return { problem: `${name}: line ${bad + 1} is no JSON.` }
  const lists = new Map<string, Row[]>()
  for (const row of rows) for (const [of, more] of listsOf(list, [row])) add(lists, of, more)
  return lists
}

/** "export-2026_tickets.json" holds tickets. */
function listName(file: string): string {
  const words: readonly string[] = file.toLowerCase().match(/[a-z]+/g) ?? []
  return (
    ['comments', 'tickets', 'users', 'customers', 'conversations', 'threads', 'emails'].find((one) =>
      words.includes(one),
    ) ?? ''
  )
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readCsv(name: string, list: string, text: string): Records | { problem: string } {
  try {
    const rows: Row[] = parse(text, { columns: true, relax_column_count: true, skip_empty_lines: true, cast: nothing })
    return new Map([[list, rows]])
  } catch (error) {
    return { problem: `${name}: it is no CSV with a header (${(error as Error).message.slice(0, 100)}).` }
  }
}

/** How MySQL's programs write NULL. */
const nothing = (text: string) => (text === 'NULL' || text === '\\N' ? null : text)

function listsOf(list: string, value: unknown): Map<string, Row[]> {
  const lists = new Map<string, Row[]>()
  if (Array.isArray(value)) {
    for (const row of value) if (isRow(row)) add(lists, list || kindOf(row), [row])
    return lists
  }
  if (!isRow(value)) return lists
  const around = isRow(value._embedded) ? value._embedded : value
  const inside = Object.entries(around).filter(([, rows]) => Array.isArray(rows) && rows.every(isRow))
  const known = inside.filter(([name]) => listName(name) !== '')
  if (known.length === 0 || kindOf(value) !== '') return new Map([[list || kindOf(value), [value]]])
  for (const [name, rows] of known.slice(0, mostLists)) add(lists, listName(name), rows as Row[])
  return lists
}

/** What a record that stands alone is, by the fields that only such records have. */
function kindOf(row: Row): string {
  if ('requester_id' in row || 'requester' in row) return 'tickets'
  if ('author_id' in row && 'body' in row) return 'comments'
  if ('threadsCount' in row || 'mailboxId' in row) return 'conversations'
  if ('firstName' in row || 'first_name' in row) return 'customers'
  return 'email' in row && 'role' in row ? 'users' : ''
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function add<K, V>(lists: Map<K, V[]>, key: K, rows: readonly V[]) {
  const here = lists.get(key) ?? []
  for (const row of rows) here.push(row)
  lists.set(key, here)
}

/** Texts and numbers as text that can be kept, '' for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

/** A time in the past as every helpdesk writes it; without a zone it is UTC. Undefined for none. */
export function timeOf(value: unknown): Date | undefined {
  const text = textOf(value).trim()
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return undefined
  const time = new Date(/([zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`)
  return Number.isNaN(+time) || time.getUTCFullYear() < 1970 ? undefined : new Date(Math.min(+time, Date.now()))
}
