import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import { type Actor, recordChange } from './changes.ts'
import { issuesTouched } from './notices.ts'

type Done = { changeId: number | null } | { problem: string } | 'not found'

/** Issues that have to do with this one, and who watches it. */
export type Ties = Readonly<{
  related: { id: number; subject: string; status: 'open' | 'closed' }[]
  watchers: { id: number; name: string }[]
}>

export async function tiesOf(db: Db, issueId: number): Promise<Ties> {
  const { rows } = await sql<Ties>`${kept}
    select
      coalesce((select json_agg(json_build_object('id', i.id, 'subject', i.subject,
          'status', case when i.closed_at is null then 'open' else 'closed' end) order by i.id)
        from (select other_id as id from issue_relations where issue_id = ${issueId}
          union all select issue_id from issue_relations where other_id = ${issueId} limit 100) o
        join issues i on i.id = o.id and i.deleted_at is null), '[]') as related,
      coalesce((select json_agg(json_build_object('id', r.id, 'name', r.name) order by r.name)
        from issue_watchers w join reps r on r.id = w.rep_id where w.issue_id = ${issueId}), '[]') as watchers`.execute(
    db,
  )
  return rows[0]!
}

/** The acting rep is told of every human mail in the issue from now on, or no more. */
export async function watchIssue(tx: Tx, actor: Actor, issueId: number, watching: boolean): Promise<Done> {
  if (actor.repId === null) return { problem: 'Only a rep can watch an issue: use a key that acts as a rep.' }
  if (!(await issueThere(tx, issueId))) return 'not found'
  const repId = actor.repId
  if (!(await writeWatch(tx, issueId, repId, watching))) return { changeId: null }
  const change = { kind: 'watch', issueId, before: { repId, watching: !watching }, after: { repId, watching } }
  return { changeId: await recordChange(tx, actor, change) }
}

/** Says that two issues have to do with each other, or no longer. */
export async function relateIssues(
  tx: Tx,
  actor: Actor,
  { issueId, other, related }: { issueId: number; other: number; related: boolean },
): Promise<Done> {
  if (issueId === other) return { problem: 'That is this issue itself: name another one.' }
  if (!(await issueThere(tx, issueId))) return 'not found'
  if (related && !(await issueThere(tx, other))) return { problem: `There is no issue ${other}.` }
  if (!(await writeRelation(tx, issueId, other, related))) return { changeId: null }
  await issuesTouched(tx, [issueId, other])
  const change = { kind: 'related', issueId, before: { other, related: !related }, after: { other, related } }
  return { changeId: await recordChange(tx, actor, change) }
}

type Change = { kind: string; issueId: number | null; before: Record<string, unknown>; after: Record<string, unknown> }

/** Watching and relations as they were; somebody may have done the same meanwhile, then it is so already. */
export async function undoTie(
  tx: Tx,
  actor: Actor,
  { kind, issueId, before, after }: Change,
): Promise<{ changeId: number }> {
  if (kind === 'watch') {
    const { repId, watching } = before as { repId: number; watching: boolean }
    await writeWatch(tx, issueId!, repId, watching)
  } else {
    const { other, related } = before as { other: number; related: boolean }
    await writeRelation(tx, issueId!, other, related)
    await issuesTouched(tx, [issueId!, other])
  }
  return { changeId: await recordChange(tx, actor, { kind, issueId, before: after, after: before }) }
}

/** Locks the issue, so that its mark and its watchers never part. */
async function writeWatch(tx: Tx, issueId: number, repId: number, watching: boolean): Promise<boolean> {
  await sql`select from issues where id = ${issueId} for update`.execute(tx)
  const { numAffectedRows } = watching
    ? await sql`insert into issue_watchers (issue_id, rep_id) values (${issueId}, ${repId}) on conflict do nothing`.execute(
        tx,
      )
    : await sql`delete from issue_watchers where issue_id = ${issueId} and rep_id = ${repId}`.execute(tx)
  if (!numAffectedRows) return false
  await sql`update issues set watched = exists (select from issue_watchers where issue_id = ${issueId})
    where id = ${issueId}`.execute(tx)
  await issuesTouched(tx, [issueId])
  return true
}

async function writeRelation(tx: Tx, one: number, other: number, related: boolean): Promise<boolean> {
  const [low, high] = one < other ? [one, other] : [other, one]
  const { numAffectedRows } = related
    ? await sql`insert into issue_relations (issue_id, other_id) values (${low}, ${high}) on conflict do nothing`.execute(
        tx,
      )
    : await sql`delete from issue_relations where issue_id = ${low} and other_id = ${high}`.execute(tx)
  return Boolean(numAffectedRows)
}

async function issueThere(tx: Tx, id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('issues')
    .select('id')
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
