import { sql } from 'kysely'
import type { Db } from '../../src/database/connection.ts'

/** Whether a text stands anywhere in the database: in a row's words, or within bytes, also broken by soft line ends. */
export async function holdsAnywhere(db: Db, text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`.execute(db)
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db)
    const hex = Buffer.from(text).toString('hex')
    if (rows.some(({ row }) => row.includes(text) || row.replaceAll('3d0d0a', '').includes(hex))) found.push(name)
  }
  return found
}
