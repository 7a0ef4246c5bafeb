import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { after, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import type { NoticeKind } from '../database/tables-issues.ts'
import type { Actor } from './changes.ts'
import { issuesTouched } from './notices.ts'

/** Something a rep should know of: shown in the page, and by his choice told by mail. */
export type RepNotice = Readonly<{
  id: number
  kind: NoticeKind
  issue: { id: number; subject: string }
  /** How many issues one deed gave him; `issue` is the first. */
  issues: number
  actionId: number | null
  letterId: number | null
  by: { id: number; name: string } | null
  at: Date
  readAt: Date | null
}>

/** Newest first, by keyset over the rep's own index. */
export async function listNotices(
  db: Db,
  repId: number,
  { limit, cursor: from, unread }: Page & { unread?: boolean | undefined },
): Promise<{ items: RepNotice[]; next: string | null }> {
  const cursor = readCursor(from)
  const { rows } = await sql<Omit<RepNotice, 'issue' | 'by'> & Row>`
    select n.id, n.kind, n.issues, n.action_id, n.letter_id, n.at, n.read_at, i.id as issue_id, i.subject,
      r.id as by_id, r.name as by_name, ${microsOf(sql`n.at`)} as micros
    from notices n join issues i on i.id = n.issue_id left join reps r on r.id = n.by_id
    where n.rep_id = ${repId} and i.deleted_at is null and (n.read_at is null or not ${unread ?? false})
      and ${cursor ? after(sql`n.at`, sql`n.id`, cursor) : sql`true`}
    order by n.at desc, n.id desc limit ${limit + 1}`.execute(db)
  const page = cutPage(rows, limit)
  return {
    next: page.next,
    items: page.rows.map(({ issueId, subject, byId, byName, micros: _, ...notice }) => ({
      ...notice,
      issue: { id: issueId, subject },
      by: byId === null ? null : { id: byId, name: byName ?? '' },
    })),
  }
}

type Row = { issueId: number; subject: string; byId: number | null; byName: string | null; micros: string }

/** How many the rep has not read, 99 at most. */
export async function unreadNotices(db: Db, repId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
    select from notices where rep_id = ${repId} and read_at is null limit 99) few`.execute(db)
  return rows[0]!.n
}

/** Whether there are notices about an issue that the rep has not read. */
export async function anyUnread(db: Db, repId: number, issueId: number): Promise<boolean> {
  const row = await db
    .selectFrom('notices')
    .select('id')
    .where('issueId', '=', issueId)
    .where('repId', '=', repId)
    .where('readAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Marks one notice, those of one issue or all of the rep's as read; how many it were. */
export async function readNotices(
  db: Db,
  repId: number,
  which: { id?: number; issueId?: number } = {},
): Promise<number> {
  const { id = null, issueId = null } = which
  const { numAffectedRows } = await sql`
    update notices set read_at = now(), mail_due_at = null where rep_id = ${repId} and read_at is null
      and (${id}::int is null or id = ${id}) and (${issueId}::int is null or issue_id = ${issueId})`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Whoever gives issues to a colleague tells him, once for all of them. */
export async function tellAssigned(tx: Tx, actor: Actor, repId: number, issueIds: readonly number[]): Promise<void> {
  if (repId === actor.repId || issueIds.length === 0) return
  await sql`insert into notices (rep_id, kind, issue_id, issues, by_id, mail_due_at)
    values (${repId}, 'assigned', ${issueIds[0]!}, ${issueIds.length}, ${actor.repId}, notice_mail_due(${repId}))`.execute(
    tx,
  )
}

/** Reps named in a note. */
export async function tellMentioned(
  tx: Tx,
  actor: Actor,
  { repIds, issueId, actionId }: { repIds: readonly number[]; issueId: number; actionId: number },
): Promise<void> {
  const others = repIds.filter((id) => id !== actor.repId)
  if (others.length === 0) return
  await sql`insert into notices (rep_id, kind, issue_id, action_id, by_id, mail_due_at)
    select r, 'mentioned', ${issueId}, ${actionId}, ${actor.repId}, notice_mail_due(r)
    from unnest(${others}::int[]) r`.execute(tx)
}

/** A human wrote in issues that somebody watches; who has not read of it yet is not told again. */
export async function tellWatchers(tx: Tx, issueIds: readonly number[]): Promise<void> {
  if (issueIds.length === 0) return
  await sql`insert into notices (rep_id, kind, issue_id, mail_due_at)
    select w.rep_id, 'watched', w.issue_id, notice_mail_due(w.rep_id) from issue_watchers w
    where w.issue_id = any (${[...issueIds]}::int[]) and not exists (
      select from notices n where n.issue_id = w.issue_id and n.rep_id = w.rep_id and n.kind = 'watched' and n.read_at is null)`.execute(
    tx,
  )
}

/** Follow-ups whose time has come, each told once; for a cron task every minute. */
export async function tellFollowUps(db: Db): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    with due as (
      update actions a set follow_up_told_at = now() from issues i
      where a.follow_up <> '' and a.follow_up_done_at is null and a.deleted_at is null
        and least(a.follow_up_due_at, timestamptz '2250-01-01 00:00+00') <= now() and a.follow_up_told_at is null
        and a.follow_up_assignee_id is not null and i.id = a.issue_id and i.deleted_at is null
      returning a.id, a.issue_id, a.follow_up_assignee_id as rep_id
    )
    insert into notices (rep_id, kind, issue_id, action_id, mail_due_at)
    select rep_id, 'follow_up', issue_id, id, notice_mail_due(rep_id) from due returning issue_id as id`.execute(db)
  await issuesTouched(
    db,
    rows.map((row) => row.id),
  )
}

/** Whether this rep wants notices by mail too. */
export async function noticesByMail(db: Db, repId: number): Promise<boolean> {
  const row = await db.selectFrom('noticeSettings').select('byMail').where('repId', '=', repId).executeTakeFirst()
  return row?.byMail ?? false
}

export async function setNoticesByMail(db: Db, repId: number, byMail: boolean): Promise<void> {
  await sql`insert into notice_settings (rep_id, by_mail) values (${repId}, ${byMail})
    on conflict (rep_id) do update set by_mail = excluded.by_mail`.execute(db)
}
