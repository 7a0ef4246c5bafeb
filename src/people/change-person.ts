import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { getPerson, type Person } from './people.ts'

/** What a rep may write of a person. `emails` are all their addresses, in order. */
export type PersonFields = Readonly<{
  firstNames?: string | undefined
  lastName?: string | undefined
  emails?: readonly string[] | undefined
  phone?: string | undefined
  postalCode?: string | undefined
  other?: string | undefined
}>

export type PersonValues = {
  firstNames: string
  lastName: string
  emails: string[]
  phone: string
  postalCode: string
  other: string
}

/** The person as they are now, locked until the transaction ends. */
export async function lockPerson(tx: Tx, id: number): Promise<Person | undefined> {
  await sql`select from user_identifications where id = ${id} for update`.execute(tx)
  return getPerson(tx, id)
}

/** Trimmed; addresses each once by their key. */
export function cleanPerson({ emails, ...fields }: PersonFields): Partial<PersonValues> {
  const entries = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const clean: Partial<PersonValues> = Object.fromEntries(entries.map(([key, text]) => [key, text.trim()]))
  if (emails) clean.emails = [...new Map(emails.map((e) => [addressKey(e), e.trim()] as const)).values()]
  return clean
}

/** Why the fields cannot be written for this person (0: a new one); an address has one owner. */
export async function personProblem(tx: Tx, id: number, fields: Partial<PersonValues>): Promise<string | undefined> {
  const emails = fields.emails ?? []
  const odd = emails.find((email) => !/^[^\s@<>,]+@[^\s@<>,]+$/.test(email) || email.length > 254)
  if (odd !== undefined) return `“${odd.slice(0, 80)}” is not an e-mail address: write it like ann@example.com.`
  if (emails.length > 50) return `A person has at most 50 addresses, these are ${emails.length}.`
  if (emails.length === 0) return undefined
  const taken = await tx
    .selectFrom('userIdentificationEmails')
    .select(['address', 'userIdentificationId as owner'])
    .where('addressKey', 'in', emails.map(addressKey))
    .where('userIdentificationId', '<>', id)
    .executeTakeFirst()
  return (
    taken &&
    `${taken.address} belongs to customer ${taken.owner}: take it from there first, or work on with customer ${taken.owner}.`
  )
}

/** Writes a new record whose fields were checked before; undefined when somebody took an address at this moment. */
export async function insertPerson(
  tx: Tx,
  { emails = [], ...fields }: Partial<PersonValues>,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into user_identifications (first_names, last_name, phone, postal_code, other)
    values (${fields.firstNames ?? ''}, ${fields.lastName ?? ''}, ${fields.phone ?? ''}, ${fields.postalCode ?? ''}, ${fields.other ?? ''})
    returning id`.execute(tx)
  const id = rows[0]!.id
  if (await writeEmails(tx, id, emails)) return id
  await sql`delete from user_identifications where id = ${id}`.execute(tx)
  return undefined
}

/** Writes some fields and the next version. */
export async function updatePerson(tx: Tx, id: number, { emails, ...fields }: Partial<PersonValues>): Promise<void> {
  await tx
    .updateTable('userIdentifications')
    .set((e) => ({ ...fields, updatedAt: new Date(), version: e('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  if (emails && !(await writeEmails(tx, id, emails)))
    throw Object.assign(new Error('Somebody took an address at this moment: try again.'), { code: '40001' })
}

/** False when one of them has another owner. Their order is that of created_at, a microsecond apart: the first is the one that letters go to. */
async function writeEmails(tx: Tx, id: number, emails: readonly string[]): Promise<boolean> {
  const keys = emails.map(addressKey)
  await sql`delete from user_identification_emails where user_identification_id = ${id} and address_key <> all (${keys}::text[])`.execute(
    tx,
  )
  const { numAffectedRows } =
    await sql`insert into user_identification_emails (address_key, address, user_identification_id, created_at)
    select k, a, ${id}, now() + n * interval '1 microsecond'
    from unnest(${keys}::text[], ${[...emails]}::text[]) with ordinality as x (k, a, n)
    on conflict (address_key) do update set address = excluded.address, created_at = excluded.created_at
      where user_identification_emails.user_identification_id = excluded.user_identification_id`.execute(tx)
  return Number(numAffectedRows) === keys.length
}
