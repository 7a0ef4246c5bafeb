import type { Tx } from '../database/connection.ts'
import { type RawKeeping, readRawKeeping, writeRawKeeping } from '../mail/raw-keeping.ts'
import { type Actor, recordChange } from './changes.ts'

/** Sets how long the bytes of mail are kept; null where nothing changed. */
export async function changeRawKeeping(tx: Tx, actor: Actor, keeping: RawKeeping): Promise<number | null> {
  const before = await readRawKeeping(tx)
  if (before.months === keeping.months) return null
  await writeRawKeeping(tx, keeping)
  return recordChange(tx, actor, { kind: 'settings.raw_keeping', before, after: keeping })
}

/** Takes it back where nobody changed it since. What was dropped meanwhile does not come back. */
export async function undoRawKeeping(
  tx: Tx,
  actor: Actor,
  { before, after }: { before: object; after: object },
): Promise<{ changeId: number } | { conflict: string }> {
  const conflict = { conflict: 'Somebody changed how long mail is kept since: set it anew.' }
  if ((await readRawKeeping(tx)).months !== (after as RawKeeping).months) return conflict
  const changeId = await changeRawKeeping(tx, actor, before as RawKeeping)
  return changeId === null ? conflict : { changeId }
}
