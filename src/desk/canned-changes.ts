import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing } from './issue-values.ts'

/** What can be changed of a canned response, as the history keeps it. */
export type CannedValues = {
  title: string
  body: string
  folder: string
  ownerId: number | null
  language: string
  files: number[]
  deleted: boolean
}
export type CannedDone = Readonly<{ id: number; changeId: number | null }>
export type CannedRefusal = { problem: string } | 'not found' | 'stale' | 'not yours'

/** Who asks: admins may change what is shared, everybody what is his own. */
export type CannedWriter = Readonly<{ actor: Actor; admin: boolean }>

const most = 2000

/** Whether somebody may write what belongs to that owner. A key without a rep owns nothing. */
export function mayWriteCanned({ actor, admin }: CannedWriter, ownerId: number | null): boolean {
  return ownerId === null ? admin : ownerId === actor.repId
}

/** A new one, into the history of settings. */
export async function insertCanned(
  tx: Tx,
  writer: CannedWriter,
  values: CannedValues,
): Promise<CannedDone | CannedRefusal> {
  if (!mayWriteCanned(writer, values.ownerId)) return 'not yours'
  const problem = (await taken(tx, values, 0)) ?? (await tooMany(tx, values.ownerId))
  if (problem) return { problem }
  const { deleted: _, ...columns } = values
  const { id } = await tx
    .insertInto('cannedResponses')
    .values({ ...columns, changedBy: writer.actor.repId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, changeId: await record(tx, writer.actor, { id, before: { ...values, deleted: true }, after: values }) }
}

/** Writes what is named. 'stale': somebody wrote it since the version that the caller saw. */
export async function writeCanned(
  tx: Tx,
  writer: CannedWriter,
  id: number,
  { version, ...wish }: Partial<CannedValues> & { version?: number | undefined },
): Promise<CannedDone | CannedRefusal> {
  const now = await lockCanned(tx, id)
  if (!now || (now.values.deleted && wish.deleted !== false)) return 'not found'
  const { ownerId } = now.values
  if (ownerId !== null && ownerId !== writer.actor.repId) return 'not found'
  const after = { ...now.values, ...wish }
  if (!mayWriteCanned(writer, ownerId) || !mayWriteCanned(writer, after.ownerId)) return 'not yours'
  if (version !== undefined && version !== now.version) return 'stale'
  if (Object.keys(differing<CannedValues>(now.values, wish)).length === 0) return { id, changeId: null }
  const problem = after.deleted ? undefined : await taken(tx, after, id)
  if (problem) return { problem }
  const { deleted, ...columns } = after
  await tx
    .updateTable('cannedResponses')
    .set({
      ...columns,
      version: now.version + 1,
      changedAt: sql<Date>`now()`,
      changedBy: writer.actor.repId,
      deletedAt: deleted ? sql<Date>`now()` : null,
    })
    .where('id', '=', id)
    .execute()
  return { id, changeId: await record(tx, writer.actor, { id, before: now.values, after }) }
}

/** Puts back what was there, unless somebody wrote the same anew since. */
export async function undoCanned(
  tx: Tx,
  actor: Actor,
  change: Readonly<{ before: Record<string, unknown>; after: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  const { cannedId: id, ...before } = change.before as CannedValues & { cannedId: number }
  const { cannedId: _, ...after } = change.after as CannedValues & { cannedId: number }
  const now = await lockCanned(tx, id)
  if (!now) return { conflict: `Canned response ${id} is gone.` }
  const wrote = differing<CannedValues>(before, after)
  const newer = Object.keys(differing<CannedValues>(now.values, wrote))
  if (newer.length > 0) return { conflict: `“${now.values.title}” was changed again since (${newer.join(', ')}).` }
  const back = Object.fromEntries(Object.keys(wrote).map((name) => [name, before[name as keyof CannedValues]]))
  // Who may undo what is shared was asked at the door (undoDeed); an own one only its owner.
  const done = await writeCanned(tx, { actor, admin: true }, id, back)
  if (typeof done === 'string') return { conflict: `Canned response ${id} is another rep's own.` }
  if ('problem' in done) return { conflict: done.problem }
  return done.changeId === null ? { conflict: 'It is so already.' } : { changeId: done.changeId }
}

/** The response, also a deleted one, locked until the transaction ends. */
export async function lockCanned(tx: Tx, id: number): Promise<{ version: number; values: CannedValues } | undefined> {
  const row = await tx
    .selectFrom('cannedResponses')
    .select(['title', 'body', 'folder', 'ownerId', 'language', 'files', 'version', 'deletedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  const { version, deletedAt, ...values } = row
  return { version, values: { ...values, deleted: deletedAt !== null } }
}

/** What is or was shared is a matter of settings, a rep's own one his. */
function record(
  tx: Tx,
  actor: Actor,
  { id, before, after }: { id: number; before: CannedValues; after: CannedValues },
): Promise<number> {
  const kind = before.ownerId === null || after.ownerId === null ? 'canned.shared' : 'canned.own'
  return recordChange(tx, actor, { kind, before: { cannedId: id, ...before }, after: { cannedId: id, ...after } })
}

async function taken(tx: Tx, { title, ownerId, language }: CannedValues, id: number): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`canned ${ownerId} ${language} ${title.toLowerCase()}`}, 0))`.execute(
    tx,
  )
  const { rows } = await sql<{ id: number }>`
    select id from canned_responses where deleted_at is null and coalesce(owner_id, 0) = ${ownerId ?? 0}
      and language = ${language} and lower(title) = lower(${title}) and id <> ${id}`.execute(tx)
  const other = rows[0]
  return (
    other && `There is a response “${title}” already (number ${other.id}): change that one, or choose another title.`
  )
}

async function tooMany(tx: Tx, ownerId: number | null): Promise<string | undefined> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from canned_responses
    where deleted_at is null and coalesce(owner_id, 0) = ${ownerId ?? 0}`.execute(tx)
  return rows[0]!.n < most ? undefined : `There are ${most} responses: delete some that nobody uses.`
}
