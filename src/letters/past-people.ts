import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { identify } from '../people/identify.ts'
import { broughtRows, markBrought, type PastSource } from './past-source.ts'

export type PastPerson = Readonly<{
  externalId: string
  name: string
  emails: readonly string[]
  phone?: string | undefined
}>

const mostAddresses = 50

/**
 * The record of a customer of another helpdesk, made where nobody has the address; 'erased' for who was erased here,
 * who is not brought back. Further addresses join the record unless somebody else has them.
 */
export async function bringPerson(
  tx: Tx,
  { source }: Pick<PastSource, 'source'>,
  person: PastPerson,
): Promise<{ id: number; made: boolean } | 'erased'> {
  const known = (await broughtRows(tx, source, 'person', [person.externalId])).get(person.externalId)
  if (known !== undefined) {
    const heir = await livingRecord(tx, known)
    return heir === undefined ? 'erased' : { id: heir, made: false }
  }
  const emails = person.emails.map(cleanAddress).filter(Boolean).slice(0, mostAddresses)
  const name = person.name.replaceAll('\0', '').replace(/\s+/g, ' ').slice(0, 200)
  const before = await newestRecord(tx)
  const [found] = await identify(tx, [{ name, address: emails[0] ?? '' }])
  const id = (await livingRecord(tx, found!)) ?? found!
  for (const address of emails.slice(1))
    await tx
      .insertInto('userIdentificationEmails')
      .values({ address, addressKey: addressKey(address), userIdentificationId: id })
      .onConflict((c) => c.doNothing())
      .execute()
  const phone = (person.phone ?? '').replaceAll('\0', '').toWellFormed().trim().slice(0, 100)
  if (phone) await sql`update user_identifications set phone = ${phone} where id = ${id} and phone = ''`.execute(tx)
  await markBrought(tx, source, 'person', [[person.externalId, id]])
  return { id, made: id > before }
}

function cleanAddress(text: string): string {
  const address = text.replaceAll('\0', '').toWellFormed().trim()
  return /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(address) ? address : ''
}

/** Where a record stands now, if it was merged; undefined for an erased one, and for none. */
async function livingRecord(tx: Tx, id: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    with recursive heir as (
      select id, merged_into_id, erased_at from user_identifications where id = ${id}
      union select p.id, p.merged_into_id, p.erased_at from heir h join user_identifications p on p.id = h.merged_into_id
    )
    select id from heir where merged_into_id is null and erased_at is null`.execute(tx)
  return rows[0]?.id
}

async function newestRecord(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`select coalesce(max(id), 0)::int as id from user_identifications`.execute(
    tx,
  )
  return rows[0]!.id
}
