import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import {
  carriedList,
  cleanLabel,
  lockItem,
  lockList,
  type PicklistDone,
  writeItem,
  writeOrder,
} from './picklist-changes.ts'
import { moveTypeGroup, returnUses } from './picklist-uses.ts'

type Taken = { changeId: number } | { conflict: string }
type Change = Readonly<{ id: number; kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>
type ListValues = Readonly<{ picklist: string; title: string; retired: boolean }>

/** Makes a list of one's own. Its name, for programs, comes from the title unless given; a retired one comes back. */
export async function addPicklist(
  tx: Tx,
  actor: Actor,
  wish: Readonly<{ title: string; name?: string | undefined }>,
): Promise<PicklistDone & { name?: string }> {
  const title = cleanLabel(wish.title).slice(0, 100)
  if (!title) return { problem: 'Write what the list is called.' }
  const name = wish.name ?? nameOf(title)
  if (!/^[a-z][a-z0-9_]{0,59}$/.test(name))
    return { problem: `“${name}” is no name for a list: use lower-case letters, digits and _, a letter first.` }
  const { rows } = await sql<{ name: string }>`
    insert into picklists (name, title) values (${name}, ${title})
    on conflict (name) do update set title = excluded.title, retired_at = null, revision = picklists.revision + 1
    where picklists.retired_at is not null returning name`.execute(tx)
  if (rows.length === 0) return { problem: `There is a list called ${name} already.` }
  const what = { picklist: name, title }
  const change = { kind: 'picklist.list', before: { ...what, retired: true }, after: { ...what, retired: false } }
  return { id: 0, name, changeId: await recordChange(tx, actor, change) }
}

/** Gives a list of one's own another title, or takes it out of use with all its items, which stay in the data. */
export async function changePicklist(
  tx: Tx,
  actor: Actor,
  name: string,
  wish: Readonly<{ title?: string | undefined; retired?: boolean | undefined }>,
): Promise<PicklistDone> {
  const list = await lockList(tx, name)
  if (!list) return 'not found'
  if (list.builtin) return { problem: 'The desk needs this list: retire its items instead.' }
  const before = { picklist: name, title: list.title, retired: false }
  const title = cleanLabel(wish.title ?? list.title).slice(0, 100)
  const after = { picklist: name, title: title || list.title, retired: wish.retired ?? false }
  if (JSON.stringify(before) === JSON.stringify(after)) return { id: 0, changeId: null }
  await writeList(tx, after)
  return { id: 0, changeId: await recordChange(tx, actor, { kind: 'picklist.list', before, after }) }
}

/** Takes a change of a list or an item back, where nobody changed the same since. For undo. */
export async function undoPicklist(tx: Tx, actor: Actor, change: Change): Promise<Taken> {
  if (change.kind === 'picklist.order') return undoOrder(tx, actor, change)
  if (change.kind === 'picklist.list') return undoList(tx, actor, change)
  const before = change.before as { itemId: number; picklist: string; label: string; retired: boolean }
  const after = change.after as typeof before & { carried?: boolean }
  const item = await lockItem(tx, before.itemId)
  if (!item || item.label !== after.label || (item.retiredAt !== null) !== after.retired)
    return { conflict: `“${after.label}” was changed again since: undo that first.` }
  if (await labelTaken(tx, before)) return { conflict: `Another item is called “${before.label}” by now.` }
  await writeItem(tx, actor, { id: item.id, ...before })
  const list = carriedList(before.picklist)
  if (after.carried && list) await returnUses(tx, list, { changeId: change.id, from: before.label, to: after.label })
  else if (before.picklist === 'issue_type') await moveTypeGroup(tx, after.label, before.label)
  // The uses are back where they were, so that doing it again would be a renaming without them.
  const [was, is] = [after, before].map(({ itemId, picklist, label, retired }) => ({
    itemId,
    picklist,
    label,
    retired,
  }))
  return { changeId: await recordChange(tx, actor, { kind: change.kind, before: was!, after: is! }) }
}

async function undoOrder(tx: Tx, actor: Actor, { kind, before, after }: Change): Promise<Taken> {
  const { picklist, ids } = before as { picklist: string; ids: number[] }
  await lockList(tx, picklist)
  const { rows } = await sql<{ id: number }>`select id from picklist_items
    where picklist = ${picklist} and retired_at is null order by position, id`.execute(tx)
  if (rows.map(({ id }) => id).join() !== (after.ids as number[]).join())
    return { conflict: 'The list was changed again since: put it into order anew.' }
  await writeOrder(tx, picklist, ids)
  return { changeId: await recordChange(tx, actor, { kind, before: after, after: before }) }
}

async function undoList(tx: Tx, actor: Actor, { kind, before, after }: Change): Promise<Taken> {
  const [old, now] = [before as ListValues, after as ListValues]
  const row = await tx
    .selectFrom('picklists')
    .selectAll()
    .where('name', '=', old.picklist)
    .forUpdate()
    .executeTakeFirst()
  if (!row || row.title !== now.title || (row.retiredAt !== null) !== now.retired)
    return { conflict: 'The list was changed again since: undo that first.' }
  await writeList(tx, old)
  return { changeId: await recordChange(tx, actor, { kind, before: after, after: before }) }
}

async function writeList(tx: Tx, { picklist, title, retired }: ListValues) {
  await sql`update picklists set title = ${title}, revision = revision + 1,
    retired_at = ${retired ? sql`now()` : sql`null`} where name = ${picklist}`.execute(tx)
}

async function labelTaken(tx: Tx, { itemId, picklist, label }: { itemId: number; picklist: string; label: string }) {
  const { rows } = await sql`select from picklist_items
    where picklist = ${picklist} and label = ${label} and id <> ${itemId}`.execute(tx)
  return rows.length > 0
}

function nameOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  return plain.replace(/^[_0-9]+|_+$/g, '').slice(0, 60)
}
