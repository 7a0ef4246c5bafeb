import { sql } from 'kysely'
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

type Made = Readonly<{ id: number; userIdentificationId: number | null; after: Record<string, unknown> }>

/**
 * Takes a new record back while nothing was said by or to the person; its history goes with it, the removal stays.
 */
export async function removePerson(tx: Tx, actor: Actor, made: Made): Promise<{ changeId: number } | Problem> {
  const id = made.userIdentificationId!
  const person = await lockPerson(tx, id)
  if (!person) return { problem: `Customer ${id} is gone.` }
  const { rows } = await sql`
    select from user_identifications p where p.id = ${id} and (
      exists (select from interactions where user_identification_id = p.id)
      or exists (select from issues where user_identification_id = p.id)
      or exists (select from changes where user_identification_id = p.id and id > ${made.id}))`.execute(tx)
  if (rows.length > 0) return { problem: `Customer ${id} has a history by now: the record stays.` }
  const before = { id, ...personValues(person) }
  await sql`delete from user_identifications where id = ${id}`.execute(tx)
  return { changeId: await recordChange(tx, actor, { kind: 'person.remove', before }) }
}

/** The same record under its old number, unless somebody took an address meanwhile. */
export async function bringPersonBack(
  tx: Tx,
  actor: Actor,
  { id, ...values }: PersonValues & { id: number },
): Promise<{ changeId: number } | Problem> {
  const problem = await personProblem(tx, id, values)
  if (problem) return { problem }
  const { rows } =
    await sql`insert into user_identifications (id) values (${id}) on conflict do nothing returning id`.execute(tx)
  if (rows.length === 0) return { problem: `Customer ${id} is back already.` }
  await updatePerson(tx, id, values)
  const change = { kind: 'person.create', userIdentificationId: id, after: values }
  return { changeId: await recordChange(tx, actor, change) }
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
