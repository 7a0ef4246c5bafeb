import { expect, it } from 'vitest'
import { groupOfTypes } from '../../src/desk/groups.ts'
import { addItem, changeItem, orderItems } from '../../src/desk/picklist-changes.ts'
import { addPicklist, changePicklist } from '../../src/desk/picklist-lists.ts'
import { countUses, unlisted } from '../../src/desk/picklist-uses.ts'
import { listPicklist, readPicklist, readPicklists } from '../../src/desk/picklists.ts'
import { undo } from '../../src/desk/undo.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { type Database, idOf, inTx, system } from './support.ts'

const add = (db: Database, label: string, picklist = 'issue_type') =>
  inTx(db, (tx) => addItem(tx, system, { picklist, label })) as Promise<{ id: number; changeId: number }>
const takeBack = (db: Database, changeId: number) => inTx(db, (tx) => undo(tx, system, changeId))
const typesOf = async (db: Database, issueId: number) =>
  (await db.selectFrom('issueTypes').select('type').where('issueId', '=', issueId).orderBy('type').execute()).map(
    ({ type }) => type,
  )

it('a new desk offers ways of getting in touch, and no types yet', async () => {
  const { db } = await testDatabase()
  expect(await listPicklist(db, 'inquired_via')).toEqual(['phone', 'chat', 'visit', 'fax', 'post'])
  expect(await listPicklist(db, 'issue_type')).toEqual([])
  expect((await readPicklists(db)).map(({ name }) => name)).toEqual(['issue_type', 'info_used', 'inquired_via'])
})

it('items are added, retired and brought back, each with its undo', async () => {
  const { db } = await testDatabase()
  const leak = await add(db, '  sand   leak ')
  expect(await listPicklist(db, 'issue_type')).toEqual(['sand leak'])
  expect(await add(db, 'Sand Leak')).toEqual({ problem: '“sand leak” is in this list already.' })
  expect(await add(db, 'none')).toHaveProperty('problem')
  const retired = await inTx(db, (tx) => changeItem(tx, system, { id: leak.id, retired: true }))
  expect(await listPicklist(db, 'issue_type')).toEqual([])
  await takeBack(db, idOf(retired))
  expect(await listPicklist(db, 'issue_type')).toEqual(['sand leak'])
  expect(await takeBack(db, leak.changeId)).toHaveProperty('changeId')
  expect(await listPicklist(db, 'issue_type')).toEqual([])
  expect(await add(db, 'sand leak')).toMatchObject({ id: leak.id })
})

it('an order is refused when the list was changed since it was read', async () => {
  const { db } = await testDatabase()
  const { revision, items } = (await readPicklist(db, 'inquired_via'))!
  const ids = items.map(({ id }) => id).reverse()
  const wish = { picklist: 'inquired_via', ids, revision }
  const done = await inTx(db, (tx) => orderItems(tx, system, wish))
  expect(await listPicklist(db, 'inquired_via')).toEqual(['post', 'fax', 'visit', 'chat', 'phone'])
  expect(await inTx(db, (tx) => orderItems(tx, system, wish))).toBe('stale')
  const late = { picklist: 'inquired_via', label: 'pigeon', revision }
  expect(await inTx(db, (tx) => addItem(tx, system, late))).toBe('stale')
  await takeBack(db, idOf(done))
  expect(await listPicklist(db, 'inquired_via')).toEqual(['phone', 'chat', 'visit', 'fax', 'post'])
  await add(db, 'pigeon', 'inquired_via')
  expect(await takeBack(db, idOf(done))).toBe('already undone')
})

