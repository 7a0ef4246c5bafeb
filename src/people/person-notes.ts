import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'

/** What a rep wrote down about a person, beside the issues. */
export type PersonNote = Readonly<{ id: number; personId: number; text: string; rep: string | null; createdAt: Date }>

/** Newest first, at most 100, over all records of one person. */
export async function notesOf(db: Db, personIds: readonly number[]): Promise<PersonNote[]> {
  const { rows } = await sql<PersonNote>`
    select n.id, n.user_identification_id as person_id, n.text, r.name as rep, n.created_at
    from person_notes n left join reps r on r.id = n.rep_id
    where n.user_identification_id = any(${[...personIds]}::int[]) and n.deleted_at is null
    order by n.id desc limit 100`.execute(db)
  return rows
}

export async function insertNote(tx: Tx, personId: number, text: string, repId: number | null): Promise<number> {
  const { id } = await tx
    .insertInto('personNotes')
    .values({ userIdentificationId: personId, text, repId, deletedAt: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Hides a note or brings it back; whose it is, undefined when it was so already or there is none. */
export async function hideNote(tx: Tx, id: number, hidden: boolean): Promise<number | undefined> {
  const { rows } = await sql<{ personId: number }>`
    update person_notes set deleted_at = case when ${hidden}::boolean then now() end
    where id = ${id} and (deleted_at is null) = ${hidden}::boolean
    returning user_identification_id as person_id`.execute(tx)
  return rows[0]?.personId
}
