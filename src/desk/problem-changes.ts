import type { Tx } from '../database/connection.ts'
import { resolveProblem } from '../shop/problems.ts'
import { type Actor, recordChange } from './changes.ts'

/** Marks a problem of the shop resolved, or open again, and writes that into the history; 'settled already' else. */
export async function settleProblem(
  tx: Tx,
  actor: Actor,
  id: number,
  resolved: boolean,
): Promise<{ changeId: number } | 'settled already'> {
  if (!(await resolveProblem(tx, id, resolved, actor.repId))) return 'settled already'
  const kind = resolved ? 'problem.resolve' : 'problem.reopen'
  return { changeId: await recordChange(tx, actor, { kind, after: { id } }) }
}

/** Takes either back by doing the other. */
export async function undoProblem(tx: Tx, actor: Actor, change: { kind: string; after: Record<string, unknown> }) {
  const { id } = change.after as { id: number }
  const done = await settleProblem(tx, actor, id, change.kind !== 'problem.resolve')
  return done === 'settled already' ? { conflict: `Somebody else settled problem ${id} since.` } : done
}
