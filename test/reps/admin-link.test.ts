import { expect, test } from 'vitest'
import { isAdminLink, makeAdminLink, useAdminLink } from '../../src/reps/admin-link.ts'
import { may } from '../../src/reps/roles.ts'
import { testDatabase } from '../support/database.ts'

const admin = { email: 'ana@shop.test', password: 'correct horse', name: 'Ana' }

test('the link makes one admin, once', async () => {
  const { db } = await testDatabase()
  const [first, second] = [await makeAdminLink(db), await makeAdminLink(db)]
  expect(await useAdminLink(db, first!, { ...admin, password: 'short' })).toEqual({ faults: ['password'] })
  expect(await useAdminLink(db, first!, admin)).toMatchObject({ rep: { role: 'admin' } })
  expect(await useAdminLink(db, second!, { ...admin, email: 'eve@evil.test' })).toBe('dead')
  expect(await makeAdminLink(db)).toBeUndefined()
})

test('ten who use the link at once make one admin', async () => {
  const { db } = await testDatabase()
  const token = (await makeAdminLink(db))!
  const tries = [...Array(10).keys()].map((i) => useAdminLink(db, token, { ...admin, email: `a${i}@shop.test` }))
  expect((await Promise.all(tries)).filter((made) => made !== 'dead')).toHaveLength(1)
})

test('an old or invented link is dead, and only hashes are kept', async () => {
  const { db } = await testDatabase()
  const token = (await makeAdminLink(db))!
  expect(await isAdminLink(db, token)).toBe(true)
  expect(await isAdminLink(db, 'invented')).toBe(false)
  await db
    .updateTable('adminLinks')
    .set({ expiresAt: new Date(0) })
    .execute()
  expect(await isAdminLink(db, token)).toBe(false)
  const rows = await db.selectFrom('adminLinks').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('a read-only rep reads and does nothing else', () => {
  expect(may('read_only', 'read')).toBe(true)
  expect(may('read_only', 'work')).toBe(false)
  expect(may('rep', 'settings')).toBe(false)
})
