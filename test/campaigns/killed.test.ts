import { expect, test } from 'vitest'
import { killCampaigns } from '../bench/kill-campaigns.ts'
import { testDatabase } from '../support/database.ts'

test('of workers that are killed while they send nobody gets two letters, and every row ends', {
  timeout: 180_000,
}, async () => {
  const { db, url } = await testDatabase()
  // More than eight workers can hold at their deaths, so that some are left to be sent.
  const verdict = await killCampaigns({ db, url, recipients: 600 }, 8, () => undefined)
  expect(verdict).toMatchObject({ wrong: [], rows: expect.any(Number) })
  expect(verdict.mostHanded).toBeLessThanOrEqual(verdict.window)
  expect(verdict.sent).toBeGreaterThan(0)
})
