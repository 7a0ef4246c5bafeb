import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { lexemeQuery, lexemesOf, searchVector } from '../../src/mail/lexemes.ts'
import { cloneDatabase } from '../support/database.ts'

let db: Database
let stop: () => Promise<void>

beforeAll(async () => {
  ;({ db, stop } = await cloneDatabase())
})
afterAll(() => stop())

async function finds(text: string, q: string): Promise<boolean> {
  const query = lexemeQuery(q)
  if (!query) return false
  const { rows } = await sql<{
    hit: boolean
  }>`select ${searchVector(lexemesOf(text))} @@ ${query}::tsquery as hit`.execute(db)
  return rows[0]!.hit
}

test.each([
  ['My kettle leaks', 'KETTLE'],
  ['My kettle leaks', 'leaks kettle'],
  ['Order A-10234 came late', '10234'],
  ['Order A-10234 came late', 'a-10234'],
  ['Le café est fermé', 'cafe'],
  ['Die Straße in Köln', 'köln straße'],
  ['Здравствуйте, чайник течёт', 'чайник'],
  ['我的水壶漏水了', '水壶'],
  ['我的水壶漏水了', '了'],
  ['私のケトルが漏れています', 'ケトル'],
  ['กาน้ำของฉันรั่ว', 'กาน้ำ'],
  ['write to anna@shop.test please', 'anna@shop.test'],
  ['kettle broken', 'kettle -toaster'],
  ['iPhone用ケース', 'iphone用'],
])('in "%s" one finds "%s"', async (text, q) => {
  expect(await finds(text, q)).toBe(true)
})

test.each([
  ['My kettle leaks', 'toaster'],
  ['kettle and toaster', 'kettle -toaster'],
  ['我的水壶漏水了', '壶水'],
  ['kettle', '-kettle'],
  ['kettle', ' & | ! ( ) : * < > \\ \' " '],
])('in "%s" one does not find "%s"', async (text, q) => {
  expect(await finds(text, q)).toBe(false)
})

test('hostile text makes lexemes that PostgreSQL takes, bounded in length and number', async () => {
  const text = `${'x'.repeat(5000)} \0 \u{D800} ${Array.from({ length: 20_000 }, (_, n) => `w${n}`).join(' ')}`
  const lexemes = lexemesOf(text).split(' ')
  expect(Math.max(...lexemes.map((one) => one.length))).toBeLessThanOrEqual(60)
  expect(lexemes.length).toBeLessThanOrEqual(5001)
  expect(await finds(text, 'w17')).toBe(true)
})
