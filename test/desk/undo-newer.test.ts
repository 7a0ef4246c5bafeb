import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { conversation } from '../../src/desk/conversation.ts'
import { changeIssue, getIssue } from '../../src/desk/issues.ts'
import { linkInteraction, unlinkAction } from '../../src/desk/links.ts'
import { mergeIssues } from '../../src/desk/merge.ts'
import { addNote } from '../../src/desk/notes.ts'
import { undo, undoChange } from '../../src/desk/undo.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { customerWrites, type Database, idOf, inTx, system } from './support.ts'

describe('undo leaves newer work alone', () => {
  it('when somebody wrote the same value again', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db)
    const [first] = [await change(db, id, { priority: 'high' }), await change(db, id, { priority: 'low' })]
    await change(db, id, { priority: 'high' })
    expect(await inTx(db, (tx) => undoChange(tx, system, first))).toEqual({
      conflict: expect.stringMatching(/priority/),
    })
    expect(await getIssue(db, id)).toMatchObject({ priority: 'high' })
  })

  it('but not what was itself taken back', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db)
    const [first, second] = [await change(db, id, { priority: 'high' }), await change(db, id, { priority: 'low' })]
    expect(await inTx(db, (tx) => undoChange(tx, system, second))).toBe('undone')
    expect(await inTx(db, (tx) => undoChange(tx, system, first))).toBe('undone')
    expect(await getIssue(db, id)).toMatchObject({ priority: 'normal' })
  })

  it('by never closing what the customer has written in since', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db, { closed: true })
    const opened = await change(db, id, { status: 'open' })
    await customerWrites(db, id)
    expect(await inTx(db, (tx) => undoChange(tx, system, opened))).toEqual({
      conflict: expect.stringMatching(/customer/),
    })
    expect(await getIssue(db, id)).toMatchObject({ status: 'open' })
  })

  it('of a merge into a closed issue that the customer has written in since', async () => {
    const { db } = await testDatabase()
    const [from, into] = [await anIssue(db), await anIssue(db, { closed: true })]
    const merge = await inTx(db, (tx) => mergeIssues(tx, system, from, into))
    await customerWrites(db, into)
    expect(await inTx(db, (tx) => undoChange(tx, system, idOf(merge)))).toBe('undone')
    expect(await getIssue(db, into)).toMatchObject({ status: 'open' })
    expect(await getIssue(db, from)).toMatchObject({ status: 'open', mergedIntoId: null })
  })
})

describe('undo in issues that were merged', () => {
  it('takes merges back in their order only, so that no message stays behind', async () => {
    const { db } = await testDatabase()
    const [a, b, c] = [await anIssue(db), await anIssue(db), await anIssue(db)]
    await inTx(db, (tx) => addNote(tx, system, a, 'In a'))
    const first = idOf(await inTx(db, (tx) => mergeIssues(tx, system, a, b)))
    const second = idOf(await inTx(db, (tx) => mergeIssues(tx, system, b, c)))
    expect(await inTx(db, (tx) => undoChange(tx, system, first))).toEqual({ conflict: expect.stringMatching(/merged/) })
    expect(await inTx(db, (tx) => undoChange(tx, system, second))).toBe('undone')
    expect(await inTx(db, (tx) => undoChange(tx, system, first))).toBe('undone')
    expect(await db.selectFrom('actions').select('issueId').execute()).toEqual([{ issueId: a }])
  })

  it('opens no issue that was merged away', async () => {
    const { db } = await testDatabase()
    const [from, into] = [await anIssue(db), await anIssue(db)]
    const closed = await change(db, from, { status: 'closed' })
    await inTx(db, (tx) => mergeIssues(tx, system, from, into))
    expect(await inTx(db, (tx) => undoChange(tx, system, closed))).toEqual({
      conflict: expect.stringMatching(/merged/),
    })
    expect(await getIssue(db, from)).toMatchObject({ status: 'closed' })
  })

  it('puts nothing back where nobody would see it', async () => {
    const { db } = await testDatabase()
    const [from, into] = [await anIssue(db), await anIssue(db)]
    const note = await inTx(db, (tx) => addNote(tx, system, from, 'Gone'))
    const back = await inTx(db, (tx) => undo(tx, system, idOf(note)))
    await inTx(db, (tx) => mergeIssues(tx, system, from, into))
    expect(await inTx(db, (tx) => undoChange(tx, system, idOf(back)))).toEqual({
      conflict: expect.stringMatching(/merged/),
    })
  })
})

describe('what was said stays in an issue', () => {
  it('when its link is taken back after it left its first issue', async () => {
    const { db } = await testDatabase()
    const { issueId, actionId, other, link } = await linked(db)
    await inTx(db, (tx) => unlinkAction(tx, system, issueId, actionId))
    expect(await inTx(db, (tx) => undoChange(tx, system, idOf(link)))).toEqual({
      conflict: expect.stringMatching(/only issue/),
    })
    const live = await sql`select issue_id from actions where deleted_at is null`.execute(db)
    expect(live.rows).toEqual([{ issueId: other }])
  })

  it('when the other one was merged into the one it leaves', async () => {
    const { db } = await testDatabase()
    const { issueId, actionId, other } = await linked(db)
    await inTx(db, (tx) => mergeIssues(tx, system, other, issueId))
    expect(await inTx(db, (tx) => unlinkAction(tx, system, issueId, actionId))).toHaveProperty('problem')
    expect((await conversation(db, issueId))[0]!.interaction.otherIssues).toEqual([])
  })

  it('when two reps take it out of its two issues at the same moment', async () => {
    const { db } = await testDatabase()
    for (let round = 0; round < 5; round++) {
      const { issueId, actionId, other, link } = await linked(db)
      const second = (link as { actionId: number }).actionId
      const results = await Promise.all([
        inTx(db, (tx) => unlinkAction(tx, system, issueId, actionId)),
        inTx(db, (tx) => unlinkAction(tx, system, other, second)),
      ])
      expect(results.filter((result) => typeof result === 'object' && 'changeId' in result)).toHaveLength(1)
    }
  })

  it('and each undo raises the version, as the deed did', async () => {
    const { db } = await testDatabase()
    const { other, link } = await linked(db)
    const { version } = (await getIssue(db, other))!
    await inTx(db, (tx) => undoChange(tx, system, idOf(link)))
    expect((await getIssue(db, other))!.version).toBe(version + 1)
  })
})

async function linked(db: Database) {
  const [issueId, other] = [await anIssue(db), await anIssue(db)]
  const { interactionId, actionId } = (await inTx(db, (tx) => addNote(tx, system, issueId, 'Said'))) as {
    interactionId: number
    actionId: number
  }
  const link = await inTx(db, (tx) => linkInteraction(tx, system, { issueId: other, interactionId }))
  return { issueId, other, actionId, link }
}

async function change(db: Database, id: number, patch: Parameters<typeof changeIssue>[3]): Promise<number> {
  return idOf(await inTx(db, (tx) => changeIssue(tx, system, id, patch)))
}
