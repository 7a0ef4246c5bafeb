import { storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'

/** A dictionary of Hunspell as it was uploaded and tried out. */
export type NewDictionary = Readonly<{
  language: string
  aff: Buffer
  dic: Buffer
  words: number
  memoryBytes: number
  loadMs: number
}>

/** A language by its code, with a region where that matters (BCP 47): de, pt-BR. */
export function isLanguageCode(text: string): boolean {
  return /^[a-z]{2,3}(-[A-Z]{2})?$/.test(text)
}

/** Puts a dictionary in the place of whatever stood for its language. */
export async function installDictionary(tx: Tx, actor: Actor, dictionary: NewDictionary): Promise<number> {
  const { language, aff, dic, ...measured } = dictionary
  const [affSha256, dicSha256] = await storeBlobs(tx, [aff, dic])
  const replaced = await retire(tx, language)
  const values = { language, ...measured, affSha256: affSha256!, dicSha256: dicSha256!, installedBy: actor.repId }
  const { id } = await tx.insertInto('dictionaries').values(values).returning('id').executeTakeFirstOrThrow()
  return recordPlace(tx, actor, { language, before: replaced, after: id })
}

/** Takes an installed dictionary out of use; a shipped one of the same language stands in its place again. */
export async function removeDictionary(tx: Tx, actor: Actor, language: string): Promise<number | 'not found'> {
  const removed = await retire(tx, language)
  return removed === null ? 'not found' : recordPlace(tx, actor, { language, before: removed, after: null })
}

/** Puts back what stood for the language before, where nobody changed it since. */
export async function undoDictionary(
  tx: Tx,
  actor: Actor,
  change: { before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const language = String(change.after.label)
  const now = await retire(tx, language)
  if (now !== change.after.dictionaryId)
    return { conflict: 'The dictionary was changed since: install the one you want.' }
  const before = change.before.dictionaryId as number | null
  if (before !== null)
    await tx.updateTable('dictionaries').set({ removedAt: null }).where('id', '=', before).executeTakeFirst()
  return { changeId: await recordPlace(tx, actor, { language, before: now, after: before }) }
}

/** Answers the dictionary that stood for the language till now. */
async function retire(tx: Tx, language: string): Promise<number | null> {
  const row = await tx
    .updateTable('dictionaries')
    .set({ removedAt: new Date() })
    .where('language', '=', language)
    .where('removedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

function recordPlace(
  tx: Tx,
  actor: Actor,
  { language, before, after }: { language: string; before: number | null; after: number | null },
) {
  const side = (id: number | null) => ({ label: language, dictionaryId: id, installed: id !== null })
  return recordChange(tx, actor, { kind: 'spelling.dictionary', before: side(before), after: side(after) })
}
