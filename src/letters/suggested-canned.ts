import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { CannedWriter } from '../desk/canned-changes.ts'
import { recordCannedSet } from '../desk/canned-set.ts'
import { makeCanned } from './canned.ts'
import { type SuggestedLanguage, suggestedTexts } from './suggested-texts.ts'

export type SuggestedDone = Readonly<{ ids: number[]; changeId: number | null }>

/**
 * Adds the texts that every shop needs, shared with everybody, but those whose titles are taken in that language. One
 * change, whose undo takes them away again.
 */
export async function addSuggested(tx: Tx, writer: CannedWriter, language: SuggestedLanguage): Promise<SuggestedDone> {
  const ids: number[] = []
  for (const [folder, title, body] of suggestedTexts[language]) {
    if (await isTaken(tx, title, language)) continue
    const done = await makeCanned(tx, writer, { title, body, folder, language, shared: true })
    if (typeof done === 'string' || 'problem' in done) continue
    ids.push(done.id)
  }
  return { ids, changeId: await recordCannedSet(tx, writer.actor, ids) }
}

async function isTaken(tx: Tx, title: string, language: string): Promise<boolean> {
  const { rows } = await sql`
    select from canned_responses where deleted_at is null and owner_id is null and language = ${language}
      and lower(title) = ${title.toLowerCase()} limit 1`.execute(tx)
  return rows.length > 0
}
