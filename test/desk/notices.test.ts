import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { changeIssue } from '../../src/desk/issues.ts'
import { testDatabase } from '../support/database.ts'
import { aGroup, anIssue } from '../support/desk.ts'

it('a change is told when it commits, and only then', async () => {
  const { db, url } = await testDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query('listen desk')
  const heard: string[] = []
  client.on('notification', ({ payload }) => heard.push(payload ?? ''))
  const id = await anIssue(db)
  await aGroup(db, 'B')
  await db.transaction().execute(async (tx) => {
    await changeIssue(tx, { kind: 'system', repId: null }, id, { group: 'B' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(heard).toEqual([])
  })
  await expect.poll(() => heard.map((text) => JSON.parse(text))).toEqual([{ issue: id }])
})
