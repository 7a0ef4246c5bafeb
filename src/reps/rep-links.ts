import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Database, Db, Tx } from '../database/connection.ts'
import { type PasswordFault, passwordFault } from './passwords.ts'
import { setPassword } from './reps.ts'

export type LinkPurpose = 'invite' | 'reset'
/** Whose link it is, and what for. */
export type RepLink = Readonly<{ repId: number; purpose: LinkPurpose; name: string; email: string }>

/** How long a link is good, in hours. */
export const linkHours: Readonly<Record<LinkPurpose, number>> = { invite: 72, reset: 24 }

/** A fresh one-time link of 256 bits, of which only the hash is stored; earlier ones of the rep are dead. */
export async function makeRepLink(tx: Tx, repId: number, purpose: LinkPurpose): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await dropRepLinks(tx, repId)
  await tx
    .insertInto('repLinks')
    .values({
      tokenHash: sha256(token),
      repId,
      purpose,
      expiresAt: new Date(Date.now() + linkHours[purpose] * 3600_000),
    })
    .execute()
  return token
}

export async function dropRepLinks(tx: Tx, repId: number): Promise<void> {
  await tx.deleteFrom('repLinks').where('repId', '=', repId).execute()
}

/** Undefined when it is wrong, old or used, or its rep deactivated. */
export async function findRepLink(db: Db, token: string): Promise<RepLink | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined
  return db
    .selectFrom('repLinks')
    .innerJoin('reps', 'reps.id', 'repLinks.repId')
    .select(['repLinks.repId', 'purpose', 'name', 'email'])
    .where('tokenHash', '=', sha256(token))
    .where('expiresAt', '>', sql<Date>`now()`)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst()
}

/** Sets the password (and the name, for an invitation), ends all sessions of the rep, and kills the link. */
export async function useRepLink(
  db: Database,
  token: string,
  wish: { name: string; password: string },
): Promise<{ email: string } | { faults: ('name' | PasswordFault)[] } | 'dead'> {
  const link = await findRepLink(db, token)
  if (!link) return 'dead'
  const name = (link.purpose === 'invite' ? wish.name : link.name).trim().slice(0, 200)
  const fault = passwordFault(wish.password, [name, link.email])
  const faults = [...(name === '' ? ['name' as const] : []), ...(fault ? [fault] : [])]
  if (faults.length > 0) return { faults }
  const password = await hashPassword(wish.password)
  return db.transaction().execute(async (tx) => {
    const used = await tx.deleteFrom('repLinks').where('tokenHash', '=', sha256(token)).executeTakeFirst()
    if (Number(used.numDeletedRows) === 0) return 'dead'
    await dropRepLinks(tx, link.repId)
    await tx.updateTable('reps').set({ name }).where('id', '=', link.repId).execute()
    await setPassword(tx, link.repId, password)
    await tx.deleteFrom('sessions').where('userId', '=', link.repId).execute()
    return { email: link.email }
  })
}
