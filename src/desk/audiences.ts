import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, pick } from './issue-values.ts'

/** `audience` is the tree as campaigns/audience-read.ts has checked it. */
export type AudienceValues = { name: string; audience: object; deleted: boolean }
export type SavedAudience = Omit<AudienceValues, 'deleted'> &
  Readonly<{ id: number; rep: string | null; version: number; createdAt: Date; updatedAt: Date }>

export type AudienceDone = { saved: SavedAudience; changeId: number | null }
export type AudienceResult = AudienceDone | { problem: string } | { newer: SavedAudience } | 'not found'
export type AudiencePatch = { [Key in keyof AudienceValues]?: AudienceValues[Key] | undefined }

const most = 500

/** By name; at most 500, which is as many as there may be. */
export async function listAudiences(db: Db): Promise<SavedAudience[]> {
  return select(db, sql`a.deleted_at is null order by lower(a.name), a.id limit ${most}`)
}

/** Undefined when there is none, or none any more. */
export async function getAudience(db: Db, id: number): Promise<SavedAudience | undefined> {
  return (await select(db, sql`a.id = ${id} and a.deleted_at is null`))[0]
}

/** Keeps a tree under a name. */
export async function createAudience(
  tx: Tx,
  actor: Actor,
  { name, audience }: Omit<AudienceValues, 'deleted'>,
): Promise<AudienceResult> {
  const problem = nameProblem(name) ?? (await tooMany(tx))
  if (problem) return { problem }
  const { id } = await tx
    .insertInto('audiences')
    .values({ name: name.trim(), audience: JSON.stringify(audience), repId: actor.repId })
    .returning('id')
    .executeTakeFirstOrThrow()
  const change = { kind: 'audience', before: { id, deleted: true }, after: { id, deleted: false } }
  return { saved: (await read(tx, id))!, changeId: await recordChange(tx, actor, change) }
}

/** Another name, another tree, or (`deleted`) away with it. With `version`, a newer one is answered. */
export async function changeAudience(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, ...patch }: AudiencePatch & { version?: number | undefined },
): Promise<AudienceResult> {
  const saved = await read(tx, id, true)
  if (!saved || saved.deleted) return 'not found'
  if (version !== undefined && version !== saved.version) return { newer: saved }
  const problem = patch.name === undefined ? undefined : nameProblem(patch.name)
  if (problem) return { problem }
  const given = Object.entries({ ...patch, name: patch.name?.trim() }).filter(([, value]) => value !== undefined)
  const after = differing<AudienceValues>(saved, Object.fromEntries(given) as Partial<AudienceValues>)
  if (Object.keys(after).length === 0) return { saved, changeId: null }
  await write(tx, id, after)
  const change = { kind: 'audience', before: { id, ...pick<AudienceValues>(saved, after) }, after: { id, ...after } }
  return { saved: (await read(tx, id))!, changeId: await recordChange(tx, actor, change) }
}

/** As it was before that change, where nobody changed the same since. */
export async function undoAudience(
  tx: Tx,
  actor: Actor,
  change: { before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const { id, ...before } = change.before as { id: number } & Partial<AudienceValues>
  const { id: _, ...wrote } = change.after as { id: number } & Partial<AudienceValues>
  const saved = await read(tx, id, true)
  if (!saved) return { conflict: 'The saved audience is gone.' }
  if (Object.keys(differing<AudienceValues>(saved, wrote)).length > 0)
    return { conflict: `Somebody changed the audience “${saved.name}” since.` }
  await write(tx, id, before)
  return { changeId: await recordChange(tx, actor, { kind: 'audience', before: change.after, after: change.before }) }
}

/** A version of an audience: what it was before the change was made. */
export type AudienceVersion = Readonly<{
  changeId: number
  at: Date
  rep: string | null
  name: string | null
  audience: object | null
}>

/** The newest 50 changes of one; `name` and `audience` are null where the change left them alone. */
export async function audienceVersions(db: Db, id: number): Promise<AudienceVersion[]> {
  const { rows } = await sql<AudienceVersion>`
    select c.id as change_id, c.at, r.name as rep, c.before->>'name' as name, c.before->'audience' as audience
    from changes c left join reps r on r.id = c.rep_id
    where c.kind = 'audience' and (c.after->>'id')::int = ${id} order by c.id desc limit 50`.execute(db)
  return rows
}

type Row = SavedAudience & { deleted: boolean }

async function read(db: Db, id: number, lock = false): Promise<Row | undefined> {
  return (await select(db, sql`a.id = ${id} ${lock ? sql`for update of a` : sql``}`))[0]
}

async function select(db: Db, rest: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = await sql<Row>`select a.id, a.name, a.audience, r.name as rep, a.version, a.created_at, a.updated_at,
    a.deleted_at is not null as deleted from audiences a left join reps r on r.id = a.rep_id where ${rest}`.execute(db)
  return rows
}

async function write(tx: Tx, id: number, { name, audience, deleted }: Partial<AudienceValues>): Promise<void> {
  await tx
    .updateTable('audiences')
    .set((e) => ({
      ...(name !== undefined && { name }),
      ...(audience !== undefined && { audience: JSON.stringify(audience) }),
      ...(deleted !== undefined && { deletedAt: deleted ? new Date() : null }),
      version: e('version', '+', 1),
      updatedAt: new Date(),
    }))
    .where('id', '=', id)
    .execute()
}

function nameProblem(name: string): string | undefined {
  const { length } = name.trim()
  return length < 1 || length > 100 ? 'Give the audience a name of at most 100 characters.' : undefined
}

async function tooMany(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audiences where deleted_at is null`.execute(
    tx,
  )
  return rows[0]!.n >= most ? `There are ${most} saved audiences: delete one first.` : undefined
}
