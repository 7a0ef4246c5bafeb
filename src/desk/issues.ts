import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { after, before, type Cursor, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import { kept } from '../database/kept.ts'
import type { Origin, Priority } from '../database/tables.ts'
import { type PersonLine, personEmail, personLine, personName } from '../people/people.ts'
import { type Actor, recordChange } from './changes.ts'
import { groupOfTypes } from './groups.ts'
import { filterConditions, hasOffList, type IssueFilter } from './issue-filter.ts'
import { type Conflict, cleanTypes, conflictSince, type IssuePatch, patchProblem, wantedValues } from './issue-patch.ts'
import { differing, lockIssue, pick, writeIssue } from './issue-values.ts'
import { issueTouched } from './notices.ts'
import { addParticipants } from './participants.ts'
import { tellAssigned } from './rep-notices.ts'
import { issuesMatching } from './search-issues.ts'
import { writeTimes } from './times.ts'

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
  /** Asleep until the customer writes. */
  snoozedForReply: boolean
  dueAt: Date | null
  /** Since when the customer's newest words wait for an answer; null: they do not. */
  waitingSince: Date | null
  mailboxId: number | null
  continuesId: number | null
  mergedIntoId: number | null
}>

/** `viewer` is the rep who looks: for `unread` and for `assignee: 'me'`. */
export type IssuePage = Page & Readonly<{ viewer?: number | undefined; oldestFirst?: boolean | undefined }>

export type IssueList = Readonly<{ items: IssueLine[]; next: string | null }>

/**
 * Newest activity first, by keyset: a page never repeats or skips what did not move. Open lists walk the partial
 * index of open issues, so their cost does not grow with closed ones. A cursor not of ours starts at the first page.
 */
export async function listIssues(db: Db, filter: IssueFilter, page: IssuePage): Promise<IssueList> {
  const cursor = readCursor(page.cursor)
  const conditions: RawBuilder<unknown>[] = filterConditions(filter, page.viewer)
  const { q, status = 'open' } = filter
  if (filter.offList) conditions.push(await hasOffList(db))
  if (q?.trim()) conditions.push(...(await issuesMatching(db, q, { open: status === 'open', viewer: page.viewer })))
  const pass = page.oldestFirst ? before : after
  if (cursor) conditions.push(pass(sql`i.last_activity_at`, sql`i.id`, cursor))
  const way = page.oldestFirst ? sql`asc` : sql`desc`
  const found = await sql<Cursor>`
    select i.id, ${microsOf(sql`i.last_activity_at`)} as micros from issues i where ${sql.join(conditions, sql` and `)}
    order by i.last_activity_at ${way}, i.id ${way} limit ${page.limit + 1}`.execute(db)
  const { rows, next } = cutPage(found.rows, page.limit)
  const ids = rows.map(({ id }) => id)
  return { items: await lines(db, ids, page.viewer), next }
}

/** One issue, also a closed or merged one; undefined when there is none or it was deleted. */
export async function getIssue(db: Db, id: number, viewer?: number): Promise<IssueLine | undefined> {
  return (await lines(db, [id], viewer))[0]
}

export type ChangeIssueResult =
  | 'not found'
  | { conflict: Conflict }
  | { problem: string }
  | { changeId: number | null; issue: IssueLine }

/**
 * Changes an issue, writes it into the history and tells live pages. With `version`, the version that the caller
 * saw, a newer one is a conflict. Nothing to change: changeId is null. Closing names the closer; reopening clears
 * both and lists the issue.
 */
export async function changeIssue(
  tx: Tx,
  actor: Actor,
  id: number,
  patch: IssuePatch & { version?: number | undefined },
): Promise<ChangeIssueResult> {
  const issue = await lockIssue(tx, id)
  if (!issue || issue.values.deletedAt) return 'not found'
  const { mergedIntoId } = issue.values
  if (mergedIntoId) return { problem: `Issue ${id} was merged into ${mergedIntoId}: change that one.` }
  const wanted = wantedValues(issue, actor, patch)
  if (patch.version !== undefined && patch.version !== issue.version)
    return { conflict: await conflictSince(tx, issue, patch.version, wanted) }
  const problem = await patchProblem(tx, patch)
  if (problem) return { problem }
  const after = differing(issue.values, wanted)
  let changeId: number | null = null
  if (Object.keys(after).length > 0) {
    await writeIssue(tx, id, after)
    const before = pick(issue.values, after)
    changeId = await recordChange(tx, actor, {
      ...{ kind: 'issue.update', issueId: id, before, after: { ...after } },
      issueVersion: issue.version + 1,
    })
    if (after.closedAt !== undefined) await writeTimes(tx, [id])
    if (after.assigneeId) await tellAssigned(tx, actor, after.assigneeId, [id])
    await issueTouched(tx, id)
  }
  return { changeId, issue: (await getIssue(tx, id, actor.repId ?? undefined))! }
}

