import { expect, test } from 'vitest'
import { killCampaigns } from '../bench/kill-campaigns.ts'
import { testDatabase } from '../support/database.ts'

test('of workers that are killed while they send nobody gets two letters, and every row ends', {
  timeout: 180_000,
}, async () => {
  const { db, url } = await testDatabase()
  const verdict = await killCampaigns({ db, url, recipients: 60 }, 8, () => undefined)
  expect(verdict).toMatchObject({ wrong: [], rows: expect.any(Number) })
  expect(verdict.mostHanded).toBeLessThanOrEqual(verdict.window)
  expect(verdict.sent).toBeGreaterThan(0)
})
