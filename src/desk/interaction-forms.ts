import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'

/** What a form that was saved came to. */
export type SavedForm = Readonly<{ interactionId: number; issueId: number; changeId: number }>

/**
 * Takes a form's key for this transaction: undefined, and the deed may be done; else what an earlier submit of the same
 * form did. One in flight is waited for, so that a double click has one effect.
 */
export async function takeForm(tx: Tx, key: string, repId: number): Promise<SavedForm | undefined> {
  const { rows } = await sql`
    insert into interaction_forms (key, rep_id) values (${key}, ${repId}) on conflict do nothing returning key`.execute(
    tx,
  )
  if (rows.length > 0) return undefined
  const saved = await sql<SavedForm>`
    select interaction_id, issue_id, change_id from interaction_forms where key = ${key} and interaction_id is not null`.execute(
    tx,
  )
  return saved.rows[0]
}

export async function settleForm(tx: Tx, key: string, saved: SavedForm): Promise<void> {
  await tx.updateTable('interactionForms').set(saved).where('key', '=', key).execute()
}

export type OwnIssue = Readonly<{ id: number; subject: string }>

/** The newest open issues of a person, over all records of the same registered user: what a call is likely about. */
export async function openIssuesOf(db: Db, personId: number): Promise<OwnIssue[]> {
  const { rows } = await sql<OwnIssue>`
    with records as (
      select id from user_identifications where id = ${personId}
      union select o.id from user_identifications p join user_identifications o on o.shop_user_id = p.shop_user_id
        where p.id = ${personId}
    )
    select id, subject from issues where user_identification_id in (select id from records)
      and closed_at is null and deleted_at is null order by last_activity_at desc, id desc limit 8`.execute(db)
  return rows
}
