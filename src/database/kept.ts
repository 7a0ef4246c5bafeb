import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'

const mark = '/* kept */'

/**
 * SQL: begins a statement whose text is always the same, and which every page or every batch of mail asks: each
 * connection prepares it once, since planning it takes as long as its work and longer. Not for statements whose plan hangs on what is asked.
 */
export const kept = sql.raw(mark)

/** Lets a connection prepare the statements that are marked so. Not for one behind a pooler, which may know none of it. */
export function prepareKept(client: pg.PoolClient): void {
  const names = new Map<string, string>()
  const query = client.query.bind(client) as (...asked: unknown[]) => unknown
  const nameOf = (text: string) => {
    const name = names.get(text) ?? `kept ${createHash('sha1').update(text).digest('hex')}`
    names.set(text, name)
    return name
  }
  client.query = ((text: unknown, ...rest: unknown[]) =>
    typeof text === 'string' && text.startsWith(mark)
      ? query({ name: nameOf(text), text, values: rest[0] })
      : query(text, ...rest)) as typeof client.query
}
