import { z } from '@hono/zod-openapi'
import type { Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import { personOf } from '../desk/who.ts'
import { getPerson } from '../people/people.ts'
import { id, text } from './fields.ts'
import { Refusal } from './problems.ts'

/** A person typed instead of named by id. */
export const typedPerson = z.strictObject({
  firstNames: text(200).optional(),
  lastName: text(200).optional(),
  email: text(254).optional(),
  phone: text(100).optional(),
  postalCode: text(40).optional(),
  other: text(2000).optional(),
})

/** `personId` or `person`, exactly one of them; spread into a body. */
export const whose = { personId: id.optional(), person: typedPerson.optional() }

type Whose = { personId?: number | undefined; person?: z.output<typeof typedPerson> | undefined }

/** The person that a body means: the one with that id, the registered user or record with that address, or a new record. */
export async function personFor(tx: Tx, actor: Actor, { personId, person }: Whose): Promise<number> {
  if ((personId === undefined) === (person === undefined))
    throw new Refusal(422, 'Say whose it is by personId or by person, one of the two.')
  if (personId !== undefined) {
    if (!(await getPerson(tx, personId)))
      throw new Refusal(422, `There is no customer ${personId}: send person instead.`)
    return personId
  }
  const found = await personOf(tx, actor, { clues: person ?? {} })
  if ('problem' in found) throw new Refusal(422, found.problem)
  return found.personId
}
