import { type RawBuilder, sql } from 'kysely'
import type { Origin, Priority } from '../database/tables.ts'
import { lexemeQuery } from '../mail/lexemes.ts'
import { likePart, peopleLike } from '../people/people.ts'

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
  q?: string | undefined
  needsLook?: boolean | undefined
}>

/**
 * SQL conditions over a row `i` of issues. Without `origin` a list shows human issues and whatever a human reopened,
 * except with status `all`, which shows everything. Merged, deleted and (in open lists) snoozed issues stay out.
 */
export function filterConditions(filter: IssueFilter, viewer: number | undefined): RawBuilder<boolean>[] {
  const { status = 'open', origin, type, assignee, group, person, order, mailbox, q, needsLook } = filter
  const all: RawBuilder<boolean>[] = [
    sql`i.deleted_at is null`,
    sql`i.merged_into_id is null`,
    ...statusOf(status, filter.snoozed),
  ]
  if (origin === undefined ? status !== 'all' : false) all.push(sql`i.listed`)
  if (origin !== undefined && origin !== 'all') all.push(sql`i.origin = ${origin}`)
  if (type === 'none') all.push(sql`not exists (select from issue_types t where t.issue_id = i.id)`)
  else if (type) all.push(sql`exists (select from issue_types t where t.issue_id = i.id and t.type = ${type})`)
  if (filter.offList) all.push(hasOffList)
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
  if (q?.trim()) all.push(sql`i.id in (${issuesLike(q.trim(), status)})`)
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

const hasOffList = sql<boolean>`exists (select from issue_types t where t.issue_id = i.id and not exists
  (select from picklist_items p where p.picklist = 'issue_type' and p.label = t.type and p.retired_at is null))`

const days = { day: 1, week: 7, month: 30 }

/** Nothing is opened after its last activity, so that the walk by activity may end there, too. */
function openedWithin(window: 'day' | 'week' | 'month'): RawBuilder<boolean> {
  const since = sql`now() - ${days[window]}::int * interval '1 day'`
  return sql`(i.opened_at > ${since} and i.last_activity_at > ${since})`
}

const hits = 200

/**
 * SQL: ids of issues that a word of a rep may mean: the number (#12), the order, a part of the subject, somebody's
 * name or address, words in mails and letters. Every branch gives its newest hits only, so that none runs away; an
 * open list looks among open issues only, lest newer closed ones take all the places.
 */
function issuesLike(q: string, status: 'open' | 'closed' | 'all'): RawBuilder<{ id: number }> {
  const [among, order] =
    status === 'open' ? [live, sql`i.last_activity_at desc, i.id desc`] : [sql`true`, sql`i.id desc`]
  const newest = (where: RawBuilder<unknown>) => sql`(select i.id from issues i
    where ${where} and ${among} and i.deleted_at is null order by ${order} limit ${hits})`
  const branches = [newest(sql`i.order_id = ${q}`)]
  const words = lexemeQuery(q)
  if (words) branches.push(wordsIn('emails', words), wordsIn('letters', words))
  const number = /^#?(\d{1,9})$/.exec(q)
  if (number) branches.push(sql`(select ${Number(number[1])}::int as id)`)
  // Trigrams need three characters; with fewer the index would be read whole.
  if (q.length >= 3) {
    branches.push(newest(sql`i.subject ilike ${likePart(q)}`))
    branches.push(newest(sql`i.user_identification_id in (${peopleLike(q)})`))
  }
  return sql.join(branches, sql` union `)
}

/** `offset 0` keeps the planner from walking the whole index of actions to merge 200 rows. */
function wordsIn(table: string, query: string): RawBuilder<{ id: number }> {
  return sql`(select a.issue_id as id from
    (select interaction_id from ${sql.table(table)} where search @@ ${query}::tsquery
      order by id desc limit ${hits}) w
    cross join lateral (select issue_id from actions where interaction_id = w.interaction_id and deleted_at is null offset 0) a)`
}
