import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/** Whose words go: records, their contacts and issues, and what else names them. */
export type Erased = Readonly<{
  personIds: readonly number[]
  interactionIds: readonly number[]
  issueIds: readonly number[]
  addressKeys: readonly string[]
}>

/** Issues keep number, dates, state and types; contacts keep when, how and by whom. What was said in them goes. */
export async function eraseWords(tx: Tx, { interactionIds, issueIds }: Erased): Promise<void> {
  const issues = sql`any(${[...issueIds]}::int[])`
  const interactions = sql`any(${[...interactionIds]}::int[])`
  await sql`delete from suggestions where issue_id = ${issues} or interaction_id = ${interactions}`.execute(tx)
  await sql`delete from letter_aliases where interaction_id = ${interactions}`.execute(tx)
  await sql`delete from action_info_used where action_id in (
    select id from actions where interaction_id = ${interactions} or (issue_id = ${issues} and interaction_id in (
      select id from interactions where channel = 'note')))`.execute(tx)
  await sql`update actions set details = case when details is not null then '' end,
      follow_up = case when follow_up is not null then '' end, search = null, said_at = null
    where interaction_id = ${interactions}
      or (issue_id = ${issues} and interaction_id in (select id from interactions where channel = 'note'))`.execute(tx)
  await sql`update issues set subject = '', snippet = '', has_attachment = false, needs_look = false,
    version = version + 1 where id = ${issues}`.execute(tx)
  await sql`delete from issue_participants where issue_id = ${issues}`.execute(tx)
  await sql`update csat_answers set comment = '' where issue_id = ${issues}`.execute(tx)
}

/** Keys of a change whose words say nothing of a person. */
const harmless = ['status', 'priority', 'groupName', 'types', 'deed', 'origin', 'state', 'verdict', 'orderId']
const batch = 500

/**
 * Takes a person's words out of the history: numbers, times and states stay, all else goes, and what lost a word can
 * be undone no more. Also in changes that only name an address of theirs, which takes a look at all of them.
 */
export async function eraseChanges(tx: Tx, erased: Erased): Promise<void> {
  const ids = await changesAbout(tx, erased)
  for (let at = 0; at < ids.length; at += batch) await eraseSome(tx, ids.slice(at, at + batch))
}

async function changesAbout(tx: Tx, { personIds, issueIds, addressKeys }: Erased): Promise<number[]> {
  const people = sql`any(${[...personIds]}::int[])`
  const named = addressKeys.map((key) => `%${key.replace(/[\\%_]/g, '\\$&')}%`)
  const { rows } = await sql<{ id: number }>`
    select id from changes where issue_id = any(${[...issueIds]}::int[])
    union select id from changes where user_identification_id = ${people}
    union select id from changes where kind = 'person.remove' and (before->>'id')::int = ${people}
    union select id from changes where lower(before::text) like any(${named}::text[]) or lower(after::text) like any(${named}::text[])`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

async function eraseSome(tx: Tx, ids: readonly number[]): Promise<void> {
  const changes = await tx.selectFrom('changes').select(['id', 'before', 'after']).where('id', 'in', ids).execute()
  const rows = changes.flatMap(({ id, before, after }) => {
    const bare = { before: withoutWords(before), after: withoutWords(after) }
    return JSON.stringify(bare) === JSON.stringify({ before, after }) ? [] : [{ id, ...bare }]
  })
  if (rows.length === 0) return
  await sql`update changes c set kind = 'erased', before = r.before, after = r.after
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id int, before jsonb, after jsonb) where c.id = r.id`.execute(
    tx,
  )
}

const time = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)$/

/** Numbers, booleans, times and harmless words; everything else becomes ''. */
export function withoutWords(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return harmless.includes(key) || time.test(value) ? value : ''
  if (Array.isArray(value)) return value.map((each) => withoutWords(each, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutWords(each, name)]))
}
