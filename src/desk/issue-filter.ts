import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Origin, Priority } from '../database/tables.ts'

/** What a list shows; `type: 'none'` means uncategorized, `person` is a user identification's id. */
export type IssueFilter = Readonly<{
  status?: 'open' | 'closed' | 'all' | undefined
  type?: string | undefined
  /** Those with a type that the picklist does not offer: “all others”. */
  offList?: boolean | undefined
  /** Opened within the last 24 hours, 7 or 30 days. */
  opened?: 'day' | 'week' | 'month' | undefined
  assignee?: number | 'none' | 'me' | undefined
  /** A group's name; “none” for issues without one. */
  group?: string | undefined
  priority?: Priority | undefined
  /** In open lists: those that sleep, which are left out otherwise. */
  snoozed?: boolean | undefined
  overdue?: boolean | undefined
  person?: number | undefined
  /** Several records of one person. */
  people?: readonly number[] | undefined
  order?: string | undefined
  /** Issues in the queue of this mailbox, also of mail that came to others too. */
  mailbox?: number | undefined
  origin?: Origin | 'all' | undefined
  /** In the grammar of the search box; see issuesMatching(). */
  q?: string | undefined
  needsLook?: boolean | undefined
}>

/**
 * SQL conditions over a row `i` of issues, but for `offList` and `q`, which ask first. Without `origin` a list shows human issues and whatever a human reopened,
 * except with status `all`, which shows everything. Merged, deleted and (in open lists) snoozed issues stay out.
 */
export function filterConditions(filter: IssueFilter, viewer: number | undefined): RawBuilder<boolean>[] {
  const { status = 'open', origin, type, assignee, group, person, order, mailbox, needsLook } = filter
  const all: RawBuilder<boolean>[] = [
    sql`i.deleted_at is null`,
    sql`i.merged_into_id is null`,
    ...statusOf(status, filter.snoozed),
  ]
  if (origin === undefined ? status !== 'all' : false) all.push(sql`i.listed`)
  if (origin !== undefined && origin !== 'all') all.push(sql`i.origin = ${origin}`)
  if (type === 'none') all.push(sql`not exists (select from issue_types t where t.issue_id = i.id)`)
  else if (type) all.push(sql`exists (select from issue_types t where t.issue_id = i.id and t.type = ${type})`)
  if (filter.opened) all.push(openedWithin(filter.opened))
  if (assignee === 'none') all.push(sql`i.assignee_id is null`)
  else if (assignee !== undefined) all.push(sql`i.assignee_id = ${assignee === 'me' ? (viewer ?? 0) : assignee}`)
  if (group) all.push(group === 'none' ? sql`i.group_name is null` : sql`i.group_name = ${group}`)
  if (filter.priority) all.push(sql`i.priority = ${filter.priority}`)
  if (filter.overdue) all.push(sql`i.due_at < now()`)
  if (person !== undefined) all.push(sql`i.user_identification_id = ${person}`)
  if (filter.people?.length === 1) all.push(sql`i.user_identification_id = ${filter.people[0]}`)
  else if (filter.people) all.push(sql`i.user_identification_id = any(${[...filter.people]}::int[])`)
  if (mailbox !== undefined)
    all.push(sql`(i.mailbox_id = ${mailbox}
      or exists (select from issue_mailboxes b where b.issue_id = i.id and b.mailbox_id = ${mailbox}))`)
  if (order) all.push(sql`i.order_id = ${order}`)
  if (needsLook !== undefined) all.push(sql`i.needs_look = ${needsLook}`)
  return all
}

function* statusOf(status: 'open' | 'closed' | 'all', snoozed = false): Generator<RawBuilder<boolean>> {
  if (status === 'open') {
    yield live
    const asleep = sql<boolean>`(i.snoozed_for_reply or i.snooze_until > now())`
    yield snoozed ? sql`${asleep} is true` : sql`${asleep} is not true`
  }
  if (status === 'closed') yield sql`i.closed_at is not null`
}

const live = sql<boolean>`(i.closed_at is null or i.needs_look)`

const mostLabels = 1000

/**
 * SQL: has a type that the picklist does not offer. Which these are is asked first, one step of an index for each label
 * in use: rare ones are then found by the index of types, where a walk past everything else would take seconds.
 */
export async function hasOffList(db: Db): Promise<RawBuilder<boolean>> {
  const { rows } = await sql<{ type: string; listed: boolean }>`
    with recursive labels (type) as (
      (select type from issue_types order by type limit 1)
      union all
      select (select t.type from issue_types t where t.type > l.type order by t.type limit 1) from labels l where l.type is not null
    )
    select l.type, exists (${listed(sql`l.type`)}) as listed from labels l where l.type is not null limit ${mostLabels}`.execute(
    db,
  )
  if (rows.length === mostLabels)
    return sql`exists (select from issue_types t where t.issue_id = i.id and not exists (${listed(sql`t.type`)}))`
  const labels = rows.filter((row) => !row.listed).map(({ type }) => type)
  if (labels.length === 0) return sql`false`
  return sql`exists (select from issue_types t where t.issue_id = i.id and t.type = any (${labels}::text[]))`
}

function listed(type: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select from picklist_items p where p.picklist = 'issue_type' and p.label = ${type} and p.retired_at is null`
}

const days = { day: 1, week: 7, month: 30 }

/** Nothing is opened after its last activity, so that the walk by activity may end there, too. */
function openedWithin(window: 'day' | 'week' | 'month'): RawBuilder<boolean> {
  const since = sql`now() - ${days[window]}::int * interval '1 day'`
  return sql`(i.opened_at > ${since} and i.last_activity_at > ${since})`
}
