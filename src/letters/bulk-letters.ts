import type { Tx } from '../database/connection.ts'
import { type Actor, lastChangeId, recordChange } from '../desk/changes.ts'
import { cancelLetter, dismissFailure, retryLetter } from './letters.ts'

export const letterDeeds = ['retry', 'cancel', 'dismiss'] as const
export type LetterDeed = (typeof letterDeeds)[number]
export const mostLetters = 200

/** For how many letters it was done; the others went on meanwhile, or there was nothing to do. One undo for all. */
export type BulkDone = Readonly<{ done: number; left: number; changeId: number | null }>

/**
 * Tries letters again, keeps them from going, or takes them off the list of failures; each as it would be alone, all or
 * none in the caller's transaction.
 */
export async function bulkLetters(
  tx: Tx,
  actor: Actor,
  { deed, ids }: { deed: LetterDeed; ids: readonly number[] },
): Promise<BulkDone> {
  const wanted = [...new Set(ids)].sort((a, b) => a - b).slice(0, mostLetters)
  const parts: number[] = []
  for (const id of wanted) {
    const result = await deeds[deed](tx, actor, id)
    if (result === 'queued' || result === 'cancelled' || result === 'dismissed') parts.push(await lastChangeId(tx))
  }
  const counted = { done: parts.length, left: ids.length - parts.length }
  if (parts.length === 0) return { ...counted, changeId: null }
  const after = { deed, letters: parts.length, parts }
  return { ...counted, changeId: await recordChange(tx, actor, { kind: 'letter.bulk', after }) }
}

const deeds = { retry: retryLetter, cancel: cancelLetter, dismiss: dismissFailure } as const
