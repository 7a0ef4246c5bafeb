import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import { type Actor, recordChange } from './changes.ts'

/** A word that reps taught the desk: never a misspelling, in no language. */
export type TaughtWord = Readonly<{ id: number; word: string; rep: string | null; taughtAt: Date }>

const mostWords = 50_000
const longest = 60

/** How a taught word is kept: composed, a plain apostrophe, no soft hyphens. */
function cleanWord(word: string): string {
  return word.trim().normalize('NFC').replaceAll('’', "'").replaceAll('\u00ad', '')
}

/** Teaches a word to all; a word that is known already changes nothing. */
export async function teachWord(
  tx: Tx,
  actor: Actor,
  text: string,
): Promise<{ id: number; word: string; changeId: number | null } | { problem: string }> {
  const word = cleanWord(text)
  if (!/^\p{L}[\p{L}\p{M}\p{N}'.-]*$/u.test(word) || word.length > longest)
    return { problem: `“${[...word].slice(0, longest).join('')}” is no word: write letters, at most ${longest}.` }
  const { rows } = await sql<{ full: boolean }>`
    select count(*) >= ${mostWords} as full from (select from spelling_words where removed_at is null limit ${mostWords}) w`.execute(
    tx,
  )
  if (rows[0]?.full) return { problem: `There are ${mostWords} taught words: prune some.` }
  const values = { word, wordKey: word.toLowerCase(), taughtBy: actor.repId }
  const made = await tx
    .insertInto('spellingWords')
    .values(values)
    .onConflict((c) => c.column('wordKey').where('removedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return { ...(await standing(tx, values.wordKey)), changeId: null }
  return { id: made.id, word, changeId: await recordWord(tx, actor, { id: made.id, word, taught: true }) }
}

/** Takes a taught word out again. */
export async function pruneWord(tx: Tx, actor: Actor, id: number): Promise<number | 'not found'> {
  const row = await tx
    .updateTable('spellingWords')
    .set({ removedAt: new Date() })
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .returning('word')
    .executeTakeFirst()
  return row ? recordWord(tx, actor, { id, word: row.word, taught: false }) : 'not found'
}

/** Takes teaching or pruning back. */
export async function undoWord(
  tx: Tx,
  actor: Actor,
  { after: now }: { after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const [id, word] = [Number(now.wordId), String(now.label)]
  if (now.taught) {
    const changeId = await pruneWord(tx, actor, id)
    return changeId === 'not found' ? { conflict: `“${word}” was pruned already.` } : { changeId }
  }
  const again = await tx
    .selectFrom('spellingWords')
    .select('id')
    .where('wordKey', '=', word.toLowerCase())
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (again) return { conflict: `“${word}” was taught again already.` }
  await tx.updateTable('spellingWords').set({ removedAt: null }).where('id', '=', id).execute()
  return { changeId: await recordWord(tx, actor, { id, word, taught: true }) }
}

/** Newest first; of `q` those that contain it. */
export async function listTaughtWords(db: Db, page: Page & { q?: string | undefined }) {
  const cursor = readCursor(page.cursor)
  const like = `%${(page.q ?? '').toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const { rows: found } = await sql<TaughtWord & { micros: string }>`
    select w.id, w.word, w.taught_at, r.name as rep, ${microsOf(sql`w.taught_at`)} as micros
    from spelling_words w left join reps r on r.id = w.taught_by
    where w.removed_at is null and w.word_key like ${like} and ${cursor ? sql`w.id < ${cursor.id}` : sql`true`}
    order by w.id desc limit ${page.limit + 1}`.execute(db)
  const { rows, next } = cutPage(found, page.limit)
  return { items: rows.map(({ micros: _, ...word }) => word), next }
}

function recordWord(tx: Tx, actor: Actor, { id, word, taught }: { id: number; word: string; taught: boolean }) {
  const side = (is: boolean) => ({ wordId: id, label: word, taught: is })
  const kind = taught ? 'spelling.teach' : 'spelling.prune'
  return recordChange(tx, actor, { kind, before: side(!taught), after: side(taught) })
}

function standing(tx: Tx, wordKey: string) {
  return tx
    .selectFrom('spellingWords')
    .select(['id', 'word'])
    .where('wordKey', '=', wordKey)
    .where('removedAt', 'is', null)
    .executeTakeFirstOrThrow()
}
