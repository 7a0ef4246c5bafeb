import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/desk/changes.ts'
import { changeIssue, getIssue, openIssue } from '../../src/desk/issues.ts'
import { mergeIssues } from '../../src/desk/merge.ts'
import { addNote } from '../../src/desk/notes.ts'
import { changePerson } from '../../src/desk/person-changes.ts'
import { record } from '../../src/desk/record.ts'
import { undo, undoChange } from '../../src/desk/undo.ts'
import { getPerson } from '../../src/people/people.ts'
import { testDatabase } from '../support/database.ts'
import { aGroup, anIssue, aPerson, aRep } from '../support/desk.ts'
import { idOf, inTx, system } from './support.ts'

describe('undo', () => {
  it('restores every field of an issue, and undo of the undo redoes it', async () => {
    const { db } = await testDatabase()
    const [id, rep] = [await anIssue(db, { types: ['old'] }), await aRep(db)]
    await aGroup(db, 'B')
    const patch = {
      types: ['new', 'x'],
      assignee: rep,
      group: 'B',
      priority: 'high',
      subject: 'S',
      orderId: 'K1',
    } as const
    const change = await inTx(db, (tx) =>
      changeIssue(tx, system, id, { ...patch, snoozeUntil: new Date('2099-01-01') }),
    )
    const changed = await getIssue(db, id)
    const back = await inTx(db, (tx) => undo(tx, system, idOf(change)))
    expect(await getIssue(db, id)).toMatchObject({ types: ['old'], assignee: null, group: null, snoozeUntil: null })
    await inTx(db, (tx) => undo(tx, system, idOf(back)))
    expect({ ...(await getIssue(db, id)), version: 0 }).toEqual({ ...changed, version: 0 })
  })

  it('stops where something newer touched the same field', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db)
    await aGroup(db, 'B')
    const first = await inTx(db, (tx) => changeIssue(tx, system, id, { priority: 'high' }))
    await inTx(db, (tx) => changeIssue(tx, system, id, { priority: 'urgent' }))
    await inTx(db, (tx) => changeIssue(tx, system, id, { group: 'B' }))
    const result = await inTx(db, (tx) => undoChange(tx, system, idOf(first)))
    expect(result).toEqual({ conflict: expect.stringMatching(/priority/) })
  })

  it('reopens what was closed for its own list, and closes again with the same time', async () => {
    const { db } = await testDatabase()
    const [id, rep] = [await anIssue(db), await aRep(db)]
    const actor: Actor = { kind: 'rep', repId: rep }
    await inTx(db, (tx) => changeIssue(tx, actor, id, { status: 'closed' }))
    const { closedAt } = (await getIssue(db, id))!
    const reopened = await inTx(db, (tx) => changeIssue(tx, actor, id, { status: 'open' }))
    expect(await getIssue(db, id)).toMatchObject({ status: 'open', closedAt: null })
    expect(await inTx(db, (tx) => undoChange(tx, actor, idOf(reopened)))).toBe('undone')
    expect(await getIssue(db, id)).toMatchObject({ status: 'closed', closedAt })
    expect(await inTx(db, (tx) => undoChange(tx, actor, idOf(reopened)))).toBe('already undone')
  })

  it('closes again what a mail reopened, and opens it again', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db, { closed: true })
    const [touched] = [{ id, at: new Date(), snippet: 'Hi', hasAttachment: false, reopened: true, needsLook: false }]
    await inTx(db, (tx) => record(tx, { opened: [], touched: [touched], interactions: [], participants: [] }))
    const change = await db.selectFrom('changes').select('id').executeTakeFirstOrThrow()
    const back = await inTx(db, (tx) => undo(tx, system, change.id))
    expect(await getIssue(db, id)).toMatchObject({ status: 'closed' })
    await inTx(db, (tx) => undo(tx, system, idOf(back)))
    expect(await getIssue(db, id)).toMatchObject({ status: 'open' })
  })

  it('takes an opened issue away only while nothing was said in it', async () => {
    const { db } = await testDatabase()
    const personId = await aPerson(db)
    const made = await inTx(db, (tx) => openIssue(tx, system, { personId, subject: 'Oops' }))
    const kept = await inTx(db, (tx) => openIssue(tx, system, { personId, subject: 'Talked in' }))
    const note = await inTx(db, (tx) => addNote(tx, system, kept.issueId, 'Something'))
    expect(await inTx(db, (tx) => undoChange(tx, system, made.changeId))).toBe('undone')
    expect(await getIssue(db, made.issueId)).toBeUndefined()
    expect(await inTx(db, (tx) => undoChange(tx, system, kept.changeId))).toHaveProperty('conflict')
    expect(await inTx(db, (tx) => undoChange(tx, system, idOf(note)))).toBe('undone')
    expect(await inTx(db, (tx) => undoChange(tx, system, kept.changeId))).toBe('undone')
  })

  it('gives an address back to its person, unless it has a new owner', async () => {
    const { db } = await testDatabase()
    const [ann, bob] = [await aPerson(db, 'ann@a.test'), await aPerson(db, 'bob@a.test')]
    const change = await inTx(db, (tx) => changePerson(tx, system, ann, { emails: ['x@a.test'], lastName: ' Li ' }))
    expect(await getPerson(db, ann)).toMatchObject({ emails: ['x@a.test'], lastName: 'Li' })
    const taken = await inTx(db, (tx) => changePerson(tx, system, bob, { emails: ['bob@a.test', 'ann@a.test'] }))
    const refused = await inTx(db, (tx) => undoChange(tx, system, idOf(change)))
    expect(refused).toEqual({ conflict: expect.stringContaining(`customer ${bob}`) })
    await inTx(db, (tx) => undoChange(tx, system, idOf(taken)))
    expect(await inTx(db, (tx) => undoChange(tx, system, idOf(change)))).toBe('undone')
    expect(await getPerson(db, ann)).toMatchObject({ emails: ['ann@a.test'], lastName: 'Lee' })
  })

  it('of a merge leaves alone what was said since', async () => {
    const { db } = await testDatabase()
    const [from, into] = [await anIssue(db, { types: ['a'] }), await anIssue(db, { types: ['b'], closed: true })]
    await inTx(db, (tx) => addNote(tx, system, from, 'Before'))
    const merge = await inTx(db, (tx) => mergeIssues(tx, system, from, into))
    expect(await getIssue(db, into)).toMatchObject({ types: ['a', 'b'], status: 'open' })
    await inTx(db, (tx) => addNote(tx, system, into, 'After'))
    await inTx(db, (tx) => undoChange(tx, system, idOf(merge)))
    expect(await getIssue(db, into)).toMatchObject({ types: ['b'], status: 'closed' })
    const rows = await db.selectFrom('actions').select(['issueId', 'details']).orderBy('id').execute()
    expect(rows).toEqual([
      { issueId: from, details: 'Before' },
      { issueId: into, details: 'After' },
    ])
  })
})
