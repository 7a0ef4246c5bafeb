import { expect, it } from 'vitest'
import { changeIssue, getIssue } from '../../src/desk/issues.ts'
import { mergeIssues } from '../../src/desk/merge.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { inTx, system } from './support.ts'

it('an issue snoozed until a time that is over is awake', async () => {
  const { db } = await testDatabase()
  const id = await anIssue(db)
  const result = await inTx(db, (tx) => changeIssue(tx, system, id, { snoozeUntil: new Date('2020-01-01') }))
  expect(result).toMatchObject({ changeId: null, issue: { snoozeUntil: null } })
})

it('an issue that a rep opens is awake', async () => {
  const { db } = await testDatabase()
  const id = await anIssue(db)
  await inTx(db, (tx) => changeIssue(tx, system, id, { status: 'closed', snoozeUntil: new Date('2099-01-01') }))
  await inTx(db, (tx) => changeIssue(tx, system, id, { status: 'open' }))
  expect(await getIssue(db, id)).toMatchObject({ status: 'open', snoozeUntil: null })
})

it('an issue into which an awake one is merged is awake', async () => {
  const { db } = await testDatabase()
  const [from, into] = [await anIssue(db), await anIssue(db)]
  await inTx(db, (tx) => changeIssue(tx, system, into, { snoozeUntil: new Date('2099-01-01') }))
  await inTx(db, (tx) => mergeIssues(tx, system, from, into))
  expect(await getIssue(db, into)).toMatchObject({ snoozeUntil: null })
})
