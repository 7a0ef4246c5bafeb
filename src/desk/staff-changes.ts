import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { Role } from '../database/tables-reps.ts'
import { dropRepLinks, makeRepLink } from '../reps/rep-links.ts'
import { insertInvited, nameFaults, type RepFault } from '../reps/reps.ts'
import { isRole } from '../reps/roles.ts'
import { dropSecondStep, lockRep, otherAdmin, shutOut } from '../reps/staff.ts'
import { endSessions } from '../reps/visits.ts'
import { type Actor, recordChange } from './changes.ts'

export type StaffProblem = 'last admin' | 'deactivated' | 'not found'
export type StaffDone = { changeId: number | null } | { problem: StaffProblem }
type Invited = { token: string; repId: number; changeId: number }

/** Makes a rep and the one-time link that lets the person in; the link is shown once and stored hashed. */
export async function inviteRep(
  tx: Tx,
  actor: Actor,
  wish: { name: string; email: string; role: string },
): Promise<Invited | { faults: (RepFault | 'role')[] }> {
  const faults = [...nameFaults(wish), ...(isRole(wish.role) ? [] : ['role' as const])]
  if (faults.length > 0 || !isRole(wish.role)) return { faults }
  const rep = await insertInvited(tx, { ...wish, role: wish.role })
  if (!rep) return { faults: ['taken'] }
  const token = await makeRepLink(tx, rep.id, 'invite')
  const after = { repId: rep.id, name: rep.name, role: rep.role }
  return { token, repId: rep.id, changeId: await recordChange(tx, actor, { kind: 'rep.invite', after }) }
}

/** Another link: an invitation for who never was in, else a way to a new password. Older links are dead. */
export async function linkRep(
  tx: Tx,
  actor: Actor,
  wish: { id: number; purpose: 'invite' | 'reset' },
): Promise<{ token: string; changeId: number } | { problem: StaffProblem }> {
  const rep = await lockRep(tx, wish.id)
  if (!rep) return { problem: 'not found' }
  if (rep.deactivatedAt) return { problem: 'deactivated' }
  const token = await makeRepLink(tx, rep.id, wish.purpose)
  const after = { repId: rep.id, name: rep.name, purpose: wish.purpose }
  return { token, changeId: await recordChange(tx, actor, { kind: 'rep.link', after }) }
}

/** Name and role; the last admin who can sign in stays one. */
export async function changeRep(
  tx: Tx,
  actor: Actor,
  wish: { id: number; name: string; role: Role },
): Promise<StaffDone> {
  const rep = await lockRep(tx, wish.id)
  if (!rep) return { problem: 'not found' }
  const name = wish.name.trim().slice(0, 200) || rep.name
  if (name === rep.name && wish.role === rep.role) return { changeId: null }
  if (rep.role === 'admin' && wish.role !== 'admin' && !(await otherAdmin(tx, rep.id))) return { problem: 'last admin' }
  await tx.updateTable('reps').set({ name, role: wish.role, updatedAt: new Date() }).where('id', '=', rep.id).execute()
  const before = { repId: rep.id, name: rep.name, role: rep.role }
  return {
    changeId: await recordChange(tx, actor, {
      kind: 'rep.update',
      before,
      after: { repId: rep.id, name, role: wish.role },
    }),
  }
}

/** Ends the rep's sessions, links and keys at once; nothing that he did is touched. */
export async function deactivate(tx: Tx, actor: Actor, id: number): Promise<StaffDone> {
  const rep = await lockRep(tx, id)
  if (!rep) return { problem: 'not found' }
  if (rep.deactivatedAt) return { changeId: null }
  if (rep.role === 'admin' && !(await otherAdmin(tx, id))) return { problem: 'last admin' }
  await tx.updateTable('reps').set({ deactivatedAt: new Date() }).where('id', '=', id).execute()
  const keyIds = await shutOut(tx, id)
  const after = { repId: id, name: rep.name, keyIds }
  return { changeId: await recordChange(tx, actor, { kind: 'rep.deactivate', after }) }
}

