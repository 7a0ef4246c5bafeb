import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Priority } from '../database/tables.ts'

/** What a rep can change of an issue, as the history keeps it: times in ISO 8601. */
export type IssueValues = {
  subject: string
  types: string[]
  assigneeId: number | null
  groupName: string | null
  priority: Priority
  orderId: string | null
  snoozeUntil: string | null
  /** Asleep until the customer writes. */
  snoozedForReply: boolean
  dueAt: string | null
  closedAt: string | null
  closedBy: number | null
  listed: boolean
  needsLook: boolean
  deletedAt: string | null
  mergedIntoId: number | null
}

export type LockedIssue = Readonly<{ id: number; personId: number; version: number; now: string; values: IssueValues }>

type Row = Omit<IssueValues, 'snoozeUntil' | 'dueAt' | 'closedAt' | 'deletedAt' | 'types'> & {
  id: number
  userIdentificationId: number
  version: number
  now: Date
  types: string[] | null
  snoozeUntil: Date | null
  dueAt: Date | null
  closedAt: Date | null
  deletedAt: Date | null
}

/**
 * The issue as it is now, locked until the transaction ends; also a deleted one. `now` is the database's clock. Locked
 * first and read then: one statement that waits for a lock would read the types as they were before the wait.
 */
export async function lockIssue(tx: Tx, id: number): Promise<LockedIssue | undefined> {
  return (await lockEach(tx, [id])).get(id)
}

/** The same for many, in the order of their ids, so that two deeds never wait in a ring. */
export async function lockEach(tx: Tx, ids: readonly number[]): Promise<Map<number, LockedIssue>> {
  const wanted = sql`any (${[...ids]}::int[])`
  await sql`select from issues where id = ${wanted} order by id for update`.execute(tx)
  const { rows } = await sql<Row>`
    select i.id, i.subject, i.assignee_id, i.group_name, i.priority, i.order_id, i.snooze_until, i.snoozed_for_reply, i.due_at,
      i.closed_at, i.closed_by, i.listed,
      i.needs_look, i.deleted_at, i.merged_into_id, i.user_identification_id, i.version, now() as now,
      (select array_agg(t.type order by t.type collate "C") from issue_types t where t.issue_id = i.id) as types
    from issues i where i.id = ${wanted} order by i.id`.execute(tx)
  return new Map(rows.map((row) => [row.id, toLocked(row)]))
}

function toLocked({ id, userIdentificationId, version, now, ...rest }: Row): LockedIssue {
  const values = {
    ...rest,
    types: rest.types ?? [],
    snoozeUntil: rest.snoozeUntil?.toISOString() ?? null,
    dueAt: rest.dueAt?.toISOString() ?? null,
    closedAt: rest.closedAt?.toISOString() ?? null,
    deletedAt: rest.deletedAt?.toISOString() ?? null,
  }
  return { id, personId: userIdentificationId, version, now: now.toISOString(), values }
}

/** Writes some values and the next version. */
export async function writeIssue(tx: Tx, id: number, { types, ...values }: Partial<IssueValues>): Promise<void> {
  const { snoozeUntil, dueAt, closedAt, deletedAt, ...plain } = values
  await tx
    .updateTable('issues')
    .set((e) => ({
      ...plain,
      ...(snoozeUntil !== undefined && { snoozeUntil: toDate(snoozeUntil) }),
      ...(dueAt !== undefined && { dueAt: toDate(dueAt) }),
      ...(closedAt !== undefined && { closedAt: toDate(closedAt) }),
      ...(deletedAt !== undefined && { deletedAt: toDate(deletedAt) }),
      version: e('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
  if (types) await writeTypes(tx, id, types)
}

/** Only the parts of `wanted` that differ from `now`. */
export function differing<T extends object>(now: T, wanted: Partial<T>): Partial<T> {
  const keys = Object.keys(wanted) as (keyof T)[]
  return Object.fromEntries(
    keys.filter((key) => !same(now[key], wanted[key])).map((key) => [key, wanted[key]]),
  ) as Partial<T>
}

/** The parts of `values` under the names that `like` has. */
export function pick<T extends object>(values: T, like: Partial<T>): Partial<T> {
  return Object.fromEntries(Object.keys(like).map((key) => [key, values[key as keyof T]])) as Partial<T>
}

/** By value, also lists. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}

async function writeTypes(tx: Tx, issueId: number, types: readonly string[]) {
  await tx.deleteFrom('issueTypes').where('issueId', '=', issueId).execute()
  if (types.length === 0) return
  await tx
    .insertInto('issueTypes')
    .values(types.map((type) => ({ issueId, type })))
    .execute()
}
