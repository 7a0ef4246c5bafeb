import type { Db } from '../../src/database/connection.ts'
import { addressKey } from '../../src/mail/address.ts'

/** A person with an address, straight into the tables: for tests that are not about making people. */
export async function aPerson(
  db: Db,
  email = `ann${Math.random().toString(36).slice(2)}@customer.test`,
  name = 'Ann Lee',
) {
  const [firstNames = '', lastName = ''] = name.split(' ')
  const { id } = await db
    .insertInto('userIdentifications')
    .values({ firstNames, lastName })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('userIdentificationEmails')
    .values({ address: email, addressKey: addressKey(email), userIdentificationId: id })
    .execute()
  return id
}

export async function aRep(db: Db, name = 'Rosa Rep', email = `${Math.random().toString(36).slice(2)}@desk.test`) {
  const row = await db.insertInto('reps').values({ name, email }).returning('id').executeTakeFirstOrThrow()
  return row.id
}

type IssueFacts = { subject?: string; personId?: number; closed?: boolean; at?: Date; types?: string[] }

export async function anIssue(db: Db, facts: IssueFacts = {}) {
  const row = await db
    .insertInto('issues')
    .values({
      userIdentificationId: facts.personId ?? (await aPerson(db)),
      subject: facts.subject ?? 'Where is my kettle?',
      closedAt: facts.closed ? new Date() : null,
      lastActivityAt: facts.at ?? new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const type of facts.types ?? []) await db.insertInto('issueTypes').values({ issueId: row.id, type }).execute()
  return row.id
}

export async function aGroup(db: Db, name = 'Returns') {
  const row = await db.insertInto('groups').values({ name }).returning('id').executeTakeFirstOrThrow()
  return row.id
}
