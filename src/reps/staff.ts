import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { Role } from '../database/tables-reps.ts'

/** A rep as admins see one. `invited`: has never had a way in. */
export type StaffLine = Readonly<{
  id: number
  name: string
  email: string
  role: Role
  deactivatedAt: Date | null
  secured: boolean
  invited: boolean
  linkUntil: Date | null
  seenAt: Date | null
  groups: readonly string[]
}>

/** Everybody, the active ones first, then by name; or the one with that id. */
export async function listStaff(db: Db, id: number | null = null): Promise<StaffLine[]> {
  const { rows } = await sql<StaffLine>`
    select r.id, r.name, r.email, r.role, r.deactivated_at, r.two_factor_enabled as secured,
      not exists (select from accounts a where a.user_id = r.id) as invited,
      (select max(l.expires_at) from rep_links l where l.rep_id = r.id and l.expires_at > now()) as link_until,
      greatest(v.seen_at, (select max(s.last_used_at) from sessions s where s.user_id = r.id)) as seen_at,
      array(select g.name from groups g join group_members m on m.group_id = g.id
        where m.rep_id = r.id order by lower(g.name)) as groups
    from reps r left join rep_visits v on v.rep_id = r.id
    where ${id}::int is null or r.id = ${id}::int
    order by r.deactivated_at is not null, lower(r.name), r.id limit 2000`.execute(db)
  return rows
}

export async function getStaff(db: Db, id: number): Promise<StaffLine | undefined> {
  return (await listStaff(db, id))[0]
}

/** The row, locked, so that two admins do not demote each other at once. */
export async function lockRep(tx: Tx, id: number) {
  await sql`select from reps where role = 'admin' order by id for update`.execute(tx)
  return tx
    .selectFrom('reps')
    .select(['id', 'name', 'email', 'role', 'deactivatedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Whether an admin who can sign in is left beside this rep. */
export async function otherAdmin(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql`select from reps r where role = 'admin' and deactivated_at is null and id <> ${id}
    and exists (select from accounts a where a.user_id = r.id) limit 1`.execute(tx)
  return rows.length > 0
}

/** Turns the second step off, for somebody who lost both phone and codes. */
export async function dropSecondStep(tx: Tx, id: number): Promise<boolean> {
  await tx.updateTable('reps').set({ twoFactorEnabled: false }).where('id', '=', id).execute()
  const { numDeletedRows } = await tx.deleteFrom('twoFactors').where('userId', '=', id).executeTakeFirst()
  return Number(numDeletedRows) > 0
}

/** Ends whatever opens the desk for a rep; the ids of the keys that were live. */
export async function shutOut(tx: Tx, id: number): Promise<number[]> {
  await tx.deleteFrom('sessions').where('userId', '=', id).execute()
  await tx.deleteFrom('repLinks').where('repId', '=', id).execute()
  const keys = await tx
    .updateTable('apiKeys')
    .set({ revokedAt: new Date() })
    .where('repId', '=', id)
    .where('revokedAt', 'is', null)
    .returning('id')
    .execute()
  return keys.map((key) => key.id)
}
