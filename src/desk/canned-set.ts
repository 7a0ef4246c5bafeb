import type { Tx } from '../database/connection.ts'
import { lockCanned, writeCanned } from './canned-changes.ts'
import { type Actor, recordChange } from './changes.ts'

/** Several responses that came by one click, as one change; null for none. */
export async function recordCannedSet(tx: Tx, actor: Actor, ids: readonly number[]): Promise<number | null> {
  if (ids.length === 0) return null
  return recordChange(tx, actor, { kind: 'canned.suggested', after: { count: ids.length, cannedIds: [...ids] } })
}

/** Takes them away again, but those that somebody changed since. */
export async function undoCannedSet(
  tx: Tx,
  actor: Actor,
  { after }: Readonly<{ after: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  let changeId: number | null = null
  for (const id of after.cannedIds as number[]) {
    const now = await lockCanned(tx, id)
    if (now?.version !== 1 || now.values.deleted) continue
    // Who may undo what is shared was asked at the door (undoDeed).
    const done = await writeCanned(tx, { actor, admin: true }, id, { deleted: true })
    if (typeof done === 'object' && 'changeId' in done) changeId = done.changeId
  }
  if (changeId === null) return { conflict: 'Every one of these responses was changed or taken away since.' }
  return { changeId }
}
