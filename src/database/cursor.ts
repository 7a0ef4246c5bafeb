import { type RawBuilder, sql } from 'kysely'

/** Where a page of a list ended: a time to the microsecond and an id, which a JavaScript Date could not hold. */
export type Cursor = Readonly<{ micros: string; id: number }>

export type Page = Readonly<{ cursor?: string | undefined; limit: number }>

const maxId = 2 ** 31 - 1
const maxMicros = 2n ** 53n

/** Opaque to callers: base64url. */
export function writeCursor({ micros, id }: Cursor): string {
  return Buffer.from(`${micros}.${id}`).toString('base64url')
}

/** Undefined when the text is not a cursor of ours: a door says so, a room starts at the first page. */
export function readCursor(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,17})\.(\d{1,10})$/.exec(Buffer.from((text ?? '').slice(0, 64), 'base64url').toString('latin1'))
  if (!match) return undefined
  const id = Number(match[2])
  return id <= maxId && BigInt(match[1]!) <= maxMicros ? { micros: match[1]!, id } : undefined
}

/** Cuts the one row too many that was asked for, and says where the next page starts. */
export function cutPage<Row extends Cursor>(rows: readonly Row[], limit: number): { rows: Row[]; next: string | null } {
  const last = rows[limit - 1]
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? writeCursor(last) : null }
}

/** SQL: a time as whole microseconds in text, for a cursor. */
export function microsOf(column: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`(extract(epoch from ${column}) * 1000000)::bigint::text`
}

/** SQL: rows after the cursor in an order of (time desc, id desc). */
export function after(time: RawBuilder<unknown>, id: RawBuilder<unknown>, cursor: Cursor): RawBuilder<boolean> {
  return sql<boolean>`(${time}, ${id}) < (timestamptz 'epoch' + ${cursor.micros}::float8 * interval '1 microsecond', ${cursor.id}::int)`
}

/** SQL: the same in an order of (time asc, id asc). */
export function before(time: RawBuilder<unknown>, id: RawBuilder<unknown>, cursor: Cursor): RawBuilder<boolean> {
  return sql<boolean>`(${time}, ${id}) > (timestamptz 'epoch' + ${cursor.micros}::float8 * interval '1 microsecond', ${cursor.id}::int)`
}
