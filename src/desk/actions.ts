import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/** Adds an action; undefined when the interaction already has a live one in that issue. An undone one comes back. */
export async function addAction(
  tx: Tx,
  action: { interactionId: number; issueId: number; details: string | null; followUp?: string | null },
): Promise<number | undefined> {
  const { interactionId, issueId, details, followUp = null } = action
  const { rows } = await sql<{ id: number }>`
    insert into actions (interaction_id, issue_id, details, follow_up)
    values (${interactionId}, ${issueId}, ${details}, ${followUp})
    on conflict (interaction_id, issue_id) do update
      set deleted_at = null, details = excluded.details, follow_up = excluded.follow_up
      where actions.deleted_at is not null
    returning id`.execute(tx)
  return rows[0]?.id
}

/** Hides an action or brings it back; false when it was so already. */
export async function setActionDeleted(tx: Tx, actionId: number, deleted: boolean): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('actions')
    .set({ deletedAt: deleted ? new Date() : null })
    .where('id', '=', actionId)
    .where('deletedAt', deleted ? 'is' : 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
