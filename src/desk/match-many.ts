import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { dismissMatch, matchPerson, undoMatch } from './match-changes.ts'

/** A customer and the registered user whom the customer may be. */
export type Pair = Readonly<{ personId: number; shopUserId: number }>
export type Settled = Readonly<{ changeId: number | null; confirmed: number; dismissed: number; left: Pair[] }>

/** As many as a page of proposals shows. */
export const mostPairs = 100

type Answers = Readonly<{ confirm?: readonly Pair[]; dismiss?: readonly Pair[] }>

/**
 * Says of many proposals at once that they are the same person, or that they are not: one change with one undo. Of a
 * customer who is confirmed to be two users nothing is believed; that pair, and what is gone or merged, is left.
 */
export async function settleProposals(tx: Tx, actor: Actor, { confirm = [], dismiss = [] }: Answers): Promise<Settled> {
  const changeIds: number[] = []
  const left: Pair[] = []
  const count = { confirmed: 0, dismissed: 0 }
  const twice = (pair: Pair) => confirm.filter(({ personId }) => personId === pair.personId).length > 1
  const inOrder = (pairs: readonly Pair[]) => [...pairs].sort((a, b) => a.personId - b.personId).slice(0, mostPairs)
  for (const [name, pairs, deed] of [
    ['confirmed', inOrder(confirm), matchPerson],
    ['dismissed', inOrder(dismiss), dismissMatch],
  ] as const) {
    for (const pair of pairs) {
      const skip = name === 'confirmed' && twice(pair)
      const done = skip ? 'not found' : await deed(tx, actor, pair.personId, pair.shopUserId)
      if (done === 'not found' || !('changeId' in done)) left.push(pair)
      else if (done.changeId !== null) {
        changeIds.push(done.changeId)
        count[name]++
      }
    }
  }
  if (changeIds.length === 0) return { changeId: null, ...count, left }
  const changeId = await recordChange(tx, actor, { kind: 'person.matches', after: { changeIds, ...count } })
  return { changeId, ...count, left }
}

/** Takes back each answer that nobody changed since; a sentence where there is none. The undo can be undone. */
export async function undoProposals(
  tx: Tx,
  actor: Actor,
  change: { after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const { changeIds, ...count } = change.after as { changeIds: number[] }
  const done: number[] = []
  for (const id of [...changeIds].reverse()) {
    const part = await tx.selectFrom('changes').selectAll().where('id', '=', id).executeTakeFirst()
    const taken = part && !part.undoneAt ? await undoMatch(tx, actor, part) : undefined
    if (taken && 'changeId' in taken) {
      done.push(taken.changeId)
      await tx.updateTable('changes').set({ undoneAt: new Date() }).where('id', '=', id).execute()
    }
  }
  if (done.length === 0)
    return { conflict: 'Every one of these customers was matched anew since: look at each of them.' }
  return { changeId: await recordChange(tx, actor, { kind: 'person.matches', after: { changeIds: done, ...count } }) }
}
