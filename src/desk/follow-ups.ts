import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { after, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import { type PersonLine, personEmail, personLine, personName } from '../people/people.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, pick } from './issue-values.ts'
import { issuesTouched } from './notices.ts'

/** What somebody promised to do, out of an action; its id is the action's. */
export type FollowUp = Readonly<{
  id: number
  text: string
  dueAt: Date | null
  assignee: { id: number; name: string } | null
  doneAt: Date | null
  doneBy: { id: number; name: string } | null
  issue: { id: number; subject: string; status: 'open' | 'closed' }
  person: PersonLine
}>

export type FollowUpFilter = Readonly<{ assignee?: number | 'none' | undefined; done?: boolean | undefined }>

type Row = Readonly<{
  id: number
  text: string
  dueAt: Date | null
  doneAt: Date | null
  repId: number | null
  repName: string | null
  doneById: number | null
  doneByName: string | null
  issueId: number
  subject: string
  closed: boolean
  personId: number
  personName: string
  personEmail: string | null
  micros: string
}>

/** Those to do, due first, without a time last; or those done, newest first. By keyset over partial indexes. */
export async function listFollowUps(
  db: Db,
  { assignee, done = false }: FollowUpFilter,
  { cursor: from, limit }: Page,
): Promise<{ items: FollowUp[]; next: string | null }> {
  const cursor = readCursor(from)
  const [time, way] = done ? [sql`a.follow_up_done_at`, sql`desc`] : [dueTime, sql`asc`]
  const later = sql`(${time}, a.id) > (timestamptz 'epoch' + ${cursor?.micros ?? '0'}::float8 * interval '1 microsecond', ${cursor?.id ?? 0}::int)`
  const whose =
    assignee === undefined
      ? sql`true`
      : assignee === 'none'
        ? sql`a.follow_up_assignee_id is null`
        : sql`a.follow_up_assignee_id = ${assignee}`
  const rows = await read(
    db,
    sql`a.deleted_at is null and i.deleted_at is null and ${whose}
      and ${done ? sql`a.follow_up_done_at is not null` : sql`a.follow_up <> '' and a.follow_up_done_at is null`}
      and ${cursor ? (done ? after(time, sql`a.id`, cursor) : later) : sql`true`}
    order by ${time} ${way}, a.id ${way} limit ${limit + 1}`,
    time,
  )
  const page = cutPage(rows, limit)
  return { items: page.rows.map(toFollowUp), next: page.next }
}

const dueTime = sql`least(a.follow_up_due_at, timestamptz '2250-01-01 00:00+00')`

export async function getFollowUp(db: Db, id: number): Promise<FollowUp | undefined> {
  const where = sql`a.id = ${id} and a.deleted_at is null and i.deleted_at is null and a.follow_up <> ''`
  return (await read(db, where, dueTime)).map(toFollowUp)[0]
}

/** How many of a rep's are due by now, 99 at most. */
export async function dueFollowUps(db: Db, repId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
    select from actions a where a.follow_up_assignee_id = ${repId} and a.follow_up <> '' and a.follow_up_done_at is null
      and a.deleted_at is null and ${dueTime} <= now() limit 99) few`.execute(db)
  return rows[0]!.n
}

export type FollowUpPatch = Readonly<{
  text?: string | undefined
  dueAt?: Date | null | undefined
  assignee?: number | null | undefined
  done?: boolean | undefined
}>

type Values = {
  text: string
  dueAt: string | null
  assigneeId: number | null
  doneAt: string | null
  doneBy: number | null
}

/** Changes a follow-up or makes one of an action; marks it done. Nothing to change: changeId is null. */
export async function changeFollowUp(
  tx: Tx,
  actor: Actor,
  id: number,
  patch: FollowUpPatch,
): Promise<{ changeId: number | null } | { problem: string } | 'not found'> {
  const locked = await lock(tx, id)
  if (!locked) return 'not found'
  const { values, now, issueId } = locked
  const wanted: Partial<Values> = {
    ...(patch.text !== undefined && { text: patch.text.trim() }),
    ...(patch.dueAt !== undefined && { dueAt: patch.dueAt?.toISOString() ?? null }),
    ...(patch.assignee !== undefined && { assigneeId: patch.assignee }),
    ...(patch.done === true && !values.doneAt && { doneAt: now, doneBy: actor.repId }),
    ...(patch.done === false && { doneAt: null, doneBy: null }),
  }
  const written = differing(values, wanted)
  if (Object.keys(written).length === 0) return { changeId: null }
  if (written.assigneeId) {
    const rep = await tx
      .selectFrom('reps')
      .select('deactivatedAt')
      .where('id', '=', written.assigneeId)
      .executeTakeFirst()
    if (!rep || rep.deactivatedAt)
      return { problem: `There is no active rep ${written.assigneeId}: name one of the reps.` }
  }
  await write(tx, id, { ...values, ...written })
  return { changeId: await note(tx, actor, issueId, { id, before: pick(values, written), after: written }) }
}

/** Puts back what a change of a follow-up replaced, where nobody changed the same since. */
export async function undoFollowUp(
  tx: Tx,
  actor: Actor,
  change: { issueId: number | null; before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const { actionId, ...before } = change.before as { actionId: number } & Partial<Values>
  const { actionId: id, ...wrote } = change.after as { actionId: number } & Partial<Values>
  const locked = await lock(tx, id)
  if (!locked) return { conflict: 'The follow-up is gone with what it belongs to.' }
  if (Object.keys(differing(locked.values, wrote)).length > 0)
    return { conflict: 'Somebody changed this follow-up since: look at it as it is now.' }
  await write(tx, actionId, { ...locked.values, ...before })
  return { changeId: await note(tx, actor, locked.issueId, { id, before: wrote, after: before }) }
}

async function lock(tx: Tx, id: number): Promise<{ values: Values; now: string; issueId: number } | undefined> {
  type Locked = { issueId: number; text: string; now: Date; dueAt: Date | null; doneAt: Date | null } & Pick<
    Values,
    'assigneeId' | 'doneBy'
  >
  const { rows } = await sql<Locked>`
    select a.issue_id, coalesce(a.follow_up, '') as text, now() as now, a.follow_up_due_at as due_at,
      a.follow_up_assignee_id as assignee_id, a.follow_up_done_at as done_at, a.follow_up_done_by as done_by
    from actions a where a.id = ${id} and a.deleted_at is null for update`.execute(tx)
  if (!rows[0]) return undefined
  const { issueId, now, dueAt, doneAt, ...rest } = rows[0]
  const values = { ...rest, dueAt: dueAt?.toISOString() ?? null, doneAt: doneAt?.toISOString() ?? null }
  return { values, now: now.toISOString(), issueId }
}

/** A new time is told anew. */
async function write(tx: Tx, id: number, { text, dueAt, assigneeId, doneAt, doneBy }: Values): Promise<void> {
  await sql`update actions set follow_up = nullif(${text}, ''), follow_up_assignee_id = ${assigneeId},
    follow_up_told_at = case when follow_up_due_at is not distinct from ${dueAt}::timestamptz
      and follow_up_assignee_id is not distinct from ${assigneeId}::int then follow_up_told_at end,
    follow_up_due_at = ${dueAt}, follow_up_done_at = ${doneAt}, follow_up_done_by = ${doneBy} where id = ${id}`.execute(
    tx,
  )
}

async function note(tx: Tx, actor: Actor, issueId: number, part: { id: number; before: object; after: object }) {
  await sql`update issues set version = version + 1 where id = ${issueId}`.execute(tx)
  await issuesTouched(tx, [issueId])
  const actionId = part.id
  const values = { before: { actionId, ...part.before }, after: { actionId, ...part.after } }
  return recordChange(tx, actor, { kind: 'follow-up', issueId, ...values })
}

async function read(db: Db, where: ReturnType<typeof sql>, time: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select a.id, a.follow_up as text, a.follow_up_due_at as due_at, a.follow_up_done_at as done_at, r.id as rep_id,
      r.name as rep_name, d.id as done_by_id, d.name as done_by_name, i.id as issue_id, i.subject,
      i.closed_at is not null as closed, p.id as person_id, ${personName} as person_name, ${personEmail} as person_email,
      ${microsOf(time)} as micros
    from actions a join issues i on i.id = a.issue_id join user_identifications p on p.id = i.user_identification_id
      left join reps r on r.id = a.follow_up_assignee_id left join reps d on d.id = a.follow_up_done_by
    where ${where}`.execute(db)
  return rows
}

function toFollowUp(row: Row): FollowUp {
  const rep = (id: number | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })
  const { id, text, dueAt, doneAt } = row
  return {
    ...{ id, text, dueAt, doneAt },
    assignee: rep(row.repId, row.repName),
    doneBy: rep(row.doneById, row.doneByName),
    issue: { id: row.issueId, subject: row.subject, status: row.closed ? 'closed' : 'open' },
    person: personLine(row.personId, row.personName, row.personEmail),
  }
}
