import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { addErasures, addressHashes, type Erasure, listErasures } from '../people/erasures.ts'
import type { Secrets } from '../settings/secret.ts'
import { erasePerson } from './erase-person.ts'

/**
 * Erases again whom the list names, after a restore of an older backup: `known` is the list as it was before the
 * restore, joined with the one in the backup. Somebody is erased who has one of the addresses; by the number alone
 * where no address was known. Answers how many were. May run many times.
 */
export async function replayErasures(db: Database, secrets: Secrets, known: readonly Erasure[] = []): Promise<number> {
  await db.transaction().execute((tx) => addErasures(tx, known))
  const erasures = await listErasures(db)
  let replayed = 0
  for (const erasure of erasures) {
    for (const id of await stillThere(db, secrets, erasure)) {
      const actor = { kind: 'system', repId: null } as const
      const done = await db.transaction().execute((tx) => erasePerson(tx, secrets, actor, id))
      if (typeof done === 'object') replayed++
    }
  }
  return replayed
}

/** Addresses are compared here, since the database cannot hash them. */
async function stillThere(db: Database, secrets: Secrets, erasure: Erasure): Promise<number[]> {
  const { rows } = await sql<{ id: number; emails: string[] }>`
    select p.id, array(select address from user_identification_emails m where m.user_identification_id = p.id) as emails
    from user_identifications p where p.id = ${erasure.personId} and p.erased_at is null`.execute(db)
  const wanted = new Set(erasure.addressHashes.map((one) => one.toString('hex')))
  return rows
    .filter(
      ({ emails }) =>
        wanted.size === 0 ||
        emails.some((email) => addressHashes(secrets, email).some((one) => wanted.has(one.toString('hex')))),
    )
    .map((row) => row.id)
}
