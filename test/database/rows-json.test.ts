import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { rowsJson } from '../../src/database/rows-json.ts'
import { testDatabase } from '../support/database.ts'

test('rows as one parameter hold what a text of PostgreSQL can hold, and dates, lists and nothing as they are', async () => {
  const { db } = await testDatabase()
  const rows = [
    { name: 'cut \ud83d', at: new Date('2026-03-29T01:30:00Z'), ids: [1, 2], none: null, deep: { a: 'x\0y' } },
    { name: 'C:\\ud83d \\u0000 🐜', at: null, ids: [], none: null, deep: {} },
  ]
  const { rows: read } = await sql`
    select name, at, ids, none, deep from json_to_recordset(${rowsJson(rows)}::json)
      as r(name text, at timestamptz, ids int[], none jsonb, deep jsonb)`.execute(db)
  expect(read).toEqual([
    { ...rows[0], name: 'cut �', deep: { a: 'xy' } },
    { ...rows[1], name: 'C:\\ud83d \\u0000 🐜' },
  ])
})