it('a renaming leaves the data as it is, or carries it along and gives exactly that back', async () => {
  const { db } = await testDatabase()
  const { id } = await add(db, 'leak')
  const one = await anIssue(db, { types: ['leak'] })
  const both = await anIssue(db, { types: ['leak', 'sand'] })
  const other = await anIssue(db, { types: ['sand'] })
  expect(await countUses(db, 'issue_type', 'leak')).toBe(2)
  expect(await unlisted(db, 'issue_type')).toEqual(['sand'])
  await db.insertInto('groups').values({ name: 'Glass' }).execute()
  await db.insertInto('typeGroups').values({ type: 'leak', groupName: 'Glass' }).execute()
  const groupOf = (type: string) => inTx(db, (tx) => groupOfTypes(tx, [type]))
  const plain = await inTx(db, (tx) => changeItem(tx, system, { id, label: 'sand leak' }))
  expect(await unlisted(db, 'issue_type')).toEqual(['leak', 'sand'])
  expect([await groupOf('sand leak'), await groupOf('leak')]).toEqual(['Glass', null])
  await takeBack(db, idOf(plain))
  expect(await groupOf('leak')).toBe('Glass')
  const done = await inTx(db, (tx) => changeItem(tx, system, { id, label: 'sand', carry: true }))
  expect(done).toMatchObject({ carried: 2 })
  for (const each of [one, both, other]) expect(await typesOf(db, each)).toEqual(['sand'])
  expect(await takeBack(db, idOf(done))).toHaveProperty('changeId')
  expect(await typesOf(db, one)).toEqual(['leak'])
  expect(await typesOf(db, both)).toEqual(['leak', 'sand'])
  expect(await typesOf(db, other)).toEqual(['sand'])
})

it('channels and information used are renamed with their uses, too', async () => {
  const { db } = await testDatabase()
  const issueId = await anIssue(db)
  const { userIdentificationId } = await db.selectFrom('issues').selectAll().executeTakeFirstOrThrow()
  const call = { userIdentificationId, originator: 'customer' as const, channel: 'phone' }
  const { id } = await db.insertInto('interactions').values(call).returning('id').executeTakeFirstOrThrow()
  const action = { interactionId: id, issueId }
  const { id: actionId } = await db.insertInto('actions').values(action).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('actionInfoUsed').values({ actionId, infoUsed: 'manual' }).execute()
  const manual = await add(db, 'manual', 'info_used')
  const phone = (await readPicklist(db, 'inquired_via'))!.items[0]!
  const renamed = [
    await inTx(db, (tx) => changeItem(tx, system, { id: phone.id, label: 'telephone', carry: true })),
    await inTx(db, (tx) => changeItem(tx, system, { id: manual.id, label: 'handbook', carry: true })),
  ]
  const now = async () => [
    (await db.selectFrom('interactions').select('channel').executeTakeFirst())!.channel,
    (await db.selectFrom('actionInfoUsed').select('infoUsed').executeTakeFirst())!.infoUsed,
  ]
  expect(await now()).toEqual(['telephone', 'handbook'])
  for (const each of renamed) await takeBack(db, idOf(each))
  expect(await now()).toEqual(['phone', 'manual'])
})

it('lists of one’s own come, are renamed and go; the desk’s own stay', async () => {
  const { db } = await testDatabase()
  const made = await inTx(db, (tx) => addPicklist(tx, system, { title: 'Reasons to smile' }))
  expect(made).toMatchObject({ name: 'reasons_to_smile' })
  await add(db, 'ants', 'reasons_to_smile')
  expect(await listPicklist(db, 'reasons_to_smile')).toEqual(['ants'])
  expect(await inTx(db, (tx) => addPicklist(tx, system, { title: 'Reasons to smile' }))).toHaveProperty('problem')
  const gone = await inTx(db, (tx) => changePicklist(tx, system, 'reasons_to_smile', { retired: true }))
  expect(await readPicklist(db, 'reasons_to_smile')).toBeUndefined()
  await takeBack(db, idOf(gone))
  expect(await readPicklist(db, 'reasons_to_smile')).toMatchObject({ title: 'Reasons to smile', builtin: false })
  expect(await inTx(db, (tx) => changePicklist(tx, system, 'issue_type', { retired: true }))).toHaveProperty('problem')
})
