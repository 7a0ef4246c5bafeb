import type { Tx } from '../database/connection.ts'
import type { Actor } from './changes.ts'
import { changeGroup, listGroups } from './groups.ts'

/** Puts a rep into exactly these groups; retired ones are left as they are. The last change's id, for its undo. */
export async function setRepGroups(
  tx: Tx,
  actor: Actor,
  repId: number,
  wanted: ReadonlySet<number>,
): Promise<number | null> {
  let changeId: number | null = null
  for (const { id, members, retired } of await listGroups(tx)) {
    if (retired || members.includes(repId) === wanted.has(id)) continue
    const moved = wanted.has(id) ? [...members, repId] : members.filter((member) => member !== repId)
    const done = await changeGroup(tx, actor, id, { members: moved })
    if (typeof done === 'object' && 'changeId' in done) changeId = done.changeId
  }
  return changeId
}
