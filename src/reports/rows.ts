import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type Ask, type Column, type ColumnKind, conditions, isMany, type Report, wide } from './report.ts'

/** A row by its columns' names; `…Ref` beside those that name something, and `key`. */
export type Row = Readonly<Record<string, string | number | boolean | Date | null>>

export type RowPage = Readonly<{ items: Row[]; next: string | null }>

type Place = Readonly<{ value: string; key: string }>

/**
 * A page of what is asked, in its order, with the cursor of the next. First the keys, by no more than the order needs;
 * then the columns of these few.
 */
export async function listRows(
  db: Db,
  report: Report,
  ask: Ask,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<RowPage> {
  const { by, down, kind, finds } = order(report, ask)
  const place = readPlace(cursor, kind)
  const direction = sql.raw(down ? 'desc' : 'asc')
  const { rows } = await sql<{ key: string; value: string }>`
    select ${report.key}::text as key, (${by})::text as value from ${wide(report)}
    where ${conditions(report, ask)} ${finds ? sql`and ${finds} is not null` : sql``} ${place ? sql`and ${afterPlace(report, by, place, down, kind)}` : sql``}
    order by ${by} ${direction}, ${report.key} ${direction} limit ${limit + 1}`.execute(db)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: await rowsByKey(
      db,
      report,
      shown.map(({ key }) => key),
    ),
    next: rows.length > limit && last ? writePlace(last) : null,
  }
}

async function rowsByKey(db: Db, report: Report, keys: readonly string[]): Promise<Row[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<Row>`
    select ${selected(report)} from ${wide(report)} where ${report.key} = any(${[...keys]}::bigint[])`.execute(db)
  const byKey = new Map(rows.map((row) => [String(row.key), row]))
  return keys.map((key) => byKey.get(key)).filter((row) => row !== undefined)
}

/** SQL: every column under its name, and its `…Ref`. */
export function selected(report: Report): RawBuilder<unknown> {
  return sql.join([
    sql`${report.key} as "key"`,
    ...Object.entries(report.columns).flatMap(([name, column]) => [
      sql`${column.value} as ${sql.id(name)}`,
      ...(column.ref ? [sql`${column.ref} as ${sql.id(`${name}Ref`)}`] : []),
    ]),
  ])
}

/** SQL: what the rows are sorted by. */
export function order(report: Report, ask: Ask): Order {
  const { sort } = ask
  const column = report.columns[sort.replace(/^-/, '')]!
  const many = isMany(ask)
  return {
    ...{ by: sortOf(column, many), down: sort.startsWith('-'), kind: column.kind },
    finds: many ? column.finds : undefined,
  }
}

type Order = Readonly<{
  by: RawBuilder<unknown>
  down: boolean
  kind: ColumnKind
  finds: RawBuilder<unknown> | undefined
}>

const smallest: Readonly<Record<ColumnKind, string>> = {
  ...{ text: `''`, word: `''`, flag: 'false', time: `timestamptz '-infinity'`, day: `date '-infinity'` },
  ...{ number: `float8 '-infinity'`, money: `float8 '-infinity'`, seconds: `float8 '-infinity'` },
}

function sortOf({ kind, value, sort, empty }: Column, many: boolean): RawBuilder<unknown> {
  const by =
    (typeof sort === 'function' ? sort(many) : sort) ?? (kind === 'text' ? sql`lower(left(${value}, 200))` : value)
  return empty ? sql`coalesce(${by}, ${sql.raw(smallest[kind])})` : by
}

const types: Readonly<Record<ColumnKind, string>> = {
  ...{ text: 'text', word: 'text', flag: 'boolean', time: 'timestamptz', day: 'date' },
  ...{ number: 'float8', money: 'float8', seconds: 'float8' },
}

function afterPlace(
  report: Report,
  by: RawBuilder<unknown>,
  { value, key }: Place,
  down: boolean,
  kind: ColumnKind,
): RawBuilder<boolean> {
  const than = sql.raw(down ? '<' : '>')
  return sql`(${by}, ${report.key}) ${than} (${value}::${sql.raw(types[kind])}, ${key}::bigint)`
}

const moment = /^\d{4,6}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2})?$/
const written: Readonly<Record<string, RegExp>> = {
  ...{ text: /^[^\0]*$/u, boolean: /^(true|false)$/, timestamptz: moment, date: moment },
  float8: /^-?(\d{1,20}(\.\d{1,20})?(e[+-]\d{1,3})?|Infinity)$/,
}

/** Undefined for what is no place in this order: the first page is shown then. */
export function readPlace(cursor: string | undefined, kind: ColumnKind): Place | undefined {
  const text = Buffer.from((cursor ?? '').slice(0, 1200), 'base64url').toString()
  const match = /^(\d{1,15})\.([^\0]{0,900})$/su.exec(text)
  if (!match) return undefined
  const [, key, value] = match as unknown as [string, string, string]
  const type = types[kind]
  const never = value === '-infinity' && (type === 'timestamptz' || type === 'date')
  return never || (written[type]!.test(value) && isMoment(type, value)) ? { key, value } : undefined
}

/** The 30th of February looks like a day and would be an error of the database. */
function isMoment(type: string, value: string): boolean {
  if (type !== 'timestamptz' && type !== 'date') return true
  const [, year, month, day] = /^(\d{4,6})-(\d\d)-(\d\d)/.exec(value)!.map(Number) as [number, number, number, number]
  const at = new Date(Date.UTC(year, month - 1, day))
  const [hour, minute, second] = (value.slice(11, 19).match(/\d\d/g) ?? []).map(Number)
  return at.getUTCMonth() === month - 1 && year > 0 && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60
}

function writePlace({ key, value }: Place): string {
  return Buffer.from(`${key}.${value}`).toString('base64url')
}
