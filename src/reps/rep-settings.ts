import type { Db } from '../database/connection.ts'

export type KeySettings = Readonly<{ single: boolean; own: Record<string, string> }>

/** The languages of the desk. */
export const repLanguages = ['de', 'en', 'es', 'fr'] as const
export type RepLanguage = (typeof repLanguages)[number]

/** Whether single keys do something for this rep, which they do until turned off, and the keys of the rep's own. */
export async function keySettings(db: Db, repId: number): Promise<KeySettings> {
  const row = await db
    .selectFrom('repSettings')
    .select(['singleKeys', 'keys'])
    .where('repId', '=', repId)
    .executeTakeFirst()
  return { single: row?.singleKeys ?? true, own: row?.keys ?? {} }
}

/** Turns single keys on or off, on every machine where this rep works. */
export async function setSingleKeys(db: Db, repId: number, on: boolean): Promise<void> {
  await db
    .insertInto('repSettings')
    .values({ repId, singleKeys: on })
    .onConflict((c) => c.column('repId').doUpdateSet({ singleKeys: on }))
    .execute()
}

/** Gives the deeds these keys and all others their usual ones. */
export async function setOwnKeys(db: Db, repId: number, keys: Readonly<Record<string, string>>): Promise<void> {
  const text = JSON.stringify(keys)
  await db
    .insertInto('repSettings')
    .values({ repId, keys: text })
    .onConflict((c) => c.column('repId').doUpdateSet({ keys: text }))
    .execute()
}

/** The language that this rep chose; null: the browser's. */
export async function ownLanguage(db: Db, repId: number): Promise<RepLanguage | null> {
  const row = await db.selectFrom('repSettings').select('language').where('repId', '=', repId).executeTakeFirst()
  return row?.language ?? null
}

/** Chooses the language of the desk, on every machine where this rep works; null leaves it to each browser. */
export async function setOwnLanguage(db: Db, repId: number, language: RepLanguage | null): Promise<void> {
  await db
    .insertInto('repSettings')
    .values({ repId, language })
    .onConflict((c) => c.column('repId').doUpdateSet({ language }))
    .execute()
}
