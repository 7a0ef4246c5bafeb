import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { carryUses, countUses, mostCarried, moveTypeGroup } from './picklist-uses.ts'
import { type BuiltinPicklist, builtinPicklists } from './picklists.ts'

/** 'stale': somebody changed the list since the page or program read it. */
export type PicklistDone = { changeId: number | null; id: number; carried?: number } | PicklistRefusal
export type PicklistRefusal = 'not found' | 'stale' | { problem: string }

const most = 200

/** Puts a label at the end of a list; one that was retired comes back. `revision`: as the caller saw the list. */
export async function addItem(
  tx: Tx,
  actor: Actor,
  wish: Readonly<{ picklist: string; label: string; revision?: number | undefined }>,
): Promise<PicklistDone> {
  const list = await lockList(tx, wish.picklist)
  if (!list) return 'not found'
  if (wish.revision !== undefined && wish.revision !== list.revision) return 'stale'
  const label = cleanLabel(wish.label)
  const problem = labelProblem(label)
  if (problem) return { problem }
  const items = await itemsOf(tx, wish.picklist)
  const known = items.find((item) => item.label.toLowerCase() === label.toLowerCase())
  if (known?.retiredAt && known.label === label) return changeItem(tx, actor, { id: known.id, retired: false })
  if (known && !known.retiredAt) return { problem: `“${known.label}” is in this list already.` }
  if (items.length >= most) return { problem: `A list has at most ${most} items: retire or rename some.` }
  const values = { picklist: wish.picklist, label, position: items.length + 1, changedBy: actor.repId, retiredAt: null }
  const { id } = await tx.insertInto('picklistItems').values(values).returning('id').executeTakeFirstOrThrow()
  await revise(tx, wish.picklist)
  const what = { itemId: id, picklist: wish.picklist, label }
  const change = { kind: 'picklist.item', before: { ...what, retired: true }, after: { ...what, retired: false } }
  return { id, changeId: await recordChange(tx, actor, change) }
}

export type ItemWish = Readonly<{
  id: number
  label?: string | undefined
  retired?: boolean | undefined
  /** Gives everything that uses the old label the new one. */
  carry?: boolean | undefined
  version?: number | undefined
}>

/** Renames, retires or brings back. The data keeps its text unless `carry`; at most mostCarried uses at once. */
export async function changeItem(tx: Tx, actor: Actor, wish: ItemWish): Promise<PicklistDone> {
  const item = await lockItem(tx, wish.id)
  if (!item) return 'not found'
  if (wish.version !== undefined && wish.version !== item.version) return 'stale'
  const before = { label: item.label, retired: item.retiredAt !== null }
  const after = { label: cleanLabel(wish.label ?? before.label), retired: wish.retired ?? before.retired }
  if (after.label === before.label && after.retired === before.retired) return { id: item.id, changeId: null }
  const problem = labelProblem(after.label) ?? (await takenProblem(tx, item, after.label))
  if (problem) return { problem }
  const list = carriedList(item.picklist)
  const carries = wish.carry && list && after.label !== before.label ? list : undefined
  if (carries && (await countUses(tx, carries, before.label)) > mostCarried)
    return { problem: `“${before.label}” is used more than ${mostCarried} times: rename it without its uses.` }
  await writeItem(tx, actor, { id: item.id, picklist: item.picklist, ...after })
  const what = { itemId: item.id, picklist: item.picklist, ...(carries && { carried: true }) }
  const change = { kind: 'picklist.item', before: { ...what, ...before }, after: { ...what, ...after } }
  const changeId = await recordChange(tx, actor, change)
  const renaming = { changeId, from: before.label, to: after.label }
  if (item.picklist === 'issue_type' && !carries) await moveTypeGroup(tx, before.label, after.label)
  return { id: item.id, changeId, ...(carries && { carried: await carryUses(tx, carries, renaming) }) }
}

/** Puts all items that are in use into this order; 'stale' unless `ids` are exactly these, as of `revision`. */
export async function orderItems(
  tx: Tx,
  actor: Actor,
  wish: Readonly<{ picklist: string; ids: readonly number[]; revision: number }>,
): Promise<PicklistDone> {
  const list = await lockList(tx, wish.picklist)
  if (!list) return 'not found'
  const now = (await itemsOf(tx, wish.picklist)).filter((item) => !item.retiredAt).map((item) => item.id)
  const same = now.length === wish.ids.length && new Set([...now, ...wish.ids]).size === now.length
  if (list.revision !== wish.revision || !same) return 'stale'
  if (now.join() === wish.ids.join()) return { id: 0, changeId: null }
  await writeOrder(tx, wish.picklist, wish.ids)
  const [before, after] = [now, [...wish.ids]].map((ids) => ({ picklist: wish.picklist, ids }))
  return { id: 0, changeId: await recordChange(tx, actor, { kind: 'picklist.order', before: before!, after: after! }) }
}

export async function writeOrder(tx: Tx, picklist: string, ids: readonly number[]): Promise<void> {
  await sql`update picklist_items i set position = o.position
    from unnest(${[...ids]}::int[]) with ordinality as o (id, position)
    where i.id = o.id and i.picklist = ${picklist}`.execute(tx)
  await revise(tx, picklist)
}

/** One that comes back goes to the end. */
export async function writeItem(
  tx: Tx,
  actor: Actor,
  item: Readonly<{ id: number; picklist: string; label: string; retired: boolean }>,
): Promise<void> {
  await sql`update picklist_items i set label = ${item.label}, version = version + 1, changed_at = now(),
      changed_by = ${actor.repId}, retired_at = ${item.retired ? sql`coalesce(retired_at, now())` : sql`null`},
      position = case when retired_at is not null and not ${item.retired}::boolean
        then (select max(position) + 1 from picklist_items o where o.picklist = i.picklist) else position end
    where id = ${item.id}`.execute(tx)
  await revise(tx, item.picklist)
}

/** The desk's own list of that name, whose items are used in columns that are known. */
export function carriedList(name: string): BuiltinPicklist | undefined {
  return builtinPicklists.find((each) => each === name)
}

export function lockItem(tx: Tx, id: number) {
  return tx.selectFrom('picklistItems').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export function lockList(tx: Tx, name: string) {
  return tx
    .selectFrom('picklists')
    .selectAll()
    .where('name', '=', name)
    .where('retiredAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

export function cleanLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ')
}

/** Why a label cannot be; “none” is what lists call issues without a type. */
function labelProblem(label: string): string | undefined {
  if (label === '') return 'Write what the item is called.'
  if (label.length > 100) return `This has ${label.length} characters: use at most 100.`
  return label.toLowerCase() === 'none' ? '“none” stands for “without a type”: choose another name.' : undefined
}

async function takenProblem(tx: Tx, { id, picklist }: { id: number; picklist: string }, label: string) {
  const taken = await tx
    .selectFrom('picklistItems')
    .select('retiredAt')
    .where('picklist', '=', picklist)
    .where('label', '=', label)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (!taken) return undefined
  return taken.retiredAt
    ? `“${label}” is in this list, retired: bring that back.`
    : `“${label}” is in this list already.`
}

function itemsOf(tx: Tx, picklist: string) {
  return tx
    .selectFrom('picklistItems')
    .select(['id', 'label', 'retiredAt'])
    .where('picklist', '=', picklist)
    .orderBy('position')
    .orderBy('id')
    .execute()
}

async function revise(tx: Tx, picklist: string) {
  await tx
    .updateTable('picklists')
    .set((e) => ({ revision: e('revision', '+', 1) }))
    .where('name', '=', picklist)
    .execute()
}
