import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

/** One thing that was done to an issue: who, when, and of each field what it was before and after. */
export type HistoryLine = Readonly<{
  changeId: number
  at: Date
  actor: 'rep' | 'system' | 'mail'
  rep: { id: number; name: string } | null
  kind: string
  undone: boolean
  fields: readonly { field: string; before: unknown; after: unknown }[]
  /** What else the change says, for its words: counts, the other issue, the deed. */
  about: Record<string, unknown>
}>

type Row = Omit<HistoryLine, 'rep' | 'fields' | 'about'> & {
  repId: number | null
  repName: string | null
  before: Record<string, unknown>
  after: Record<string, unknown>
}

const fieldNames: Readonly<Record<string, string>> = {
  subject: 'subject',
  types: 'types',
  assigneeId: 'assignee',
  groupName: 'group',
  priority: 'priority',
  orderId: 'order',
  snoozeUntil: 'snooze',
  snoozedForReply: 'snoozedForReply',
  dueAt: 'due',
  closedAt: 'status',
  deletedAt: 'deleted',
  needsLook: 'needsLook',
  text: 'text',
  doneAt: 'done',
}

/** Everything done to the issue, newest first, its part in deeds on many included; `before` is a changeId to go on from. */
export async function issueHistory(
  db: Db,
  issueId: number,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ items: HistoryLine[]; next: number | null }> {
  const older = before === undefined ? sql`true` : sql`c.id < ${before}`
  const { rows } = await sql<Row>`
    select x.*, r.name as rep_name from (
      (select c.id as change_id, c.at, c.actor, c.rep_id, c.kind, c.undone_at is not null as undone, c.before, c.after
        from changes c where c.issue_id = ${issueId} and ${older} order by c.id desc limit ${limit + 1})
      union all
      (select c.id, c.at, c.actor, c.rep_id, c.kind, c.undone_at is not null, p.before, c.after || p.after
        from change_parts p join changes c on c.id = p.change_id
        where p.issue_id = ${issueId} and ${older} order by c.id desc limit ${limit + 1})
    ) x left join reps r on r.id = x.rep_id order by x.change_id desc limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const names = await repNames(db, page)
  const next = rows.length > limit ? (page.at(-1)?.changeId ?? null) : null
  return { next, items: page.map((row) => toLine(row, names)) }
}

/** Names of the reps whom the changes speak of. */
async function repNames(db: Db, rows: readonly Row[]): Promise<ReadonlyMap<number, string>> {
  const ids = rows
    .flatMap(({ before, after }) => [before.assigneeId, after.assigneeId])
    .filter((id) => typeof id === 'number')
  if (ids.length === 0) return new Map()
  const reps = await db
    .selectFrom('reps')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(reps.map(({ id, name }) => [id, name]))
}

function toLine({ repId, repName, before, after, ...row }: Row, names: ReadonlyMap<number, string>): HistoryLine {
  const fields = Object.entries(fieldNames).flatMap(([key, field]) => {
    if (!(key in before) || !(key in after) || row.kind === 'issue.open') return []
    return [{ field, before: shown(key, before[key], names), after: shown(key, after[key], names) }]
  })
  // A letter that closed the issue says so in its `after` alone.
  if (row.kind === 'letter' && after.closedAt) fields.push({ field: 'status', before: 'open', after: 'closed' })
  const rep = repId === null ? null : { id: repId, name: repName ?? '' }
  return { ...row, rep, fields, about: aboutOf(after) }
}

function shown(key: string, value: unknown, names: ReadonlyMap<number, string>): unknown {
  if (key === 'closedAt') return value ? 'closed' : 'open'
  if (key === 'deletedAt' || key === 'doneAt') return Boolean(value)
  if (key === 'assigneeId')
    return typeof value === 'number' ? { id: value, name: names.get(value) ?? `#${value}` } : null
  return value ?? null
}

function aboutOf(after: Record<string, unknown>): Record<string, unknown> {
  const told = [
    'issues',
    'other',
    'related',
    'watching',
    'deed',
    'from',
    'into',
    'undo',
    'letterId',
    'actionId',
    'personId',
  ]
  return Object.fromEntries(told.flatMap((key) => (key in after ? [[key, after[key]]] : [])))
}
