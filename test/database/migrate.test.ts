import { expect, test } from 'vitest'
import { migrate, pendingMigrations } from '../../src/database/migrate.ts'
import { testDatabase } from '../support/database.ts'

test('a migrated database has nothing pending and migrates to nothing', async () => {
  const { db } = await testDatabase()
  expect(await pendingMigrations(db)).toEqual([])
  expect(await migrate(db)).toEqual([])
})

test('counters follow issues as they open, are taken, close and need a look', async () => {
  const { db } = await testDatabase()
  const person = await db.insertInto('userIdentifications').defaultValues().returning('id').executeTakeFirstOrThrow()
  const rep = await db
    .insertInto('reps')
    .values({ name: 'Ana', email: 'ana@shop.test' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const counts = async () => {
    const rows = await db
      .selectFrom('issueCounts')
      .select((e) => ['bucket', e.fn.sum<string>('delta').as('n')])
      .groupBy('bucket')
      .execute()
    return Object.fromEntries(rows.filter((row) => Number(row.n)).map((row) => [row.bucket, Number(row.n)]))
  }
  await db
    .insertInto('issues')
    .values([{ userIdentificationId: person.id }, { userIdentificationId: person.id }])
    .execute()
  expect(await counts()).toEqual({ open: 2, unassigned: 2 })
  await db.updateTable('issues').set({ assigneeId: rep.id }).execute()
  expect(await counts()).toEqual({ open: 2, [`assignee:${rep.id}`]: 2 })
  await db.updateTable('issues').set({ closedAt: new Date() }).execute()
  expect(await counts()).toEqual({})
  await db.updateTable('issues').set({ needsLook: true }).execute()
  expect(await counts()).toEqual({ open: 2, needs_look: 2, [`assignee:${rep.id}`]: 2 })
})
