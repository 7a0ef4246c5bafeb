import { z } from '@hono/zod-openapi'
import type { Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import { createPerson } from '../desk/person-changes.ts'
import { getPerson, listPeople } from '../people/people.ts'
import { id, text } from './fields.ts'
import { Refusal } from './problems.ts'

/** A person typed instead of named by id. */
const typedPerson = z.strictObject({
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

/** The person that a body means: the one with that id, the owner of that address, or a new record. */
export async function personFor(tx: Tx, actor: Actor, { personId, person }: Whose): Promise<number> {
  if ((personId === undefined) === (person === undefined))
    throw new Refusal(422, 'Say whose it is by personId or by person, one of the two.')
  if (personId !== undefined) {
    if (!(await getPerson(tx, personId)))
      throw new Refusal(422, `There is no customer ${personId}: send person instead.`)
    return personId
  }
  const { email, ...fields } = person ?? {}
  const known = await ownerOf(tx, email)
  if (known) return known
  const made = await createPerson(tx, actor, { ...fields, ...(email && { emails: [email] }) })
  if (!('problem' in made)) return made.personId
  const winner = await ownerOf(tx, email) // the same person, made by another request at this moment
  if (!winner) throw new Refusal(422, made.problem)
  return winner
}

async function ownerOf(tx: Tx, email: string | undefined): Promise<number | undefined> {
  return email ? (await listPeople(tx, { email }, { limit: 1 })).items[0]?.id : undefined
}
