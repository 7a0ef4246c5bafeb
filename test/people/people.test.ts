import { describe, expect, it } from 'vitest'
import { addNote } from '../../src/desk/notes.ts'
import { changePerson, createPerson } from '../../src/desk/person-changes.ts'
import { personHistory } from '../../src/desk/person-history.ts'
import { blankPeople } from '../../src/people/erasures.ts'
import { listPeople } from '../../src/people/people.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson } from '../support/desk.ts'

const actor = { kind: 'system', repId: null } as const

describe('people', () => {
  it('are found by address, name and parts of either', async () => {
    const { db } = await testDatabase()
    const id = await aPerson(db, 'Grace@Hopper.test', 'Grace Hopper')
    await aPerson(db)
    const found = async (filter: Parameters<typeof listPeople>[1]) =>
      (await listPeople(db, filter, { limit: 9 })).items.map((person) => person.id)
    for (const filter of [{ email: 'grace@hopper.TEST' }, { name: 'hopp' }, { q: 'HOPPER.t' }, { q: 'Grace H' }])
      expect(await found(filter)).toEqual([id])
    expect(await found({ email: 'hopper' })).toEqual([])
  })

  it('that were erased are left out where asked, and found by what stands for their name', async () => {
    const { db } = await testDatabase()
    const [gone, here] = [await aPerson(db, 'gone@a.test'), await aPerson(db, 'here@a.test')]
    await db.transaction().execute((tx) => blankPeople(tx, [gone]))
    const found = async (filter: Parameters<typeof listPeople>[1]) =>
      (await listPeople(db, filter, { limit: 9 })).items.map((person) => person.id)
    expect([await found({ erased: false }), await found({ q: 'erased' }), await found({})]).toEqual([
      [here],
      [gone],
      [here, gone],
    ])
  })

  it('never share an address: the problem names the owner', async () => {
    const { db } = await testDatabase()
    const [ann, bob] = [await aPerson(db, 'ann@a.test'), await aPerson(db, 'bob@a.test')]
    const results = await db
      .transaction()
      .execute(async (tx) => [
        await changePerson(tx, actor, bob, { emails: ['ANN@a.test'] }),
        await createPerson(tx, actor, { emails: ['ann@a.test'] }),
        await createPerson(tx, actor, { emails: ['not an address'] }),
        await createPerson(tx, actor, {}),
        await changePerson(tx, actor, bob, { lastName: 'X', version: 7 }),
      ])
    expect(results.slice(0, 2)).toEqual(Array(2).fill({ problem: expect.stringContaining(`customer ${ann}`) }))
    expect(results.slice(2, 4)).toEqual(Array(2).fill({ problem: expect.any(String) }))
    expect(results[4]).toEqual({ conflict: { lastName: { yours: 'X', theirs: 'Lee' } } })
  })

  it('have a history of everything said, newest first, page by page', async () => {
    const { db } = await testDatabase()
    const personId = await aPerson(db)
    const [one, two] = [await anIssue(db, { personId }), await anIssue(db, { personId, closed: true })]
    for (let n = 0; n < 5; n++)
      await db.transaction().execute((tx) => addNote(tx, actor, n % 2 ? one : two, `note ${n}`))
    const first = await personHistory(db, [personId], { limit: 3 })
    const second = await personHistory(db, [personId], { limit: 3, cursor: first.next! })
    const said = [...first.items, ...second.items].map((item) => item.actions[0]?.details)
    expect(said).toEqual(['note 4', 'note 3', 'note 2', 'note 1', 'note 0'])
    expect(first.issues).toHaveLength(2)
    expect(second.next).toBeNull()
  })
})
