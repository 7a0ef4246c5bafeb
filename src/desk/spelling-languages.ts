import { loadBlob } from '../database/blobs.ts'
import type { Db, Tx } from '../database/connection.ts'
import { readSetting, writeSetting } from '../settings/settings.ts'
import { type Actor, recordChange } from './changes.ts'

/** Languages whose dictionaries come along, with the bytes that each takes of the memory while it is used. */
export const shippedLanguages: Readonly<Record<string, number>> = {
  en: 25_000_000,
  'en-GB': 26_000_000,
  fr: 28_000_000,
  es: 26_000_000,
  nl: 41_000_000,
  pt: 60_000_000,
}

const setting = 'spelling'
const enabledAtFirst = ['en', 'fr', 'es', 'nl', 'pt']
const mostLanguages = 30

/** A language that can be checked: shipped, or installed as the dictionary `id`, which then takes its place. */
export type SpellingLanguage = Readonly<{
  language: string
  enabled: boolean
  memoryBytes: number
  installed?: Readonly<{ id: number; words: number; rep: string | null; at: Date }>
}>

/** Every language there is a dictionary for, the enabled ones first and in their order: the first is the usual one. */
export async function listSpellingLanguages(db: Db): Promise<SpellingLanguage[]> {
  const [enabled, rows] = await Promise.all([enabledLanguages(db), installedRows(db)])
  const installed = new Map(rows.map((row) => [row.language, row]))
  const all = [...new Set([...enabled, ...Object.keys(shippedLanguages), ...installed.keys()])]
  return all.flatMap((language): SpellingLanguage[] => {
    const row = installed.get(language)
    const memoryBytes = row?.memoryBytes ?? shippedLanguages[language]
    if (memoryBytes === undefined) return []
    const known = { language, enabled: enabled.includes(language), memoryBytes }
    if (!row) return [known]
    return [{ ...known, installed: { id: row.id, words: row.words, rep: row.rep, at: row.installedAt } }]
  })
}

async function enabledLanguages(db: Db): Promise<readonly string[]> {
  const kept = (await readSetting(db, setting)) as { languages?: unknown } | undefined
  if (!Array.isArray(kept?.languages)) return enabledAtFirst
  return kept.languages.filter((each) => typeof each === 'string')
}

function installedRows(db: Db) {
  return db
    .selectFrom('dictionaries as d')
    .leftJoin('reps as r', 'r.id', 'd.installedBy')
    .select(['d.id', 'd.language', 'd.words', 'd.memoryBytes', 'd.installedAt', 'r.name as rep'])
    .where('d.removedAt', 'is', null)
    .orderBy('d.language')
    .execute()
}

/** Sets which languages letters are checked in; null where nothing changed. The caller knows that each has a dictionary. */
export async function enableLanguages(tx: Tx, actor: Actor, wish: readonly string[]): Promise<number | null> {
  const before = await enabledLanguages(tx)
  const languages = [...new Set(wish)].slice(0, mostLanguages)
  if (before.join() === languages.join()) return null
  await writeSetting(tx, setting, { languages })
  const change = { kind: 'spelling.languages', before: { languages: before }, after: { languages } }
  return recordChange(tx, actor, change)
}

/** Puts the languages back as they were, where nobody changed them since. */
export async function undoLanguages(
  tx: Tx,
  actor: Actor,
  { before, after }: { before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const now = await enabledLanguages(tx)
  if (now.join() !== String(after.languages))
    return { conflict: 'Somebody changed the languages since: set them anew.' }
  const changeId = await enableLanguages(tx, actor, before.languages as string[])
  return changeId === null ? { conflict: 'The languages are as they were already.' } : { changeId }
}

/** The files of an installed dictionary; undefined when there is none any more. */
export async function dictionaryFiles(db: Db, id: number): Promise<{ aff: Buffer; dic: Buffer } | undefined> {
  const row = await db
    .selectFrom('dictionaries')
    .select(['affSha256', 'dicSha256'])
    .where('id', '=', id)
    .executeTakeFirst()
  const [aff, dic] = row ? await Promise.all([loadBlob(db, row.affSha256), loadBlob(db, row.dicSha256)]) : []
  return aff && dic ? { aff, dic } : undefined
}
