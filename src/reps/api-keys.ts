import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Db } from '../database/connection.ts'
import type { KeyRole } from '../database/tables-reps.ts'
import { findRep } from './reps.ts'
import { isKeyRole, keyRoleNames } from './roles.ts'

/** A live key: what it may do, and the rep it acts as (null: the system). */
export type ApiKey = Readonly<{ id: number; name: string; role: KeyRole; repId: number | null }>

/** Makes a key and answers its text, which is stored nowhere: only its hash is. Names of live keys are distinct. */
export async function createApiKey(
  db: Db,
  wish: { name: string; role: string; repEmail?: string | undefined },
): Promise<{ key: string } | { problem: string }> {
  const name = wish.name.trim()
  if (name === '') return { problem: 'An API key needs a name, so that it can be revoked.' }
  if (!isKeyRole(wish.role)) return { problem: `There is no role ${wish.role}: use ${keyRoleNames.join(', ')}.` }
  const rep = wish.repEmail === undefined ? undefined : await findRep(db, wish.repEmail)
  if (wish.repEmail !== undefined && (!rep || rep.deactivatedAt))
    return { problem: `There is no active rep ${wish.repEmail}: make the account first, or leave --rep out.` }
  const taken = await db
    .selectFrom('apiKeys')
    .select('id')
    .where('name', '=', name)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  if (taken) return { problem: `A key named ${name} is in use: revoke it first, or take another name.` }
  const key = `af_${randomBytes(32).toString('base64url')}`
  await db
    .insertInto('apiKeys')
    .values({ name, role: wish.role, repId: rep?.id ?? null, keyHash: sha256(key) })
    .execute()
  return { key }
}

/** The key behind the text; undefined when there is none, it was revoked, or its rep is deactivated. */
export async function findApiKey(db: Db, key: string): Promise<ApiKey | undefined> {
  if (!/^af_[\w-]{43}$/.test(key)) return undefined
  const { rows } = await sql<ApiKey & { stale: boolean }>`
    select k.id, k.name, k.role, k.rep_id, (k.last_used_at > now() - interval '1 minute') is not true as stale
    from api_keys k left join reps r on r.id = k.rep_id
    where k.key_hash = ${sha256(key)} and k.revoked_at is null and r.deactivated_at is null`.execute(db)
  const row = rows[0]
  if (!row || !isKeyRole(row.role)) return undefined
  if (row.stale) await sql`update api_keys set last_used_at = now() where id = ${row.id}`.execute(db)
  return { id: row.id, name: row.name, role: row.role, repId: row.repId }
}

/** A key as admins see it: everything but itself. */
export type KeyLine = Readonly<{
  id: number
  name: string
  role: KeyRole
  rep: string | null
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}>

/** The live keys by name, then the ones revoked in the last 90 days. */
export async function listApiKeys(db: Db): Promise<KeyLine[]> {
  const { rows } = await sql<KeyLine>`
    select k.id, k.name, k.role, r.name as rep, k.created_at, k.last_used_at, k.revoked_at
    from api_keys k left join reps r on r.id = k.rep_id
    where k.revoked_at is null or k.revoked_at > now() - interval '90 days'
    order by k.revoked_at desc nulls first, lower(k.name) limit 500`.execute(db)
  return rows
}

/** Ends live keys of that name, or the one with that id; how many there were. */
export async function revokeApiKey(db: Db, nameOrId: string | number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('apiKeys')
    .set({ revokedAt: sql<Date>`now()` })
    .where('revokedAt', 'is', null)
    .where(typeof nameOrId === 'number' ? 'id' : 'name', '=', nameOrId)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
