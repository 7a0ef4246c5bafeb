import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { after, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import type { Origin, Priority } from '../database/tables.ts'
import { type PersonLine, personEmail, personLine, personName } from '../people/people.ts'
import { filterConditions, type IssueFilter } from './issue-filter.ts'

/** An issue as a list shows it, and as the head of its page. `version` grows with every change. */
export type IssueLine = Readonly<{
  id: number
  subject: string
  status: 'open' | 'closed'
  types: string[]
  origin: Origin
  person: PersonLine
  orderId: string | null
  openedAt: Date
  closedAt: Date | null
  assignee: { id: number; name: string } | null
  group: string | null
  priority: Priority
  lastActivityAt: Date
  needsLook: boolean
  version: number
  snippet: string
  hasAttachment: boolean
  unread: boolean
  failedLetter: boolean
  snoozeUntil: Date | null
  mailboxId: number | null
  continuesId: number | null
  mergedIntoId: number | null
}>

/** `viewer` is the rep who looks: for `unread` and for `assignee: 'me'`. */
export type IssuePage = Page & Readonly<{ viewer?: number | undefined }>

export type IssueList = Readonly<{ items: IssueLine[]; next: string | null }>

/**
 * Newest activity first, by keyset: a page never repeats or skips what did not move. Open lists walk the partial
 * index of open issues, so their cost does not grow with closed ones. A cursor not of ours starts at the first page.
 */
export async function listIssues(db: Db, filter: IssueFilter, page: IssuePage): Promise<IssueList> {
  const cursor = readCursor(page.cursor)
  const conditions = filterConditions(filter, page.viewer)
  if (cursor) conditions.push(after(sql`i.last_activity_at`, sql`i.id`, cursor))
  const found = sql<{ id: number }>`select i.id from issues i where ${sql.join(conditions, sql` and `)}
    order by i.last_activity_at desc, i.id desc limit ${page.limit + 1}`
  const { rows, next } = cutPage(await lines(db, found, page.viewer), page.limit)
  return { items: rows.map(toLine), next }
}

/** One issue, also a closed or merged one; undefined when there is none or it was deleted. */
export async function getIssue(db: Db, id: number, viewer?: number): Promise<IssueLine | undefined> {
  const rows = await lines(db, sql`select i.id from issues i where i.id = ${id} and i.deleted_at is null`, viewer)
  return rows[0] && toLine(rows[0])
}

/** This rep has seen everything that is in the issue now. */
export async function markRead(db: Db, repId: number, issueId: number): Promise<void> {
  await sql`insert into issue_reads (rep_id, issue_id) values (${repId}, ${issueId})
    on conflict (rep_id, issue_id) do update set read_at = now()`.execute(db)
}

type Row = Omit<IssueLine, 'status' | 'types' | 'person' | 'assignee'> & {
  micros: string
  types: string[] | null
  personId: number
  personName: string
  personEmail: string | null
  assigneeId: number | null
  assigneeName: string | null
}

/** One statement for a whole page: the ids first, then what a line shows of each. */
async function lines(db: Db, ids: ReturnType<typeof sql>, viewer: number | undefined): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with page as materialized (${ids})
    select i.id, i.subject, i.origin, i.order_id, i.opened_at, i.closed_at, i.group_name as "group", i.priority,
      i.last_activity_at, i.needs_look, i.version, i.snippet, i.has_attachment, i.snooze_until, i.mailbox_id,
      i.continues_id, i.merged_into_id, ${microsOf(sql`i.last_activity_at`)} as micros,
      (select array_agg(t.type order by t.type) from issue_types t where t.issue_id = i.id) as types,
      p.id as person_id, ${personName} as person_name, ${personEmail} as person_email,
      a.id as assignee_id, a.name as assignee_name,
      ${viewer ?? null}::int is not null and i.last_inbound_at > coalesce(seen.read_at, '-infinity') is true as unread,
      exists (select from actions ac join letters l on l.interaction_id = ac.interaction_id
        where ac.issue_id = i.id and ac.deleted_at is null and l.state in ('failed', 'bounced', 'uncertain')
          and l.seen_failure_at is null) as failed_letter
    from page join issues i on i.id = page.id
      join user_identifications p on p.id = i.user_identification_id
      left join reps a on a.id = i.assignee_id
      left join issue_reads seen on seen.issue_id = i.id and seen.rep_id = ${viewer ?? null}::int
    order by i.last_activity_at desc, i.id desc`.execute(db)
  return rows
}

function toLine(row: Row): IssueLine {
  const { micros: _, personId, personName: name, personEmail: email, assigneeId, assigneeName, types, ...line } = row
  return {
    ...line,
    status: row.closedAt ? 'closed' : 'open',
    types: types ?? [],
    person: personLine(personId, name, email),
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? '' },
  }
}
