import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { cleanPerson, type PersonFields } from '../people/change-person.ts'
import { type Clues, registeredUser } from '../people/match.ts'
import { getPerson } from '../people/people.ts'
import { recordOf } from '../people/records.ts'
import { findShopUsers } from '../shop/users.ts'
import type { Actor } from './changes.ts'
import { matchPerson } from './match-changes.ts'
import { changePerson, createPerson } from './person-changes.ts'

/** Who was chosen, if anyone, and what was typed of them. */
export type Who = Readonly<{ personId?: number | undefined; shopUserId?: number | undefined; clues: Clues }>

/**
 * The record that something is recorded for: the chosen one; of a registered user the first record, made where there
 * is none; the owner of the address; else a new record with all that was typed. A chosen record learns what it lacked.
 */
export async function personOf(
  tx: Tx,
  actor: Actor,
  { personId, shopUserId, clues }: Who,
): Promise<{ personId: number } | { problem: string }> {
  if (personId !== undefined) {
    const id = await standing(tx, personId)
    if (id === undefined) return { problem: `There is no customer ${personId}: choose another one.` }
    await learn(tx, actor, id, clues)
    return { personId: id }
  }
  const user = shopUserId ?? (clues.email ? await registeredUser(tx, clues.email) : undefined)
  const known = await recordOf(tx, {
    shopUserId: user ?? null,
    email: user === undefined ? addressKey(clues.email ?? '') : '',
  })
  if (known !== undefined) {
    await learn(tx, actor, known, clues)
    return { personId: known }
  }
  return user === undefined ? newPerson(tx, actor, clues) : newRecordOf(tx, actor, user, clues)
}

/** Where a record is merged into another one, that one. */
async function standing(tx: Tx, id: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select coalesce(merged_into_id, id) as id from user_identifications where id = ${id}`.execute(tx)
  return rows[0]?.id
}

async function newPerson(tx: Tx, actor: Actor, clues: Clues) {
  const made = await createPerson(tx, actor, fieldsOf(clues))
  if (!('problem' in made)) return made
  // The same person may have been made by another request at this moment.
  const winner = clues.email ? await recordOf(tx, { shopUserId: null, email: addressKey(clues.email) }) : undefined
  return winner === undefined ? made : { personId: winner }
}

/** The registered user's own name stands for what was not typed; the match is in the history. */
async function newRecordOf(tx: Tx, actor: Actor, shopUserId: number, clues: Clues) {
  const [user] = await findShopUsers(tx, { ids: [shopUserId] })
  if (!user) return { problem: `There is no registered user ${shopUserId}: choose another one.` }
  const { firstNames, lastName, email } = user
  const taken = email ? await recordOf(tx, { shopUserId: null, email: addressKey(email) }) : undefined
  const made =
    taken === undefined
      ? await createPerson(tx, actor, {
          ...fieldsOf({ ...clues, email: undefined }),
          firstNames,
          lastName,
          ...(email && { emails: [email] }),
        })
      : { personId: taken }
  if ('problem' in made) return made
  await matchPerson(tx, actor, made.personId, shopUserId)
  await learn(tx, actor, made.personId, clues)
  return made
}

/** Adds an address that nobody has, and what the record lacks; what it says already stays. */
async function learn(tx: Tx, actor: Actor, id: number, clues: Clues) {
  const person = await getPerson(tx, id)
  if (!person) return
  const { emails = [], ...typed } = cleanPerson(fieldsOf(clues))
  const named = Boolean(person.firstNames || person.lastName)
  const news = Object.entries(typed).filter(
    ([key, text]) => text && !person[key as keyof typeof typed] && !(named && /Name/.test(key)),
  )
  const [email] = emails
  const free = email && (await recordOf(tx, { shopUserId: null, email: addressKey(email) })) === undefined
  const fields = { ...Object.fromEntries(news), ...(free && { emails: [...person.emails, email] }) }
  if (Object.keys(fields).length > 0) await changePerson(tx, actor, id, fields)
}

function fieldsOf({ email, ...clues }: Clues): PersonFields {
  return { ...clues, ...(email?.trim() && { emails: [email] }) }
}
