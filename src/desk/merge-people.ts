import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { lockPerson, type PersonValues } from '../people/change-person.ts'
import type { Person } from '../people/people.ts'
import { type Actor, recordChange } from './changes.ts'
import { issuesTouched } from './notices.ts'

/** Everything that a merge of two records did, so that it can be taken back for ever. */
export type PeopleMerge = Readonly<{
  from: number
  into: number
  emails: string[]
  issues: number[]
  interactions: number[]
  notes: number[]
  /** Gift certificates; left out by older merges. */
  certificates?: number[]
  /** What the second record lacked and took from the first, and what stood there before. */
  filled: Filled
  filledBefore: Filled
}>

type Filled = Partial<Omit<PersonValues, 'emails'> & { shopUserId: number | null }>
type Result = { changeId: number } | { problem: string } | 'not found'

/**
 * Puts all that one record holds into another of the same person: addresses, issues, interactions and notes move,
 * nothing is copied but what the second record lacks. The first stays, empty, and says where it went.
 */
export async function mergePeople(tx: Tx, actor: Actor, from: number, into: number): Promise<Result> {
  if (from === into) return { problem: `Customer ${from} cannot be merged into itself: name another one.` }
  const [source, target] = await lockBoth(tx, from, into)
  if (!source) return 'not found'
  const problem = mergeProblem(source, target, into)
  if (problem || !target) return { problem: problem ?? '' }
  const filled = lacking(source, target)
  const moved = await move(tx, from, into)
  const filledBefore = Object.fromEntries(Object.keys(filled).map((key) => [key, target[key as keyof Filled]]))
  await writeFilled(tx, into, filled)
  await sql`update user_identifications set merged_into_id = ${into}, updated_at = now(), version = version + 1
    where id = ${from}`.execute(tx)
  await issuesTouched(tx, moved.issues)
  const after: PeopleMerge = { from, into, ...moved, filled, filledBefore }
  return { changeId: await recordChange(tx, actor, { kind: 'person.merge', userIdentificationId: into, after }) }
}

/** Takes a merge back: what is still where it put it goes home, and what the rep changed since stays. */
export async function unmergePeople(
  tx: Tx,
  actor: Actor,
  merge: PeopleMerge,
): Promise<{ changeId: number } | { conflict: string }> {
  const { from, into } = merge
  const [source, target] = await lockBoth(tx, from, into)
  if (!source || !target || source.mergedIntoId !== into)
    return { conflict: `Customer ${from} is no longer merged into ${into}.` }
  if (target.mergedIntoId !== null)
    return { conflict: `Customer ${into} was merged into ${target.mergedIntoId} since: undo that first.` }
  await sql`update user_identifications set merged_into_id = null, updated_at = now(), version = version + 1
    where id = ${from}`.execute(tx)
  await moveBack(tx, merge)
  const untouched = Object.entries(merge.filledBefore).filter(
    ([key]) => target[key as keyof Filled] === merge.filled[key as keyof Filled],
  )
  await writeFilled(tx, into, Object.fromEntries(untouched))
  await issuesTouched(tx, merge.issues)
  const change = { kind: 'person.unmerge', userIdentificationId: from, after: { from, into } }
  return { changeId: await recordChange(tx, actor, change) }
}

type Locked = Person & Readonly<{ shopUserId: number | null; mergedIntoId: number | null }>

/** In the order of their ids, so that two merges never wait in a ring. */
async function lockBoth(tx: Tx, from: number, into: number) {
  const first = await lock(tx, Math.min(from, into))
  const second = await lock(tx, Math.max(from, into))
  return from < into ? ([first, second] as const) : ([second, first] as const)
}

async function lock(tx: Tx, id: number): Promise<Locked | undefined> {
  const person = await lockPerson(tx, id)
  if (!person) return undefined
  const row = await tx
    .selectFrom('userIdentifications')
    .select(['shopUserId', 'mergedIntoId'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...person, ...row }
}

function mergeProblem(source: Locked, target: Locked | undefined, into: number): string | undefined {
  if (!target) return `There is no customer ${into} to merge into.`
  if (source.mergedIntoId !== null)
    return `Customer ${source.id} is merged into ${source.mergedIntoId} already: undo that first.`
  if (target.mergedIntoId !== null)
    return `Customer ${into} was itself merged into ${target.mergedIntoId}: merge into that one.`
  if (source.shopUserId !== null && target.shopUserId !== null && source.shopUserId !== target.shopUserId)
    return `Customers ${source.id} and ${into} are matched with two registered users: take back the wrong match first.`
  return undefined
}

function lacking(source: Locked, target: Locked): Filled {
  const texts = (['firstNames', 'lastName', 'phone', 'postalCode', 'other'] as const).filter(
    (key) => !target[key] && source[key],
  )
  // A name is one thing: half of one and half of another would be nobody's.
  const named = Boolean(target.firstNames || target.lastName)
  const taken = texts.filter((key) => !named || (key !== 'firstNames' && key !== 'lastName'))
  const match = target.shopUserId === null && source.shopUserId !== null ? { shopUserId: source.shopUserId } : {}
  return { ...Object.fromEntries(taken.map((key) => [key, source[key]])), ...match }
}

async function writeFilled(tx: Tx, id: number, filled: Filled) {
  if (Object.keys(filled).length === 0) return
  await tx
    .updateTable('userIdentifications')
    .set((e) => ({ ...filled, updatedAt: new Date(), version: e('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** The addresses come after those that were there: letters go to the first. */
async function move(tx: Tx, from: number, into: number) {
  const ids = async (table: string) => {
    const { rows } = await sql<{ id: number }>`
      update ${sql.table(table)} set user_identification_id = ${into} where user_identification_id = ${from}
      returning id`.execute(tx)
    return rows.map((row) => row.id)
  }
  const { rows } = await sql<{ addressKey: string }>`
    with last as (select coalesce(max(created_at), now()) as at from user_identification_emails where user_identification_id = ${into}),
      moving as (select address_key, row_number() over (order by created_at, address_key) as n
        from user_identification_emails where user_identification_id = ${from})
    update user_identification_emails m set user_identification_id = ${into}, created_at = last.at + n * interval '1 microsecond'
    from moving, last where m.address_key = moving.address_key returning m.address_key`.execute(tx)
  return {
    emails: rows.map((row) => row.addressKey),
    issues: await ids('issues'),
    interactions: await ids('interactions'),
    notes: await ids('person_notes'),
    certificates: await ids('gift_certificates'),
  }
}

async function moveBack(tx: Tx, { from, into, emails, ...moved }: PeopleMerge) {
  await sql`update user_identification_emails set user_identification_id = ${from}
    where address_key = any (${emails}::text[]) and user_identification_id = ${into}`.execute(tx)
  const tables = {
    issues: moved.issues,
    interactions: moved.interactions,
    person_notes: moved.notes,
    gift_certificates: moved.certificates ?? [],
  }
  for (const [table, ids] of Object.entries(tables))
    await sql`update ${sql.table(table)} set user_identification_id = ${from}
      where id = any (${ids}::int[]) and user_identification_id = ${into}`.execute(tx)
}
