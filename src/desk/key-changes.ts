import type { Tx } from '../database/connection.ts'
import { createApiKey, revokeApiKey } from '../reps/api-keys.ts'
import { type Actor, recordChange } from './changes.ts'

/** Makes a key, with a line in the history; the key itself is in the answer alone. */
export async function makeKey(
  tx: Tx,
  actor: Actor,
  wish: { name: string; role: string; repEmail?: string | undefined },
): Promise<{ key: string; changeId: number } | { problem: string }> {
  const made = await createApiKey(tx, wish)
  if ('problem' in made) return made
  const after = { name: wish.name.trim(), role: wish.role }
  return { key: made.key, changeId: await recordChange(tx, actor, { kind: 'api_key.create', after }) }
}

/** Ends a key for good: whoever had it may have copied it, so that there is no undo. */
export async function endKey(tx: Tx, actor: Actor, id: number): Promise<{ changeId: number } | 'not found'> {
  const key = await tx.selectFrom('apiKeys').select(['name', 'role']).where('id', '=', id).executeTakeFirst()
  if (!key || (await revokeApiKey(tx, id)) === 0) return 'not found'
  return { changeId: await recordChange(tx, actor, { kind: 'api_key.revoke', after: { id, ...key } }) }
}
