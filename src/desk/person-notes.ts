import type { Tx } from '../database/connection.ts'
import { hideNote, insertNote } from '../people/person-notes.ts'
import { type Actor, recordChange } from './changes.ts'

/** Writes a note on a person; 'not found' when there is no such record, 'empty' when it says nothing. */
export async function notePerson(
  tx: Tx,
  actor: Actor,
  personId: number,
  text: string,
): Promise<{ noteId: number; changeId: number } | 'not found' | 'empty'> {
  if (text.trim() === '') return 'empty'
  const known = await tx.selectFrom('userIdentifications').select('id').where('id', '=', personId).executeTakeFirst()
  if (!known) return 'not found'
  const noteId = await insertNote(tx, personId, text.trim(), actor.repId)
  const change = { kind: 'person.note', userIdentificationId: personId, after: { noteId, hidden: false } }
  return { noteId, changeId: await recordChange(tx, actor, change) }
}

/** Takes a note away, or brings it back; the history keeps which. */
export async function setNoteHidden(
  tx: Tx,
  actor: Actor,
  noteId: number,
  hidden: boolean,
): Promise<{ changeId: number } | 'not found'> {
  const personId = await hideNote(tx, noteId, hidden)
  if (personId === undefined) return 'not found'
  const change = { kind: 'person.note', userIdentificationId: personId, after: { noteId, hidden } }
  return { changeId: await recordChange(tx, actor, change) }
}

/** Takes either back by doing the other. */
export async function undoPersonNote(tx: Tx, actor: Actor, change: { after: Record<string, unknown> }) {
  const { noteId, hidden } = change.after as { noteId: number; hidden: boolean }
  const done = await setNoteHidden(tx, actor, noteId, !hidden)
  return done === 'not found' ? { conflict: 'Somebody changed the note since.' } : done
}
