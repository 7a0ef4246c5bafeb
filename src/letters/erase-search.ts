import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

const most = 20_000

/** The words by which what was said in these contacts is found, each once. */
export async function wordsOf(tx: Tx, interactionIds: readonly number[]): Promise<string[]> {
  const own = sql`interaction_id = any(${[...interactionIds]}::int[])`
  const { rows } = await sql<{ word: string }>`
    select distinct unnest(tsvector_to_array(search)) as word from (
      select search from emails where ${own} union all select search from letters where ${own}
      union all select search from actions where ${own}) s
    where search is not null limit ${most}`.execute(tx)
  return rows.map((row) => row.word)
}

/** Takes words out of the list of known words that nothing says any more. */
export async function forgetWords(tx: Tx, words: readonly string[]): Promise<void> {
  const { rows } = await sql<{ known: string | null }>`select to_regclass('search_words')::text as known`.execute(tx)
  if (!rows[0]?.known) return
  for (const word of words) {
    const query = `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    await sql`delete from search_words where word = ${word}
      and not exists (select from emails where search @@ ${query}::tsquery)
      and not exists (select from letters where search @@ ${query}::tsquery)
      and not exists (select from actions where search @@ ${query}::tsquery)`.execute(tx)
  }
}