export type NewIssue = Readonly<{
  personId: number
  subject: string
  types?: readonly string[] | undefined
  orderId?: string | null | undefined
  /** Instead of the group of its types. */
  group?: string | undefined
  mailboxId?: number | null | undefined
  origin?: Origin | undefined
  listed?: boolean | undefined
  closed?: boolean | undefined
}>

/** Opens an issue for a person who exists, in the group of its types; his addresses become its participants. */
export async function openIssue(tx: Tx, actor: Actor, issue: NewIssue): Promise<{ issueId: number; changeId: number }> {
  const types = cleanTypes(issue.types ?? [])
  const { id } = await tx
    .insertInto('issues')
    .values({
      userIdentificationId: issue.personId,
      subject: issue.subject,
      orderId: issue.orderId ?? null,
      groupName: issue.group ?? (await groupOfTypes(tx, types)),
      mailboxId: issue.mailboxId ?? null,
      origin: issue.origin ?? 'human',
      listed: issue.listed ?? true,
      closedAt: issue.closed ? new Date() : null,
      closedBy: issue.closed ? actor.repId : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (types.length > 0)
    await tx
      .insertInto('issueTypes')
      .values(types.map((type) => ({ issueId: id, type })))
      .execute()
  await addParticipants(tx, id, issue.personId)
  const change = { kind: 'issue.open', issueId: id, before: { deletedAt: new Date() }, after: { deletedAt: null } }
  const changeId = await recordChange(tx, actor, change)
  await issueTouched(tx, id)
  return { issueId: id, changeId }
}

/** This rep has seen everything that is in the issue now. */
export async function markRead(db: Db, repId: number, issueId: number): Promise<void> {
  await sql`insert into issue_reads (rep_id, issue_id) values (${repId}, ${issueId})
    on conflict (rep_id, issue_id) do update set read_at = now()`.execute(db)
}

type Row = Omit<IssueLine, 'status' | 'types' | 'person' | 'assignee'> & {
  types: string[] | null
  personId: number
  personName: string
  personEmail: string | null
  assigneeId: number | null
  assigneeName: string | null
}

/** Open, and no rep said anything but notes since the customer's newest words. A letter that was undone is none. */
const waitingSince = sql<Date | null>`case when i.closed_at is null and i.last_inbound_at is not null and not exists (
  select from actions ac join interactions n on n.id = ac.interaction_id left join letters l on l.interaction_id = n.id
  where ac.issue_id = i.id and ac.deleted_at is null and n.originator = 'rep' and n.channel <> 'note'
    and n.occurred_at >= i.last_inbound_at and l.state is distinct from 'cancelled') then i.last_inbound_at end`

/** What a line shows of each of these issues, in their order; deleted ones are left out. */
async function lines(db: Db, ids: readonly number[], viewer: number | undefined): Promise<IssueLine[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Row>`${kept}
    select i.id, i.subject, i.origin, i.order_id, i.opened_at, i.closed_at, i.group_name as "group", i.priority,
      i.last_activity_at, i.needs_look, i.version, i.snippet, i.has_attachment, i.snooze_until,
      i.snoozed_for_reply, i.due_at, ${waitingSince} as waiting_since, i.mailbox_id,
      i.continues_id, i.merged_into_id,
      (select array_agg(t.type order by t.type) from issue_types t where t.issue_id = i.id) as types,
      p.id as person_id, ${personName} as person_name, ${personEmail} as person_email,
      a.id as assignee_id, a.name as assignee_name,
      ${viewer ?? null}::int is not null and i.last_inbound_at > coalesce(seen.read_at, '-infinity') is true as unread,
      exists (select from actions ac join letters l on l.interaction_id = ac.interaction_id
        where ac.issue_id = i.id and ac.deleted_at is null and l.seen_failure_at is null
          and (l.state in ('failed', 'bounced', 'uncertain') or (l.state = 'sent' and l.reason is not null))) as failed_letter
    from ${pageOf(ids)} join issues i on i.id = page.id and i.deleted_at is null
      join user_identifications p on p.id = i.user_identification_id
      left join reps a on a.id = i.assignee_id
      left join issue_reads seen on seen.issue_id = i.id and seen.rep_id = ${viewer ?? null}::int
    order by page.place`.execute(db)
  return rows.map(toLine)
}

/** One alone in a statement of its own: prepared for many, it would be planned anew each time for one. */
function pageOf(ids: readonly number[]): RawBuilder<unknown> {
  return ids.length === 1
    ? sql`(select ${ids[0]}::int as id, 1 as place) page`
    : sql`unnest(${ids}::int[]) with ordinality page (id, place)`
}

function toLine(row: Row): IssueLine {
  const { personId, personName: name, personEmail: email, assigneeId, assigneeName, types, ...line } = row
  return {
    ...line,
    status: row.closedAt ? 'closed' : 'open',
    types: types ?? [],
    person: personLine(personId, name, email),
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? '' },
  }
}
