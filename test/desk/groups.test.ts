import { describe, expect, it } from 'vitest'
import { changeGroup, createGroup, listGroups } from '../../src/desk/groups.ts'
import { changeIssue, getIssue, listIssues, openIssue } from '../../src/desk/issues.ts'
import { record } from '../../src/desk/record.ts'
import { undo } from '../../src/desk/undo.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson, aRep } from '../support/desk.ts'
import { type Database, idOf, inTx, system } from './support.ts'

describe('a group', () => {
  it('takes in new issues of its types, whoever opens them', async () => {
    const { db } = await testDatabase()
    await made(db, { name: 'Workshop', types: ['leak', 'noise'] })
    const personId = await aPerson(db)
    const opened = await inTx(db, (tx) => openIssue(tx, system, { personId, subject: 'S', types: ['hello', 'noise'] }))
    expect(await getIssue(db, opened.issueId)).toMatchObject({ group: 'Workshop' })
    const at = new Date()
    const mail = { id: 4711, personId, mailboxId: await aMailbox(db), subject: 'M', types: ['leak'], continuesId: null }
    const issue = { ...mail, automatic: false, at, snippet: '', hasAttachment: false }
    await inTx(db, (tx) => record(tx, { opened: [issue], touched: [], interactions: [], participants: [] }))
    expect(await getIssue(db, 4711)).toMatchObject({ group: 'Workshop' })
    expect((await listIssues(db, { group: 'Workshop' }, { limit: 9 })).items).toHaveLength(2)
  })

  it('takes its issues along to a new name, and undo takes them back', async () => {
    const { db } = await testDatabase()
    const id = await made(db, { name: 'Workshop', types: ['leak'] })
    const issue = await anIssue(db)
    await inTx(db, (tx) => changeIssue(tx, system, issue, { group: 'Workshop' }))
    const renamed = await inTx(db, (tx) => changeGroup(tx, system, id, { name: 'Repairs', version: 2 }))
    expect(renamed).toMatchObject({ group: { name: 'Repairs', types: ['leak'] } })
    expect(await getIssue(db, issue)).toMatchObject({ group: 'Repairs' })
    await inTx(db, (tx) => undo(tx, system, idOf(renamed)))
    expect(await getIssue(db, issue)).toMatchObject({ group: 'Workshop' })
  })

  it('keeps its members and types through undo, and refuses stale changes and taken names', async () => {
    const { db } = await testDatabase()
    const rep = await aRep(db)
    const id = await made(db, { name: 'Workshop', members: [rep] })
    await made(db, { name: 'Billing' })
    const done = await inTx(db, (tx) => changeGroup(tx, system, id, { members: [], types: ['a'] }))
    expect(await inTx(db, (tx) => changeGroup(tx, system, id, { members: [rep], version: 2 }))).toHaveProperty('newer')
    await inTx(db, (tx) => undo(tx, system, idOf(done)))
    expect((await listGroups(db)).find((group) => group.id === id)).toMatchObject({ members: [rep], types: [] })
    expect(await inTx(db, (tx) => changeGroup(tx, system, id, { name: 'billing' }))).toHaveProperty('problem')
    expect(await inTx(db, (tx) => changeGroup(tx, system, id, { members: [999] }))).toHaveProperty('problem')
  })

  it('that is retired keeps its issues and takes no new ones', async () => {
    const { db } = await testDatabase()
    const id = await made(db, { name: 'Workshop', types: ['leak'] })
    const issue = await anIssue(db)
    await inTx(db, (tx) => changeIssue(tx, system, issue, { group: 'Workshop' }))
    await inTx(db, (tx) => changeGroup(tx, system, id, { retired: true }))
    expect(await getIssue(db, issue)).toMatchObject({ group: 'Workshop' })
    const other = await anIssue(db)
    expect(await inTx(db, (tx) => changeIssue(tx, system, other, { group: 'Workshop' }))).toHaveProperty('problem')
    const personId = await aPerson(db)
    const opened = await inTx(db, (tx) => openIssue(tx, system, { personId, subject: 'S', types: ['leak'] }))
    expect(await getIssue(db, opened.issueId)).toMatchObject({ group: null })
  })
})

async function made(db: Database, values: Parameters<typeof createGroup>[2]): Promise<number> {
  const done = await inTx(db, (tx) => createGroup(tx, system, values))
  if (done === 'not found' || !('group' in done)) throw new Error(JSON.stringify(done))
  return done.group.id
}

async function aMailbox(db: Database): Promise<number> {
  const row = { address: 'a@shop.test', addressKey: 'a@shop.test' }
  return (await db.insertInto('mailboxes').values(row).returning('id').executeTakeFirstOrThrow()).id
}
