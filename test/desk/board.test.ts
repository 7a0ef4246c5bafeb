import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readBoard } from '../../src/desk/board.ts'
import { foldCounts } from '../../src/desk/counts.ts'
import type { IssueFilter } from '../../src/desk/issue-filter.ts'
import { changeIssue, listIssues } from '../../src/desk/issues.ts'
import { mergeIssues } from '../../src/desk/merge.ts'
import { addItem, changeItem } from '../../src/desk/picklist-changes.ts'
import { undo } from '../../src/desk/undo.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { type Database, inTx, system } from './support.ts'

async function rows(db: Database, filter: IssueFilter): Promise<number> {
  return (await listIssues(db, filter, { limit: 500 })).items.length
}

/** The board beside the lists that its numbers link to. */
async function expectExact(db: Database): Promise<void> {
  const board = await readBoard(db)
  const listed = await Promise.all(board.types.map(async ({ type }) => ({ type, open: await rows(db, { type }) })))
  expect(board).toEqual({
    uncategorized: await rows(db, { type: 'none' }),
    types: listed,
    others: await rows(db, { offList: true }),
  })
}

const known = ['leak', 'late', 'refund', 'odd', 'strange']
const types = fc.uniqueArray(fc.constantFrom(...known), { maxLength: 4 })
const deed = fc.record({
  which: fc.nat(11),
  other: fc.nat(11),
  types,
  kind: fc.constantFrom('types', 'types', 'close', 'open', 'snooze', 'delete', 'merge', 'carry', 'undo', 'new', 'fold'),
})

it('every number of the board equals the rows of its list, whatever was done', async () => {
  const { db } = await testDatabase()
  const items: number[] = []
  for (const label of ['leak', 'late', 'refund']) {
    const made = await inTx(db, (tx) => addItem(tx, system, { picklist: 'issue_type', label }))
    items.push((made as { id: number }).id)
  }
  const issues: number[] = []
  for (let n = 0; n < 12; n++) issues.push(await anIssue(db, { types: n % 3 ? [known[n % 5]!] : [] }))
  await expectExact(db)
  const done: number[] = []
  const note = (result: unknown) => {
    if (typeof result === 'object' && result && 'changeId' in result && result.changeId)
      done.push(result.changeId as number)
  }
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 12 }), async (deeds) => {
      for (const { kind, which, other, types } of deeds) {
        const id = issues[which]!
        const change = (patch: Parameters<typeof changeIssue>[3]) =>
          inTx(db, async (tx) => note(await changeIssue(tx, system, id, patch)))
        if (kind === 'types') await change({ types })
        if (kind === 'close') await change({ status: 'closed', types })
        if (kind === 'open') await change({ status: 'open' })
        if (kind === 'snooze') await change({ snoozeUntil: new Date(Date.now() + 86_400_000 * (which % 2)) })
        if (kind === 'delete')
          await db.updateTable('issues').set({ deletedAt: new Date() }).where('id', '=', id).execute()
        if (kind === 'merge') await inTx(db, async (tx) => note(await mergeIssues(tx, system, id, issues[other]!)))
        if (kind === 'carry')
          await inTx(db, async (tx) =>
            note(await changeItem(tx, system, { id: items[which % 3]!, label: known[other % 5]!, carry: true })),
          )
        if (kind === 'undo' && done.length > 0) await inTx(db, (tx) => undo(tx, system, done.pop()!))
        if (kind === 'new') issues[which] = await anIssue(db, { types })
        if (kind === 'fold') await foldCounts(db)
      }
      await expectExact(db)
    }),
    { numRuns: 15 },
  )
}, 60_000)

it('types that change while an issue is closed by somebody else are counted once', async () => {
  const { db } = await testDatabase()
  const ids = await Promise.all(Array.from({ length: 8 }, () => anIssue(db, { types: ['leak'] })))
  await Promise.all(
    ids.flatMap((id, n) => [
      inTx(db, (tx) => changeIssue(tx, system, id, { status: 'closed' })),
      db
        .insertInto('issueTypes')
        .values({ issueId: id, type: `odd ${n}` })
        .execute(),
      db.updateTable('issues').set({ closedAt: null }).where('id', '=', id).execute(),
    ]),
  )
  await expectExact(db)
})

it('an item that is retired sends its issues to all others, where they are found', async () => {
  const { db } = await testDatabase()
  const { id } = (await inTx(db, (tx) => addItem(tx, system, { picklist: 'issue_type', label: 'leak' }))) as {
    id: number
  }
  await anIssue(db, { types: ['leak'] })
  await anIssue(db, { types: ['leak', 'odd'] })
  await anIssue(db)
  expect(await readBoard(db)).toEqual({ uncategorized: 1, types: [{ type: 'leak', open: 2 }], others: 1 })
  await inTx(db, (tx) => changeItem(tx, system, { id, retired: true }))
  expect(await readBoard(db)).toEqual({ uncategorized: 1, types: [], others: 2 })
  expect(await rows(db, { offList: true })).toBe(2)
  expect(await rows(db, { type: 'leak' })).toBe(2)
})

it('the list can begin with the oldest, and end at what was opened lately', async () => {
  const { db } = await testDatabase()
  const at = (days: number) => new Date(Date.now() - days * 86_400_000)
  const ids: number[] = []
  for (const days of [40, 20, 3, 0.1]) {
    ids.push(await anIssue(db, { at: at(days) }))
    await db
      .updateTable('issues')
      .set({ openedAt: at(days) })
      .where('id', '=', ids.at(-1)!)
      .execute()
  }
  const first = await listIssues(db, {}, { limit: 3, oldestFirst: true })
  const rest = await listIssues(db, {}, { limit: 3, oldestFirst: true, cursor: first.next! })
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids)
  for (const [opened, n] of [
    ['day', 1],
    ['week', 2],
    ['month', 3],
  ] as const)
    expect(await rows(db, { opened })).toBe(n)
})
