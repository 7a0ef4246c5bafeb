import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

const few = 8

/** Active reps of whose name a word, or whose address, begins with the text; by name, eight at most. */
export async function findMentionable(db: Db, typed: string): Promise<{ name: string; email: string }[]> {
  const begin = `${typed
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ name: string; email: string }>`
    select name, email from reps where deactivated_at is null
      and (lower(name) like ${begin} or lower(name) like ${`% ${begin}`} or lower(email) like ${begin})
    order by lower(name) limit ${few}`.execute(db)
  return rows
}
