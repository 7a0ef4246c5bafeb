import type { Tx } from '../database/connection.ts'
import {
  cleanPerson,
  insertPerson,
  lockPerson,
  type PersonFields,
  type PersonValues,
  personProblem,
  updatePerson,
} from '../people/change-person.ts'
import { getPerson, type Person } from '../people/people.ts'
import { type Actor, recordChange } from './changes.ts'
import type { Conflict } from './issue-patch.ts'
import { differing, pick } from './issue-values.ts'

type Problem = Readonly<{ problem: string }>

/** Writes a new user identification record. An address that has an owner is a problem that names the owner. */
export async function createPerson(
  tx: Tx,
  actor: Actor,
  fields: PersonFields,
): Promise<{ personId: number; changeId: number } | Problem> {
  const values = cleanPerson(fields)
  const problem = (await personProblem(tx, 0, values)) ?? emptyProblem(values)
  if (problem) return { problem }
  const personId = await insertPerson(tx, values)
  if (personId === undefined)
    return { problem: (await personProblem(tx, 0, values)) ?? 'The address is taken: try again.' }
  const change = { kind: 'person.create', userIdentificationId: personId, after: values }
  return { personId, changeId: await recordChange(tx, actor, change) }
}

/** Changes a record; with `version`, the version that the caller saw, a newer one is a conflict. `emails` are all. */
export async function changePerson(
  tx: Tx,
  actor: Actor,
  id: number,
  patch: PersonFields & { version?: number | undefined },
): Promise<'not found' | { conflict: Conflict } | Problem | { changeId: number | null; person: Person }> {
  const { version, ...fields } = patch
  const person = await lockPerson(tx, id)
  if (!person) return 'not found'
  const now = personValues(person)
  const wanted = cleanPerson(fields)
  const after = differing(now, wanted)
  if (version !== undefined && version !== person.version) return { conflict: conflictOf(now, wanted) }
  const problem = await personProblem(tx, id, after)
  if (problem) return { problem }
  if (Object.keys(after).length === 0) return { changeId: null, person }
  await updatePerson(tx, id, after)
  const before = pick(now, after)
  const changeId = await recordChange(tx, actor, { kind: 'person.update', userIdentificationId: id, before, after })
  return { changeId, person: (await getPerson(tx, id))! }
}

/** The fields that a rep may write, as the history keeps them. */
export function personValues(person: Person): PersonValues {
  const { firstNames, lastName, emails, phone, postalCode, other } = person
  return { firstNames, lastName, emails, phone, postalCode, other }
}

function conflictOf(now: PersonValues, wanted: Partial<PersonValues>): Conflict {
  const differs = differing(now, wanted)
  return Object.fromEntries(
    Object.entries(differs).map(([key, yours]) => [key, { yours, theirs: now[key as keyof PersonValues] }]),
  )
}

function emptyProblem(values: Partial<PersonValues>): string | undefined {
  const known = Object.values(values).some((value) => value.length > 0)
  return known ? undefined : 'Nothing is known of this person: give a name, an address, a phone number or another clue.'
}
