import { expect, it } from 'vitest'
import { changeIssue, getIssue } from '../../src/desk/issues.ts'
import { mergeIssues } from '../../src/desk/merge.ts'
import { addNote } from '../../src/desk/notes.ts'
import { undoChange } from '../../src/desk/undo.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { idOf, inTx, system } from './support.ts'

it('a change that waited for another one knows the types which that one wrote', async () => {
  const { db } = await testDatabase()
  const id = await anIssue(db)
  const first = await db.startTransaction().execute()
  await changeIssue(first, system, id, { types: ['leak'] })
  const second = inTx(db, (tx) => changeIssue(tx, system, id, { types: [] }))
  await aMoment()
  await first.commit().execute()
  expect(await second).toMatchObject({ changeId: expect.any(Number), issue: { types: [] } })
  await inTx(db, async (tx) => undoChange(tx, system, idOf(await second)))
  expect(await getIssue(db, id)).toMatchObject({ types: ['leak'] })
})

it('a note for an issue that is being merged goes where that goes', async () => {
  const { db } = await testDatabase()
  const [from, into] = [await anIssue(db), await anIssue(db)]
  const merge = await db.startTransaction().execute()
  await mergeIssues(merge, system, from, into)
  const note = inTx(db, (tx) => addNote(tx, system, from, 'Late'))
  await aMoment()
  await merge.commit().execute()
  expect(await note).toHaveProperty('changeId')
  expect(await db.selectFrom('actions').select('issueId').execute()).toEqual([{ issueId: into }])
})

/** Long enough for a statement to reach the lock that it waits for. */
function aMoment(): Promise<void> {
  return new Promise((done) => setTimeout(done, 200))
}
