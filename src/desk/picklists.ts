import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

/** The desk's own lists; a shop adds others by names of its own. */
export const builtinPicklists = ['issue_type', 'info_used', 'inquired_via'] as const
export type BuiltinPicklist = (typeof builtinPicklists)[number]

export type PicklistItem = Readonly<{
  id: number
  label: string
  retired: boolean
  version: number
  changedAt: Date
  changedBy: string | null
}>

/** Items in the order shown, retired ones last. `revision` grows when items come, go or move. */
export type Picklist = Readonly<{
  name: string
  title: string
  builtin: boolean
  revision: number
  items: PicklistItem[]
}>

/** The labels that forms offer, in their order; a suggestion only, any other text is taken as well. */
export async function listPicklist(db: Db, name: BuiltinPicklist | (string & {})): Promise<string[]> {
  const rows = await db
    .selectFrom('picklistItems')
    .select('label')
    .where('picklist', '=', name)
    .where('retiredAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(({ label }) => label)
}

/** Every list in use with its items: the desk's own first, then the shop's by title. */
export async function readPicklists(db: Db): Promise<Picklist[]> {
  return picklistsWhere(db, sql`l.retired_at is null`)
}

/** One list; undefined where there is none in use. */
export async function readPicklist(db: Db, name: string): Promise<Picklist | undefined> {
  const [list] = await picklistsWhere(db, sql`l.retired_at is null and l.name = ${name}`)
  return list
}

type Row = Omit<Picklist, 'items'> & { items: (Omit<PicklistItem, 'changedAt'> & { changedAt: string })[] | null }

async function picklistsWhere(db: Db, condition: ReturnType<typeof sql>): Promise<Picklist[]> {
  const { rows } = await sql<Row>`
    select l.name, l.title, l.builtin, l.revision, (
      select json_agg(json_build_object('id', i.id, 'label', i.label, 'retired', i.retired_at is not null,
          'version', i.version, 'changedAt', i.changed_at, 'changedBy', r.name)
        order by i.retired_at is not null, i.position, i.id)
      from picklist_items i left join reps r on r.id = i.changed_by where i.picklist = l.name
    ) as items
    from picklists l where ${condition}
    order by array_position(${[...builtinPicklists]}::text[], l.name), lower(l.title), l.name`.execute(db)
  return rows.map(({ items, ...list }) => ({
    ...list,
    items: (items ?? []).map((item) => ({ ...item, changedAt: new Date(item.changedAt) })),
  }))
}

/** One item and the list that it stands in; undefined where there is none. */
export async function getPicklistItem(
  db: Db,
  id: number,
): Promise<{ item: PicklistItem; list: Omit<Picklist, 'items'> } | undefined> {
  const row = await db.selectFrom('picklistItems').select('picklist').where('id', '=', id).executeTakeFirst()
  const whole = row && (await readPicklist(db, row.picklist))
  if (!whole) return undefined
  const { items, ...list } = whole
  const item = items.find((each) => each.id === id)
  return item && { item, list }
}
