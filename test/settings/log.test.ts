import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startLog } from '../../src/settings/log.ts'
import { testDatabase } from '../support/database.ts'

test('the log says what a statement failed of, and nothing of the row', async () => {
  const { db } = await testDatabase()
  const lines: string[] = []
  const log = startLog({ write: (line) => void lines.push(line) })
  await sql`create table secret_words (words text check (length(words) < 3))`.execute(db)
  await sql`insert into secret_words values ('my secret words')`.execute(db).catch((err) => log.error({ err }, 'no'))
  expect(lines.join()).toContain('secret_words_words_check')
  expect(lines.join()).not.toContain('my secret words')
})
