import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { issuesTouched } from '../desk/notices.ts'
import { writeTimes } from '../desk/times.ts'
import { bounded, insertEntries } from './past-entries.ts'
import { broughtRows, markBrought, type PastIssue, type PastSource } from './past-source.ts'
import { oneLine } from './quote.ts'

export type Brought = Readonly<{ issueId: number; issues: number; entries: number }>

const mostEntries = 2000
const atOnce = 50

/**
 * Writes an issue of another helpdesk as history, in the caller's transaction: nothing is sent, acknowledged or told.
 * What was brought by the same ids stays as it is here, and only entries that are new come in; so it may run again.
 */
export async function bringIssue(tx: Tx, from: PastSource, personId: number, issue: PastIssue): Promise<Brought> {
  // What a crash takes of these commits, the same import brings again.
  await sql`set local synchronous_commit = off`.execute(tx)
  await sql`select set_config('antfarm.history', 'yes', true)`.execute(tx) // webhooks stay silent (0039-webhooks.sql)
  const once = new Map(issue.entries.map((entry) => [entry.externalId, entry]))
  const entries = [...once.values()].slice(0, mostEntries).map(bounded)
  const known = await broughtRows(tx, from.source, 'issue', [issue.externalId])
  const here = known.get(issue.externalId)
  const issueId = here ?? (await insertIssue(tx, from, personId, { ...issue, entries }))
  if (here === undefined) await markBrought(tx, from.source, 'issue', [[issue.externalId, issueId]])
  const old = await broughtRows(
    tx,
    from.source,
    'entry',
    entries.map((entry) => entry.externalId),
  )
  const fresh = entries.filter((entry) => !old.has(entry.externalId))
  const gone = here !== undefined && !(await isThere(tx, issueId))
  if (fresh.length === 0 || gone) return { issueId, issues: here === undefined ? 1 : 0, entries: 0 }
  const place = { personId, issueId, subject: oneLine(issue.subject) }
  for (let at = 0; at < fresh.length; at += atOnce) await insertEntries(tx, from, place, fresh.slice(at, at + atOnce))
  await touch(tx, issueId)
  await writeTimes(tx, [issueId])
  await issuesTouched(tx, [issueId])
  return { issueId, issues: here === undefined ? 1 : 0, entries: fresh.length }
}

async function isThere(tx: Tx, id: number): Promise<boolean> {
  const row = await tx.selectFrom('issues').select('mergedIntoId').where('id', '=', id).executeTakeFirst()
  return row !== undefined && row.mergedIntoId === null
}

async function insertIssue(tx: Tx, { mailbox }: PastSource, personId: number, issue: PastIssue): Promise<number> {
  const { id } = await tx
    .insertInto('issues')
    .values({
      userIdentificationId: personId,
      mailboxId: mailbox.id,
      subject: oneLine(issue.subject.replaceAll('\0', '').toWellFormed()).slice(0, 500),
      priority: issue.priority,
      openedAt: issue.openedAt,
      closedAt: issue.closedAt,
      lastActivityAt: issue.openedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const types = [...new Set(issue.types)].map((type) => ({ issueId: id, type }))
  if (types.length > 0) await tx.insertInto('issueTypes').values(types).execute()
  return id
}

/** What lists show of an issue, from what stands in it now. */
async function touch(tx: Tx, issueId: number): Promise<void> {
  await sql`
    update issues i set last_activity_at = greatest(i.last_activity_at, t.last_at), last_inbound_at = t.inbound,
      snippet = coalesce(left(regexp_replace(t.said, '\\s+', ' ', 'g'), 200), i.snippet)
    from (
      select max(n.occurred_at) as last_at, max(n.occurred_at) filter (where n.originator = 'customer') as inbound,
        (array_agg(coalesce(e.text, l.text) order by n.occurred_at desc, n.id desc)
          filter (where coalesce(e.text, l.text) is not null))[1] as said
      from actions a join interactions n on n.id = a.interaction_id
        left join emails e on e.interaction_id = n.id left join letters l on l.interaction_id = n.id
      where a.issue_id = ${issueId} and a.deleted_at is null
    ) t where i.id = ${issueId}`.execute(tx)
}
