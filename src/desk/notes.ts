import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addAction } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { issueTouched } from './notices.ts'

export type AddedNote = Readonly<{ interactionId: number; actionId: number; changeId: number }>

/** A note that only reps see. 'not found' when the issue is not there; the text must not be empty. */
export async function addNote(tx: Tx, actor: Actor, issueId: number, text: string): Promise<AddedNote | 'not found'> {
  const { rows } = await sql<{ personId: number }>`
    update issues set last_activity_at = now(), version = version + 1 where id = ${issueId} and deleted_at is null
    returning user_identification_id as person_id`.execute(tx)
  if (!rows[0]) return 'not found'
  const { id: interactionId } = await tx
    .insertInto('interactions')
    .values({
      userIdentificationId: rows[0].personId,
      originator: actor.repId === null ? 'automatic' : 'rep',
      channel: 'note',
      repId: actor.repId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const actionId = (await addAction(tx, { interactionId, issueId, details: text }))!
  const changeId = await recordChange(tx, actor, {
    kind: 'note',
    issueId,
    before: { actionId, deleted: true },
    after: { actionId, deleted: false },
  })
  await issueTouched(tx, issueId)
  return { interactionId, actionId, changeId }
}