/** Lets the rep sign in again, as before; keys that died stay dead, unless `keyIds` names them (an undo). */
export async function reactivate(tx: Tx, actor: Actor, id: number, keyIds: readonly number[] = []): Promise<StaffDone> {
  const rep = await lockRep(tx, id)
  if (!rep) return { problem: 'not found' }
  if (!rep.deactivatedAt) return { changeId: null }
  await tx.updateTable('reps').set({ deactivatedAt: null }).where('id', '=', id).execute()
  if (keyIds.length > 0)
    await tx.updateTable('apiKeys').set({ revokedAt: null }).where('repId', '=', id).where('id', 'in', keyIds).execute()
  return { changeId: await recordChange(tx, actor, { kind: 'rep.reactivate', after: { repId: id, name: rep.name } }) }
}

/** Turns the second step off, for who lost phone and codes; all sessions of the rep end. */
export async function resetSecondStep(tx: Tx, actor: Actor, id: number): Promise<StaffDone> {
  const rep = await lockRep(tx, id)
  if (!rep) return { problem: 'not found' }
  if (!(await dropSecondStep(tx, id))) return { changeId: null }
  await endSessions(tx, id, { keep: null })
  return { changeId: await recordChange(tx, actor, { kind: 'rep.second_step', after: { repId: id, name: rep.name } }) }
}

/** Ends one session of a rep, or all but `keep`. */
export async function endRepSessions(
  tx: Tx,
  actor: Actor,
  { repId, ...which }: { repId: number } & ({ id: number } | { keep: number | null }),
): Promise<StaffDone> {
  const ended = await endSessions(tx, repId, which)
  if (ended === 0) return { changeId: null }
  return { changeId: await recordChange(tx, actor, { kind: 'rep.sessions', after: { repId, ended } }) }
}

/** What was done to a rep's account, newest first. */
export async function staffHistory(db: Db, repId: number) {
  const { rows } = await sql<{ id: number; kind: string; at: Date; by: string | null }>`
    select c.id, c.kind, c.at, r.name as by from changes c left join reps r on r.id = c.rep_id
    where c.kind like 'rep.%' and (c.after ->> 'repId')::int = ${repId} order by c.id desc limit 30`.execute(db)
  return rows
}

type Change = Readonly<{ kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>

/** Takes back an invitation, a change of name or role, a deactivation or its opposite. */
export async function undoStaff(
  tx: Tx,
  actor: Actor,
  change: Change,
): Promise<{ changeId: number } | { conflict: string }> {
  const { repId, keyIds = [] } = change.after as { repId: number; keyIds?: number[] }
  const rep = await lockRep(tx, repId)
  if (!rep) return { conflict: `Rep ${repId} is gone.` }
  if (change.kind === 'rep.deactivate') return taken(await reactivate(tx, actor, repId, keyIds))
  if (change.kind === 'rep.reactivate') return taken(await deactivate(tx, actor, repId))
  if (change.kind === 'rep.invite') {
    await dropRepLinks(tx, repId)
    return taken(await deactivate(tx, actor, repId))
  }
  const { name, role } = change.after as { name: string; role: Role }
  if (rep.name !== name || rep.role !== role)
    return { conflict: `Somebody changed ${rep.name} since: change name and role anew.` }
  const before = change.before as { name: string; role: Role }
  return taken(await changeRep(tx, actor, { id: repId, ...before }))
}

function taken(done: StaffDone): { changeId: number } | { conflict: string } {
  if ('problem' in done) {
    const last = done.problem === 'last admin'
    return { conflict: last ? 'This is the last admin who can sign in: make another one first.' : 'The rep is gone.' }
  }
  return done.changeId === null ? { conflict: 'It is so already.' } : { changeId: done.changeId }
}
