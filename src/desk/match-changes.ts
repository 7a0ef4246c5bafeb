import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { setDismissed } from '../people/proposals.ts'
import { type Actor, recordChange } from './changes.ts'

type Done = { changeId: number | null } | { problem: string } | 'not found'
type Taken = { changeId: number } | { conflict: string }

/** Says which registered user a record is, or with null that it is none. Undoable for ever; nothing else changes. */
export async function matchPerson(tx: Tx, actor: Actor, personId: number, shopUserId: number | null): Promise<Done> {
  const person = await lockMatch(tx, personId)
  if (!person) return 'not found'
  if (person.mergedIntoId !== null)
    return { problem: `Customer ${personId} was merged into ${person.mergedIntoId}: match that one.` }
  if (shopUserId !== null && !(await isShopUser(tx, shopUserId)))
    return { problem: `There is no registered user ${shopUserId}: send the id that the candidates have.` }
  if (person.shopUserId === shopUserId) return { changeId: null }
  await writeMatch(tx, personId, shopUserId)
  const change = {
    kind: shopUserId === null ? 'person.unmatch' : 'person.match',
    userIdentificationId: personId,
    before: { shopUserId: person.shopUserId },
    after: { shopUserId },
  }
  return { changeId: await recordChange(tx, actor, change) }
}

/** Says that a record is not this registered user; it is not proposed again. */
export async function dismissMatch(tx: Tx, actor: Actor, personId: number, shopUserId: number): Promise<Done> {
  if (!(await lockMatch(tx, personId)) || !(await isShopUser(tx, shopUserId))) return 'not found'
  await setDismissed(tx, { personId, shopUserId, repId: actor.repId }, true)
  return { changeId: await recordDismissal(tx, actor, { personId, shopUserId, dismissed: true }) }
}

type MatchChange = Readonly<{
  id: number
  kind: string
  userIdentificationId: number | null
  before: Record<string, unknown>
  after: Record<string, unknown>
}>

/** Takes a match, an end of one, or a dismissal back. */
export async function undoMatch(tx: Tx, actor: Actor, change: MatchChange): Promise<Taken> {
  const personId = change.userIdentificationId!
  const person = await lockMatch(tx, personId)
  if (!person) return { conflict: `Customer ${personId} is gone.` }
  if (change.kind === 'person.dismiss') {
    const { shopUserId, dismissed } = change.after as { shopUserId: number; dismissed: boolean }
    await setDismissed(tx, { personId, shopUserId, repId: actor.repId }, !dismissed)
    return { changeId: await recordDismissal(tx, actor, { personId, shopUserId, dismissed: !dismissed }) }
  }
  const { shopUserId: wrote } = change.after as { shopUserId: number | null }
  const { shopUserId: was } = change.before as { shopUserId: number | null }
  if (person.shopUserId !== wrote)
    return { conflict: `Somebody matched customer ${personId} anew since: undo that first, then change ${change.id}.` }
  const done = await matchPerson(tx, actor, personId, was)
  if (done === 'not found') return { conflict: `Customer ${personId} is gone.` }
  if ('problem' in done) return { conflict: done.problem }
  return { changeId: done.changeId! }
}

function recordDismissal(
  tx: Tx,
  actor: Actor,
  { personId, shopUserId, dismissed }: { personId: number; shopUserId: number; dismissed: boolean },
): Promise<number> {
  return recordChange(tx, actor, {
    kind: 'person.dismiss',
    userIdentificationId: personId,
    before: { shopUserId, dismissed: !dismissed },
    after: { shopUserId, dismissed },
  })
}

async function lockMatch(tx: Tx, id: number) {
  return tx
    .selectFrom('userIdentifications')
    .select(['shopUserId', 'mergedIntoId'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

async function writeMatch(tx: Tx, id: number, shopUserId: number | null) {
  await sql`update user_identifications set shop_user_id = ${shopUserId}, updated_at = now(), version = version + 1
    where id = ${id}`.execute(tx)
}

async function isShopUser(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql`select from shop_users where id = ${id}`.execute(tx)
  return rows.length > 0
}
