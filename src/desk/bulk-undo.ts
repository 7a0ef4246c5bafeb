import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { type Part, partOf, writeParts } from './bulk.ts'
import type { Actor } from './changes.ts'
import { differing, type IssueValues, lockEach } from './issue-values.ts'

type Written = Readonly<{ issueId: number; before: Partial<IssueValues>; after: Partial<IssueValues> }>

/**
 * Puts every issue of a deed on many back, but those that somebody changed since in the same things, and, where that
 * would close them, those in which the customer wrote since. A sentence where none can be put back.
 */
export async function undoBulk(
  tx: Tx,
  actor: Actor,
  change: { id: number },
): Promise<{ changeId: number } | { conflict: string }> {
  const { rows } = await sql<Written>`
    select issue_id, before, after from change_parts where change_id = ${change.id} order by issue_id`.execute(tx)
  const locked = await lockEach(
    tx,
    rows.map((row) => row.issueId),
  )
  const heard = await heardSince(tx, change.id)
  const parts = rows.flatMap(({ issueId, before, after }): Part[] => {
    const issue = locked.get(issueId)
    if (!issue || issue.values.deletedAt || issue.values.mergedIntoId) return []
    if (Object.keys(differing(issue.values, after)).length > 0) return []
    return before.closedAt && !issue.values.closedAt && heard.has(issueId) ? [] : [partOf(issue, before)]
  })
  if (parts.length === 0) return { conflict: 'Every one of these issues was changed since: look at each of them.' }
  return { changeId: await writeParts(tx, actor, parts, { undo: change.id }) }
}

/** In which of its issues the customer said something after it. */
async function heardSince(tx: Tx, changeId: number): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ issueId: number }>`
    select distinct a.issue_id from change_parts p join changes c on c.id = p.change_id
      join actions a on a.issue_id = p.issue_id and a.deleted_at is null
      join interactions n on n.id = a.interaction_id and n.originator = 'customer' and n.created_at > c.at
    where p.change_id = ${changeId}`.execute(tx)
  return new Set(rows.map((row) => row.issueId))
}
