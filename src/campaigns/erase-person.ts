import { sql } from 'kysely'
import { eraseCertificates } from '../certificates/claims.ts'
import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { type Customer, findCustomer, recordIds } from '../desk/customer.ts'
import { type Erased, eraseChanges, eraseWords } from '../desk/erase-words.ts'
import { eraseDrafts, eraseLetters, lettersGoing } from '../letters/erase-letters.ts'
import { forgetWords, wordsOf } from '../letters/erase-search.ts'
import { addressKey } from '../mail/address.ts'
import { dropBlobs, eraseMail, forgetAddresses } from '../mail/erase-mail.ts'
import { eraseConsent } from '../people/erase-consent.ts'
import { addErasures, addressHashes, blankPeople } from '../people/erasures.ts'
import type { Secrets } from '../settings/secret.ts'
import { eraseBuyer } from '../shop/erase-buyer.ts'
import { eraseRecipients, recipientRowsOf } from './erase-recipients.ts'

/** How much goes; counted to 10,000 each. */
export type ErasureCounts = Readonly<{
  records: number
  mails: number
  letters: number
  attachments: number
  interactions: number
  issues: number
  notes: number
  changes: number
}>

/** What stays of an erased person, by the names of the reasons. */
export const whatStays = ['amounts', 'ids', 'hash', 'others', 'shop', 'backups'] as const

const countedTo = 10_000

/** What an erasure would take, for a person to see first. */
export async function countErasure(db: Db, customer: Customer): Promise<ErasureCounts> {
  const people = sql`any(${recordIds(customer)}::int[])`
  const count = (from: ReturnType<typeof sql>) =>
    sql`(select count(*)::int from (select ${from} limit ${countedTo}) counted)`
  const { rows } = await sql<ErasureCounts>`select ${customer.records.length}::int as records,
    ${count(sql`from emails e join interactions n on n.id = e.interaction_id where n.user_identification_id = ${people}`)} as mails,
    ${count(sql`from letters l join interactions n on n.id = l.interaction_id where n.user_identification_id = ${people}`)} as letters,
    ${count(sql`from interactions n left join emails e on e.interaction_id = n.id left join letters l on l.interaction_id = n.id
      join attachments a on a.email_id = e.id or a.letter_id = l.id where n.user_identification_id = ${people}`)} as attachments,
    ${count(sql`from interactions where user_identification_id = ${people}`)} as interactions,
    ${count(sql`from issues where user_identification_id = ${people}`)} as issues,
    ${count(sql`from person_notes where user_identification_id = ${people}`)} as notes,
    ${count(sql`from changes where user_identification_id = ${people}
      or issue_id in (select id from issues where user_identification_id = ${people})`)} as changes`.execute(db)
  return rows[0]!
}

/**
 * Erases a person with all their records, for ever (design promise 6): raw mail, letters, files, notes, what search
 * holds, their values in the history. Amounts, dates and numbers stay, and a keyed hash of each address. 'sending'
 * while a letter of theirs is on its way. Slow, and rare.
 */
export async function erasePerson(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  id: number,
): Promise<'not found' | 'sending' | { erased: ErasureCounts; changeId: number }> {
  await sql`set local statement_timeout = '10min'`.execute(tx)
  await sql`select from user_identifications where id = ${id} for update`.execute(tx)
  const customer = await findCustomer(tx, id)
  if (!customer) return 'not found'
  const erased = await whatOf(tx, customer)
  const recipients = await recipientRowsOf(tx, erased)
  if (recipients.going || (await lettersGoing(tx, erased.interactionIds))) return 'sending'
  const counts = await countErasure(tx, customer)
  await eraseRecipients(tx, recipients.ids, erased.addressKeys)
  await eraseAll(tx, customer, erased)
  await addErasures(
    tx,
    customer.records.map((record) => ({
      personId: record.id,
      addressHashes: record.emails.map((email) => addressHashes(secrets, email)[0]!),
      repId: actor.repId,
    })),
  )
  const change = { kind: 'person.erase', userIdentificationId: id, after: counts }
  return { erased: counts, changeId: await recordChange(tx, actor, change) }
}

async function whatOf(tx: Tx, customer: Customer): Promise<Erased> {
  const personIds = recordIds(customer)
  const idsOf = async (table: 'interactions' | 'issues') =>
    (await tx.selectFrom(table).select('id').where('userIdentificationId', 'in', personIds).execute()).map(
      ({ id }) => id,
    )
  const addressKeys = [...new Set(customer.buyer.emails.map(addressKey))]
  return { personIds, interactionIds: await idsOf('interactions'), issueIds: await idsOf('issues'), addressKeys }
}

async function eraseAll(tx: Tx, customer: Customer, erased: Erased): Promise<void> {
  const { interactionIds, addressKeys, personIds } = erased
  const words = await wordsOf(tx, interactionIds)
  const blobs = [...(await eraseMail(tx, interactionIds, addressKeys)), ...(await eraseLetters(tx, interactionIds))]
  await dropBlobs(tx, blobs)
  await eraseDrafts(tx, erased)
  await eraseWords(tx, erased)
  await forgetAddresses(tx, addressKeys)
  await eraseCertificates(tx, personIds, addressKeys)
  await eraseBuyer(tx, customer.buyer.shopUserIds, addressKeys)
  await eraseConsent(tx, addressKeys)
  await eraseChanges(tx, erased)
  await blankPeople(tx, personIds)
  await forgetWords(tx, words)
}
