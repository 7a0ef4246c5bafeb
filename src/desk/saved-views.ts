import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import type { IssueFilter } from './issue-filter.ts'
import { differing, pick } from './issue-values.ts'

/** A list under a name: a rep's own, or shared with everybody. */
export type ViewValues = { name: string; shared: boolean; filter: IssueFilter; deleted: boolean }
export type ViewPatch = { [Key in keyof ViewValues]?: ViewValues[Key] | undefined }
export type SavedView = Omit<ViewValues, 'deleted'> & Readonly<{ id: number; repId: number | null; version: number }>

/** Who asks: admins may change shared views of others. */
export type ViewReader = Readonly<{ repId: number | null; admin: boolean }>
export type ViewResult =
  | { view: SavedView; changeId: number | null }
  | { problem: string }
  | { newer: SavedView }
  | 'not found'
  | 'not yours'

/** The rep's own and the shared ones, by name; at most 200. */
export async function listSavedViews(db: Db, repId: number | null): Promise<SavedView[]> {
  const { rows } = await sql<SavedView>`
    select id, rep_id, name, shared, filter, version from saved_views
    where deleted_at is null and (shared or rep_id is not distinct from ${repId}::int) order by lower(name), id limit 200`.execute(
    db,
  )
  return rows
}

export async function createSavedView(
  tx: Tx,
  actor: Actor,
  { name, shared, filter }: Omit<ViewValues, 'deleted'>,
): Promise<ViewResult> {
  const problem = nameProblem(name) ?? (await tooMany(tx, actor.repId))
  if (problem) return { problem }
  const { id } = await tx
    .insertInto('savedViews')
    .values({
      repId: actor.repId,
      name: name.trim(),
      shared: shared || actor.repId === null,
      filter: JSON.stringify(filter),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const change = { kind: 'view', before: { id, deleted: true }, after: { id, deleted: false } }
  return { view: (await readView(tx, id))!, changeId: await recordChange(tx, actor, change) }
}

/** Renames, shares, filters anew or (`deleted`) takes away. With `version`, a newer one is answered. */
export async function changeSavedView(
  tx: Tx,
  { actor, admin }: { actor: Actor; admin: boolean },
  id: number,
  { version, ...patch }: ViewPatch & { version?: number | undefined },
): Promise<ViewResult> {
  const view = await readView(tx, id, true)
  if (!view || view.deleted) return 'not found'
  if (view.repId !== actor.repId && !(view.shared && admin)) return view.shared ? 'not yours' : 'not found'
  if (version !== undefined && version !== view.version) return { newer: view }
  const problem = patch.name === undefined ? undefined : nameProblem(patch.name)
  if (problem) return { problem }
  const given = Object.entries({ ...patch, name: patch.name?.trim() }).filter(([, value]) => value !== undefined)
  const wanted = Object.fromEntries(given) as Partial<ViewValues>
  const after = differing<ViewValues>(view, wanted)
  if (Object.keys(after).length === 0) return { view, changeId: null }
  await write(tx, id, after)
  const change = { kind: 'view', before: { id, ...pick<ViewValues>(view, after) }, after: { id, ...after } }
  return { view: (await readView(tx, id))!, changeId: await recordChange(tx, actor, change) }
}

/** A saved view as it was before that change, where nobody changed the same since. */
export async function undoView(
  tx: Tx,
  actor: Actor,
  change: { before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const { id, ...before } = change.before as { id: number } & Partial<ViewValues>
  const { id: _, ...wrote } = change.after as { id: number } & Partial<ViewValues>
  const view = await readView(tx, id, true)
  if (!view) return { conflict: 'The saved view is gone.' }
  if (Object.keys(differing<ViewValues>(view, wrote)).length > 0)
    return { conflict: `Somebody changed the view “${view.name}” since.` }
  await write(tx, id, before)
  return { changeId: await recordChange(tx, actor, { kind: 'view', before: change.after, after: change.before }) }
}

async function readView(db: Db, id: number, lock = false): Promise<(SavedView & { deleted: boolean }) | undefined> {
  const { rows } = await sql<SavedView & { deleted: boolean }>`
    select id, rep_id, name, shared, filter, version, deleted_at is not null as deleted from saved_views
    where id = ${id} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}

async function write(tx: Tx, id: number, { name, shared, filter, deleted }: Partial<ViewValues>): Promise<void> {
  await tx
    .updateTable('savedViews')
    .set((e) => ({
      ...(name !== undefined && { name }),
      ...(shared !== undefined && { shared }),
      ...(filter !== undefined && { filter: JSON.stringify(filter) }),
      ...(deleted !== undefined && { deletedAt: deleted ? new Date() : null }),
      version: e('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

function nameProblem(name: string): string | undefined {
  const { length } = name.trim()
  return length < 1 || length > 100 ? 'Give the view a name of at most 100 characters.' : undefined
}

async function tooMany(tx: Tx, repId: number | null): Promise<string | undefined> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from saved_views
    where deleted_at is null and rep_id is not distinct from ${repId}::int`.execute(tx)
  return rows[0]!.n >= 100 ? 'You have 100 saved views: delete one first.' : undefined
}
