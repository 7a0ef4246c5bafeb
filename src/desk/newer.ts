import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/**
 * Which of these fields somebody wrote after that change of an issue or a person, also where the same value stands
 * there again. Changes that were taken back do not count, nor do the undos that took them back: an undo and what it
 * undoes bear the time of one transaction.
 */
export async function writtenSince(tx: Tx, changeId: number, fields: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ field: string }>`
    select distinct f.field
    from changes c join changes n on n.id > c.id and n.undone_at is null and split_part(n.kind, '.', 1) = split_part(c.kind, '.', 1)
        and (n.issue_id = c.issue_id or n.user_identification_id = c.user_identification_id)
      cross join lateral jsonb_object_keys(n.after) as f (field)
    where c.id = ${changeId} and f.field = any (${[...fields]}::text[]) and not exists (
      select from changes u where u.undone_at = n.at
        and (u.issue_id = n.issue_id or u.user_identification_id = n.user_identification_id))`.execute(tx)
  return rows.map((row) => row.field)
}

/** Whether the customer said something in the issue after that change, so that closing it would hide their words. */
export async function customerWroteSince(tx: Tx, issueId: number, changeId: number): Promise<boolean> {
  const { rows } = await sql`
    select from actions a join interactions n on n.id = a.interaction_id
    where a.issue_id = ${issueId} and a.deleted_at is null and n.originator = 'customer'
      and n.created_at > (select at from changes where id = ${changeId}) limit 1`.execute(tx)
  return rows.length > 0
}
