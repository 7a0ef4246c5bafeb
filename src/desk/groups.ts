import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, pick } from './issue-values.ts'

/** A department: who works in it and which types of new issues join it. */
export type GroupValues = { name: string; members: number[]; types: string[]; retired: boolean }
/** Some of them; undefined is as good as left out. */
export type GroupPatch = { [Key in keyof GroupValues]?: GroupValues[Key] | undefined }
export type Group = GroupValues & Readonly<{ id: number; version: number }>
export type GroupResult =
  | { group: Group; changeId: number | null }
  | { problem: string }
  | { newer: Group }
  | 'not found'

/** All groups by name, the retired ones last. */
export async function listGroups(db: Db): Promise<Group[]> {
  return readGroups(db, sql`true`)
}

export async function getGroup(db: Db, id: number): Promise<Group | undefined> {
  return (await readGroups(db, sql`g.id = ${id}`))[0]
}

/** Names of the groups that issues can be put into. */
export async function groupNames(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('groups').select('name').where('retiredAt', 'is', null).orderBy('name').execute()
  return rows.map((row) => row.name)
}

async function readGroups(db: Db, where: ReturnType<typeof sql>): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select g.id, g.name, g.version, g.retired_at is not null as retired,
      array(select rep_id from group_members m where m.group_id = g.id order by rep_id) as members,
      array(select type from type_groups t where t.group_name = g.name order by type collate "C") as types
    from groups g where ${where} order by g.retired_at is not null, lower(g.name), g.id`.execute(db)
  return rows
}

/** The groups that new issues of these types join; no statement without types. */
export async function groupsOfTypes(tx: Tx, types: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  if (types.size === 0) return new Map()
  const { rows } = await sql<{ type: string; name: string }>`
    select t.type, g.name from type_groups t join groups g on g.name = t.group_name and g.retired_at is null
    where t.type = any (${[...types]}::text[])`.execute(tx)
  return new Map(rows.map(({ type, name }) => [type, name]))
}

/** The group of the first type that names one. */
export async function groupOfTypes(tx: Tx, types: readonly string[]): Promise<string | null> {
  const groups = await groupsOfTypes(tx, new Set(types))
  return types.map((type) => groups.get(type)).find((group) => group !== undefined) ?? null
}

/** Why an issue cannot be put into this group; undefined when it can. */
export async function groupProblem(tx: Tx, name: string | null | undefined): Promise<string | undefined> {
  const wanted = name?.trim()
  if (!wanted) return undefined
  const group = await tx.selectFrom('groups').select('retiredAt').where('name', '=', wanted).executeTakeFirst()
  if (!group) return `There is no group “${wanted}”: make it first, or name one of the groups.`
  return group.retiredAt ? `The group “${wanted}” is retired: name another one.` : undefined
}

/** Makes a group; the name of a retired one is taken. */
export async function createGroup(tx: Tx, actor: Actor, values: GroupPatch & { name: string }): Promise<GroupResult> {
  const wanted = { members: [], types: [], ...clean(values), retired: false } as GroupValues
  const problem = await valuesProblem(tx, wanted)
  if (problem) return { problem }
  const { id } = await tx.insertInto('groups').values({ name: wanted.name }).returning('id').executeTakeFirstOrThrow()
  await write(tx, id, wanted)
  const group = (await getGroup(tx, id))!
  const change = { kind: 'group.create', before: { id, retired: true }, after: { id, retired: false } }
  return { group, changeId: await recordChange(tx, actor, change) }
}

/** Changes a group; its issues follow a new name. With `version`, one that somebody changed since is answered as `newer`. */
export async function changeGroup(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, ...patch }: GroupPatch & { version?: number | undefined },
): Promise<GroupResult> {
  await sql`select from groups where id = ${id} for update`.execute(tx)
  const group = await getGroup(tx, id)
  if (!group) return 'not found'
  if (version !== undefined && version !== group.version) return { newer: group }
  const { id: _, version: __, ...now } = group
  const after = differing<GroupValues>(now, clean(patch))
  if (Object.keys(after).length === 0) return { group, changeId: null }
  const problem = await valuesProblem(tx, after, id)
  if (problem) return { problem }
  await write(tx, id, after)
  const kind = 'group.update'
  const changeId = await recordChange(tx, actor, { kind, before: { id, ...pick(now, after) }, after: { id, ...after } })
  return { group: (await getGroup(tx, id))!, changeId }
}

/** A change of a group taken back, where nothing newer touched the same values. */
export async function undoGroup(
  tx: Tx,
  actor: Actor,
  change: { before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const { id, ...before } = change.before as { id: number } & Partial<GroupValues>
  const group = await getGroup(tx, id)
  if (!group) return { conflict: `Group ${id} is gone.` }
  const { id: _, ...wrote } = change.after as { id: number } & Partial<GroupValues>
  const newer = Object.keys(differing<GroupValues>(group, wrote))
  if (newer.length > 0) return { conflict: `Somebody changed the group “${group.name}” since (${newer.join(', ')}).` }
  const done = await changeGroup(tx, actor, id, before)
  if (done === 'not found' || 'newer' in done) return { conflict: `Group ${id} is gone.` }
  if ('problem' in done) return { conflict: done.problem }
  return done.changeId === null ? { conflict: 'It is so already.' } : { changeId: done.changeId }
}

function clean({ name, members, types, retired }: GroupPatch): Partial<GroupValues> {
  const folded = (text: string) => text.trim().replace(/\s+/g, ' ')
  return {
    ...(name !== undefined && { name: folded(name) }),
    ...(members && { members: [...new Set(members)].sort((a, b) => a - b) }),
    ...(types && { types: [...new Set(types.map(folded).filter(Boolean))].sort(byBytes) }),
    ...(retired !== undefined && { retired }),
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

async function valuesProblem(tx: Tx, values: Partial<GroupValues>, id = 0): Promise<string | undefined> {
  const { name, members = [], types = [] } = values
  if (name !== undefined && (name === '' || name.length > 100 || name.toLowerCase() === 'none'))
    return 'Give the group a name of at most 100 characters, other than “none”.'
  if (types.length > 200 || types.some((type) => type.length > 100))
    return 'A group has at most 200 types of at most 100 characters.'
  const { rows } = await sql<{ taken: boolean; missing: number[] }>`
    select exists (select from groups where lower(name) = lower(${name ?? null}) and id <> ${id}) as taken,
      array(select m from unnest(${members}::int[]) m where not exists (select from reps where id = m)) as missing`.execute(
    tx,
  )
  if (rows[0]!.taken) return `There is a group “${name}” already, perhaps a retired one: rename or restore that.`
  if (rows[0]!.missing.length > 0) return `There is no rep ${rows[0]!.missing.join(', ')}: name members by their ids.`
  return undefined
}

/** A type joins one group: naming it here takes it from the one before. */
async function write(tx: Tx, id: number, { name, members, types, retired }: Partial<GroupValues>): Promise<void> {
  await sql`update groups set name = coalesce(${name ?? null}, name), version = version + 1,
    retired_at = case when ${retired ?? null}::boolean is null then retired_at when ${retired ?? null}::boolean
      then coalesce(retired_at, now()) end where id = ${id}`.execute(tx)
  if (members) {
    await tx.deleteFrom('groupMembers').where('groupId', '=', id).execute()
    await sql`insert into group_members (group_id, rep_id) select ${id}, m from unnest(${members}::int[]) m`.execute(tx)
  }
  if (!types) return
  await sql`delete from type_groups where group_name = (select name from groups where id = ${id})`.execute(tx)
  await sql`insert into type_groups (type, group_name)
    select t, g.name from unnest(${types}::text[]) t, groups g where g.id = ${id}
    on conflict (type) do update set group_name = excluded.group_name`.execute(tx)
}
