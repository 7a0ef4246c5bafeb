import { expect, test } from 'vitest'
import { killLetters } from '../bench/kill-letters.ts'
import { testDatabase } from '../support/database.ts'

test('a desk killed ten times on the way from “send” to “sent” loses no letter', { timeout: 120_000 }, async () => {
  const { db, url } = await testDatabase()
  const verdict = await killLetters({ db, url }, 10, () => undefined)
  expect(verdict).toMatchObject({ lost: [], wrong: [] })
  expect(verdict.sentOnce).toBeGreaterThan(0)
})
