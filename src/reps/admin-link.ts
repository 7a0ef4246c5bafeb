import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Database, Db } from '../database/connection.ts'
import { insertRep, type NewRep, type Rep, type RepFault, repFaults } from './reps.ts'

/** One lock for "is there an admin yet", so that two who open the link at once make one admin. */
const firstAdminLock = 0x61646d6e

/**
 * A fresh one-time link that makes the first admin: 256 bits, stored hashed, 24 hours (design section 5). Earlier links
 * stay good for their time. Undefined, and every link dead, once there is an admin.
 */
export async function makeAdminLink(db: Db): Promise<string | undefined> {
  if (await hasAdmin(db)) {
    await db.deleteFrom('adminLinks').execute()
    return undefined
  }
  const token = randomBytes(32).toString('base64url')
  await db.deleteFrom('adminLinks').where('expiresAt', '<', new Date()).execute()
  await db
    .insertInto('adminLinks')
    .values({ tokenHash: sha256(token), expiresAt: new Date(Date.now() + 24 * 3600_000) })
    .execute()
  return token
}

export async function isAdminLink(db: Db, token: string): Promise<boolean> {
  const row = await db
    .selectFrom('adminLinks')
    .select('tokenHash')
    .where('tokenHash', '=', sha256(token))
    .where('expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row !== undefined && !(await hasAdmin(db))
}

/** Makes the first admin and kills every link; 'dead' when the link is wrong, old or used. */
export async function useAdminLink(
  db: Database,
  token: string,
  admin: NewRep,
): Promise<{ rep: Rep } | { faults: RepFault[] } | 'dead'> {
  if (!(await isAdminLink(db, token))) return 'dead'
  const faults = repFaults(admin)
  if (faults.length > 0) return { faults }
  const password = await hashPassword(admin.password)
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${firstAdminLock})`.execute(tx)
    if (!(await isAdminLink(tx, token))) return 'dead'
    const made = await insertRep(tx, { ...admin, password, role: 'admin' })
    if ('rep' in made) await tx.deleteFrom('adminLinks').execute()
    return made
  })
}

/** Somebody may do everything already. */
export async function hasAdmin(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('reps')
    .select('id')
    .where('role', '=', 'admin')
    .where('deactivatedAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
