import type { Tx } from '../database/connection.ts'
import type { PersonValues } from '../people/change-person.ts'
import type { Actor } from './changes.ts'
import { undoMatch } from './match-changes.ts'
import { mergePeople, type PeopleMerge, unmergePeople } from './merge-people.ts'
import { bringPersonBack, removePerson } from './person-changes.ts'

type Change = Readonly<{
  id: number
  kind: string
  userIdentificationId: number | null
  before: Record<string, unknown>
  after: Record<string, unknown>
}>

/** Takes back that a record came, went, was matched or merged. */
export async function undoRecord(
  tx: Tx,
  actor: Actor,
  change: Change,
): Promise<{ changeId: number } | { conflict: string }> {
  switch (change.kind) {
    case 'person.create':
      return asTaken(await removePerson(tx, actor, change))
    case 'person.remove':
      return asTaken(await bringPersonBack(tx, actor, change.before as PersonValues & { id: number }))
    case 'person.merge':
      return unmergePeople(tx, actor, change.after as PeopleMerge)
    case 'person.unmerge': {
      const { from, into } = change.after as { from: number; into: number }
      return asTaken(await mergePeople(tx, actor, from, into))
    }
    default:
      return undoMatch(tx, actor, change)
  }
}

function asTaken(result: { changeId: number } | { problem: string } | 'not found') {
  if (result === 'not found') return { conflict: 'The customer is gone.' }
  return 'problem' in result ? { conflict: result.problem } : result
}
