import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import type { Database, Db, Tx } from '../database/connection.ts'
import type { Role } from '../database/tables-reps.ts'
import { passwordFault } from './passwords.ts'

/** Somebody who works at the desk. A deactivated rep stays in history but cannot sign in. */
export type Rep = Readonly<{ id: number; name: string; email: string; role: Role; deactivatedAt: Date | null }>

export type NewRep = Readonly<{ email: string; password: string; name: string; role?: Role }>
export type RepFault = 'name' | 'email' | 'password' | 'taken'

const columns = ['id', 'name', 'email', 'role', 'deactivatedAt'] as const
const email = z.email()

/** Everybody, the active ones first. */
export function listReps(db: Db): Promise<Rep[]> {
  return db
    .selectFrom('reps')
    .select(columns)
    .orderBy((eb) => eb('deactivatedAt', 'is not', null))
    .orderBy('name')
    .execute()
}

export function getRep(db: Db, id: number): Promise<Rep | undefined> {
  return db.selectFrom('reps').select(columns).where('id', '=', id).executeTakeFirst()
}

export function findRep(db: Db, address: string): Promise<Rep | undefined> {
  return db.selectFrom('reps').select(columns).where('email', '=', address.trim().toLowerCase()).executeTakeFirst()
}

const remedies: Readonly<Record<RepFault, string>> = {
  name: 'The name is empty: give one, as customers read it under letters.',
  email: 'That is not an e-mail address: give one like ana@shop.example.',
  password: 'The password must have 10 to 128 characters and be none that is guessed first.',
  taken: 'There is an account with this address already.',
}

/** Makes an account that may do everything, for the command line; a problem says in words what is wrong. */
export async function createAdmin(db: Database, rep: NewRep): Promise<{ rep: Rep } | { problem: string }> {
  const made = await createRep(db, { ...rep, role: 'admin' })
  return 'rep' in made ? made : { problem: made.faults.map((fault) => remedies[fault]).join(' ') }
}

/** Makes an account. There is no other way to one: the sign-in library's own sign-up is off. */
export async function createRep(db: Database, rep: NewRep): Promise<{ rep: Rep } | { faults: RepFault[] }> {
  const faults = repFaults(rep)
  if (faults.length > 0) return { faults }
  const password = await hashPassword(rep.password)
  return db.transaction().execute((tx) => insertRep(tx, { ...rep, password }))
}

export function repFaults({ name, email: address, password }: NewRep): RepFault[] {
  const weak = passwordFault(password, [name, address]) !== undefined
  return [...nameFaults({ name, email: address }), ...(weak ? ['password' as const] : [])]
}

export function nameFaults({ name, email: address }: Pick<NewRep, 'name' | 'email'>): RepFault[] {
  return [
    ...(name.trim() === '' || name.length > 200 ? ['name' as const] : []),
    ...(address.length <= 254 && email.safeParse(address.trim()).success ? [] : ['email' as const]),
  ]
}

/** The same as createRep within a transaction; `password` is hashed already. */
export async function insertRep(tx: Tx, { name, email: address, password, role = 'rep' }: NewRep) {
  const rep = await tx
    .insertInto('reps')
    .values({ name: name.trim(), email: address.trim().toLowerCase(), emailVerified: true, role })
    .onConflict((c) => c.column('email').doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!rep) return { faults: ['taken' as const] }
  await tx
    .insertInto('accounts')
    .values({ userId: rep.id, accountId: String(rep.id), providerId: 'credential', password })
    .execute()
  return { rep }
}

/** Sets a hashed password, whether there was one or not. */
export async function setPassword(tx: Tx, repId: number, password: string): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('accounts')
    .set({ password })
    .where('userId', '=', repId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst()
  if (Number(numUpdatedRows) > 0) return
  const account = { userId: repId, accountId: String(repId), providerId: 'credential', password }
  await tx.insertInto('accounts').values(account).execute()
}

/** A rep who has no way in yet: an invitation or the identity provider gives one. Undefined where the address is taken. */
export function insertInvited(tx: Tx, { name, email: address, role }: Omit<NewRep, 'password'> & { role: Role }) {
  return tx
    .insertInto('reps')
    .values({ name: name.trim(), email: address.trim().toLowerCase(), emailVerified: true, role })
    .onConflict((c) => c.column('email').doNothing())
    .returning(columns)
    .executeTakeFirst()
}

/** Ends the rep's sessions at once; nothing that he did is touched. */
export async function deactivateRep(tx: Tx, id: number): Promise<void> {
  await tx.updateTable('reps').set({ deactivatedAt: new Date() }).where('id', '=', id).execute()
  await tx.deleteFrom('sessions').where('userId', '=', id).execute()
}
