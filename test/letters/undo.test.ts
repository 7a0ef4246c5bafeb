import { expect, test } from 'vitest'
import type { Tx } from '../../src/database/connection.ts'
import { createPerson } from '../../src/desk/person-changes.ts'
import { cancelLetter, dismissFailure, getLetter, retryLetter } from '../../src/letters/letters.ts'
import { undoAnything } from '../../src/letters/undo.ts'
import { openDesk } from './desk.ts'

type Desk = Awaited<ReturnType<typeof openDesk>>

const inTx = <T>({ db }: Desk, deed: (tx: Tx) => Promise<T>) => db.transaction().execute(deed)

async function lastChange({ db }: Desk): Promise<number> {
  const row = await db.selectFrom('changes').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
  return row.id
}

async function undone(desk: Desk, changeId: number): Promise<number> {
  const result = await inTx(desk, (tx) => undoAnything(tx, desk.actor, changeId))
  if (typeof result !== 'object' || !('changeId' in result)) throw new Error(JSON.stringify(result))
  return result.changeId
}

const closedAt = async ({ db, issueId }: Desk) =>
  (await db.selectFrom('issues').select('closedAt').where('id', '=', issueId).executeTakeFirstOrThrow()).closedAt

const guests = async ({ db }: Desk) =>
  (await db.selectFrom('issueParticipants').select('addressKey').orderBy('addressKey').execute()).map(
    (row) => row.addressKey,
  )

test('a cancelled letter waits again after undo, and does to its issue what it did', async () => {
  const desk = await openDesk()
  const { letterId, changeId } = await desk.write('smtp://127.0.0.1:9', { close: true, cc: ['bo@example.test'] }, 60)
  const first = await undone(desk, changeId)
  expect(await getLetter(desk.db, letterId)).toMatchObject({ state: 'cancelled' })
  expect([await closedAt(desk), await guests(desk)]).toEqual([null, ['maria@example.test']])
  const second = await undone(desk, first)
  expect(await getLetter(desk.db, letterId)).toMatchObject({ state: 'queued' })
  expect([await closedAt(desk), await guests(desk)]).toEqual([
    expect.any(Date),
    ['bo@example.test', 'maria@example.test'],
  ])
  await undone(desk, second)
  expect(await getLetter(desk.db, letterId)).toMatchObject({ state: 'cancelled' })
  expect([await closedAt(desk), await guests(desk)]).toEqual([null, ['maria@example.test']])
})

test('a change is undone once', async () => {
  const desk = await openDesk()
  const { letterId } = await desk.write('smtp://127.0.0.1:9', {}, 60)
  await inTx(desk, (tx) => cancelLetter(tx, desk.actor, letterId))
  const changeId = await lastChange(desk)
  await undone(desk, changeId)
  expect(await inTx(desk, (tx) => undoAnything(tx, desk.actor, changeId))).toBe('already undone')
})

test('a retry is taken back while the letter waits, and not once it is on its way', async () => {
  const desk = await openDesk()
  const { letterId } = await desk.write('smtp://127.0.0.1:9')
  const state = (state: 'failed' | 'sending') =>
    desk.db.updateTable('letters').set({ state, reason: 'the relay refused it' }).where('id', '=', letterId).execute()
  await state('failed')
  await inTx(desk, (tx) => retryLetter(tx, desk.actor, letterId))
  await undone(desk, await lastChange(desk))
  expect(await getLetter(desk.db, letterId)).toMatchObject({ state: 'failed', reason: 'the relay refused it' })
  await inTx(desk, (tx) => retryLetter(tx, desk.actor, letterId))
  await state('sending')
  const late = await lastChange(desk)
  expect(await inTx(desk, (tx) => undoAnything(tx, desk.actor, late))).toEqual({
    conflict: expect.stringContaining('on its way'),
  })
})

test('a dismissed failure is red again after undo', async () => {
  const desk = await openDesk()
  const { letterId } = await desk.write('smtp://127.0.0.1:9')
  await desk.db.updateTable('letters').set({ state: 'failed' }).where('id', '=', letterId).execute()
  await inTx(desk, (tx) => dismissFailure(tx, desk.actor, letterId))
  await undone(desk, await lastChange(desk))
  const row = await desk.db.selectFrom('letters').select('seenFailureAt').where('id', '=', letterId).executeTakeFirst()
  expect(row).toEqual({ seenFailureAt: null })
})

test('a new person is taken back, and comes back under the same number', async () => {
  const desk = await openDesk()
  const made = await inTx(desk, (tx) => createPerson(tx, desk.actor, { firstNames: 'Bo', emails: ['bo@example.test'] }))
  if ('problem' in made) throw new Error(made.problem)
  const people = () =>
    desk.db.selectFrom('userIdentifications').select(['id', 'firstNames']).where('firstNames', '=', 'Bo').execute()
  const gone = await undone(desk, made.changeId)
  expect(await people()).toEqual([])
  await undone(desk, gone)
  expect(await people()).toEqual([{ id: made.personId, firstNames: 'Bo' }])
})

test('a person with a history stays', async () => {
  const desk = await openDesk()
  const made = await inTx(desk, (tx) => createPerson(tx, desk.actor, { firstNames: 'Bo' }))
  if ('problem' in made) throw new Error(made.problem)
  await desk.db
    .insertInto('interactions')
    .values({ userIdentificationId: made.personId, originator: 'customer', channel: 'phone' })
    .execute()
  expect(await inTx(desk, (tx) => undoAnything(tx, desk.actor, made.changeId))).toEqual({
    conflict: expect.stringContaining('history'),
  })
})
