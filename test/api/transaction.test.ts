import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { inTransaction } from '../../src/api/transaction.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'

it('two transactions that wait for each other both get through', async () => {
  const { db } = await testDatabase()
  const [a, b] = [await anIssue(db), await anIssue(db)]
  const raise = (first: number, second: number) =>
    inTransaction(db, async (tx) => {
      for (const id of [first, second]) {
        await sql`update issues set version = version + 1 where id = ${id}`.execute(tx)
        await sql`select pg_sleep(0.2)`.execute(tx)
      }
    })
  await Promise.all([raise(a, b), raise(b, a)])
  const rows = await db.selectFrom('issues').select('version').execute()
  expect(rows).toEqual([{ version: 3 }, { version: 3 }])
})

it('what fails for its own reasons is not tried again', async () => {
  const { db } = await testDatabase()
  let tries = 0
  const failing = inTransaction(db, async () => {
    tries++
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(tries).toBe(1)
})
