import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { nameKey, phoneKey, postalKey } from '../../src/people/clues.ts'
import { testDatabase } from '../support/database.ts'

const names = [
  'Zoë  Müller-Groß',
  'ŁUKASZ Ørsted',
  'O’Brien, Conan',
  '李 小龍',
  'Αλέξης',
  '',
  '  ',
  'Ægir “X”',
  'Jean\tLuc',
]
const phones = ['+44 (0)20 7946 0018', '020 79460018', '12345', '', '00 1-555-0100 x2']

test('the database compares names, phones and postal codes as the code does', async () => {
  const { db } = await testDatabase()
  for (const phone of phones) {
    const { rows } = await sql<{ key: string }>`select phone_key(${phone}) as key`.execute(db)
    expect(rows[0]!.key).toBe(phoneKey(phone))
  }
  const code = await sql<{ key: string }>`select postal_key('ab1 2-cd') as key`.execute(db)
  expect(code.rows[0]!.key).toBe(postalKey('ab1 2-cd'))
  for (const name of names) {
    const { rows } = await sql<{ key: string }>`select name_key(${name}) as key`.execute(db)
    expect(rows[0]!.key, name).toBe(
      nameKey(name).replaceAll('ß', 'ss').replaceAll('ł', 'l').replaceAll('ø', 'o').replaceAll('æ', 'ae'),
    )
  }
})
