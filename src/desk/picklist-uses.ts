import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { BuiltinPicklist } from './picklists.ts'

/** A renaming carries at most so many uses along: more would hold issues locked for seconds. */
export const mostCarried = 20_000

type Renaming = Readonly<{ changeId: number; from: string; to: string }>

/** How often a label of one of the desk's own lists is used; stops counting behind mostCarried. */
export async function countUses(db: Db, list: BuiltinPicklist, label: string): Promise<number> {
  const uses = usesOf(list, label)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from (${uses}) u limit ${mostCarried + 1}) counted`.execute(db)
  return rows[0]!.n
}

/** Labels in use that the list does not offer (they fold into "all others"); the first fifty by name. */
export async function unlisted(db: Db, list: BuiltinPicklist): Promise<string[]> {
  const next = (bound: RawBuilder<unknown>) => nextLabel(list, bound)
  const { rows } = await sql<{ label: string }>`
    with recursive used (label) as (
      select (${next(sql`''`)})
      union all
      select (${next(sql`u.label`)}) from used u where u.label is not null
    )
    select u.label from (select label from used limit 500) u
    where u.label is not null
      and not exists (select from picklist_items i where i.picklist = ${list} and i.label = u.label and i.retired_at is null)
    limit 50`.execute(db)
  return rows.map(({ label }) => label)
}

/** Gives everything that has the old label the new one, and notes which, for an undo. Answers how many. */
export async function carryUses(tx: Tx, list: BuiltinPicklist, { changeId, from, to }: Renaming): Promise<number> {
  const both = hasBoth(list, to)
  const { numAffectedRows } = await sql`
    insert into picklist_renamings (change_id, use_id, had_both)
    select ${changeId}::int, u.id, ${both} from (${usesOf(list, from)}) u`.execute(tx)
  await swap(tx, list, { changeId, from, to })
  return Number(numAffectedRows ?? 0)
}

/** Takes a renaming of uses back: those it touched, and of these only what still has the new label. */
export async function returnUses(tx: Tx, list: BuiltinPicklist, { changeId, from, to }: Renaming): Promise<void> {
  const touched = sql`select use_id from picklist_renamings where change_id = ${changeId}`
  if (list === 'inquired_via') {
    await sql`update interactions set channel = ${from} where channel = ${to} and id in (${touched})`.execute(tx)
    return
  }
  const [table, id, label] = placeOf(list)
  await sql`insert into ${table} (${id}, ${label})
    select t.${id}, ${from} from ${table} t where t.${label} = ${to} and t.${id} in (${touched})
    on conflict do nothing`.execute(tx)
  await sql`delete from ${table} t using picklist_renamings r
    where r.change_id = ${changeId} and r.use_id = t.${id} and not r.had_both and t.${label} = ${to}`.execute(tx)
  if (list === 'issue_type') await swapDefaults(tx, to, from)
}

async function swap(tx: Tx, list: BuiltinPicklist, { changeId, from, to }: Renaming) {
  if (list === 'inquired_via') {
    await sql`update interactions set channel = ${to} where channel = ${from}
      and id in (select use_id from picklist_renamings where change_id = ${changeId})`.execute(tx)
    return
  }
  const [table, id, label] = placeOf(list)
  await sql`insert into ${table} (${id}, ${label}) select use_id, ${to} from picklist_renamings
    where change_id = ${changeId} and not had_both on conflict do nothing`.execute(tx)
  await sql`delete from ${table} where ${label} = ${from}
    and ${id} in (select use_id from picklist_renamings where change_id = ${changeId})`.execute(tx)
  if (list === 'issue_type') await swapDefaults(tx, from, to)
}

/** What gives issues their types and groups goes by the new name, too. */
async function swapDefaults(tx: Tx, from: string, to: string) {
  await sql`update mailboxes set default_types = array_replace(default_types, ${from}, ${to})
    where ${from} = any(default_types) and not ${to} = any(default_types)`.execute(tx)
  await moveTypeGroup(tx, from, to)
}

/** New issues get the new name, and join the group as those of the old one did. */
export async function moveTypeGroup(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update type_groups set type = ${to} where type = ${from}
    and not exists (select from type_groups where type = ${to})`.execute(tx)
}

function placeOf(list: 'issue_type' | 'info_used') {
  return list === 'issue_type'
    ? ([sql.table('issue_types'), sql.ref('issue_id'), sql.ref('type')] as const)
    : ([sql.table('action_info_used'), sql.ref('action_id'), sql.ref('info_used')] as const)
}

function usesOf(list: BuiltinPicklist, label: string): RawBuilder<{ id: number }> {
  if (list === 'issue_type') return sql`select issue_id as id from issue_types where type = ${label}`
  if (list === 'info_used') return sql`select action_id as id from action_info_used where info_used = ${label}`
  return sql`select id from interactions where channel = ${label} and channel not in ('email', 'note')`
}

function hasBoth(list: BuiltinPicklist, to: string): RawBuilder<boolean> {
  if (list === 'inquired_via') return sql`false`
  const [table, id, label] = placeOf(list)
  return sql`exists (select from ${table} b where b.${id} = u.id and b.${label} = ${to})`
}

/** The next label of an index walk from one to the next: it reads one row a label, not one a use. */
function nextLabel(list: BuiltinPicklist, bound: RawBuilder<unknown>): RawBuilder<string> {
  if (list === 'issue_type') return sql`select type from issue_types where type > ${bound} order by type limit 1`
  if (list === 'info_used')
    return sql`select info_used from action_info_used where info_used > ${bound} order by info_used limit 1`
  return sql`select channel from interactions where channel not in ('email', 'note') and channel > ${bound}
    order by channel limit 1`
}
