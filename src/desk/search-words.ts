import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type Sought, soughtIn } from '../mail/lexemes.ts'
import type { SearchQuery, Term } from './search-query.ts'

/**
 * The text of a tsquery; undefined: no word is asked. `finds`: it has words that must occur, so that the index can
 * find by it; `width` is how many words it names.
 */
export type WordQuery = Readonly<{ text: string | undefined; finds: boolean; width: number }>
export type WordQueries = Readonly<{ emails: WordQuery; letters: WordQuery; notes: WordQuery }>

const mostLookups = 8
const mostAlternatives = 40

/**
 * Free words as queries over lexemes: each word as it is, and every known word that it is a part of (at most 40, those
 * that begin with it and short ones first). One statement over two indexes of the dictionary.
 */
export async function wordQueries(db: Db, query: SearchQuery): Promise<WordQueries> {
  const { words, subject, from } = query
  const terms = [...words, ...subject, ...from].filter((term) => !(term.not && term.phrase))
  const known = await knownWords(db, partsOf(terms))
  const of = (lists: readonly (readonly Term[])[]) => asQuery(lists.flat(), known)
  const excluded = (list: readonly Term[]) => list.filter((term) => !term.not)
  return {
    // What a mail must not be from or about is looked for in those fields alone, not in its words.
    emails: of([words, excluded(subject), excluded(from)]),
    letters: of([words, excluded(subject)]),
    notes: of([words]),
  }
}

type Known = ReadonlyMap<string, readonly string[]>

function partsOf(terms: readonly Term[]): string[] {
  const sought = terms.filter((term) => !term.not && !term.phrase).flatMap((term) => soughtIn(term.text))
  return [...new Set(sought.filter(({ as }) => as === 'part').map(({ lexeme }) => lexeme))].slice(0, mostLookups)
}

/** Longer words that have these parts. Reads some thousands of index entries at most, however frequent a part is. */
async function knownWords(db: Db, parts: readonly string[]): Promise<Known> {
  if (parts.length === 0) return new Map()
  const { rows } = await sql<{ part: string; words: string[] | null }>`
    ${sql.join(parts.map(wordsWith), sql` union all `)}`.execute(db)
  return new Map(rows.map(({ part, words }) => [part, words ?? []]))
}

function wordsWith(part: string): RawBuilder<unknown> {
  const inside =
    part.length > 3
      ? sql`union (select word from search_words where word like ${`%${part}%`} limit 3000)`
      : sql`
    union (select word from search_words where word like ${`%${part}%`} limit 1000)`
  return sql`(select ${part}::text as part, array(
    select word from (
      (select word from search_words where word >= ${part} and word < ${`${part}\u{10fffd}`} order by word limit 500)
      ${inside}
    ) found
    where word <> ${part}
    order by not starts_with(word, ${part}), length(word), word limit ${mostAlternatives}) as words)`
}

function asQuery(terms: readonly Term[], known: Known): WordQuery {
  const parts = terms
    .map((term) => ({ not: term.not, sought: soughtIn(term.text), term }))
    .filter(({ sought }) => sought.length > 0)
  const wanted = parts
    .filter(({ not }) => !not)
    .flatMap(({ sought, term }) => sought.map((one) => (term.phrase ? exactly(one) : either(one, known))))
  const unwanted = parts
    .filter(({ not, term }) => not && !term.phrase)
    .map(({ sought }) => `!(${sought.map(exactly).join(' & ')})`)
  const all = [...new Set([...wanted, ...unwanted])].join(' & ')
  return { text: all || undefined, finds: wanted.length > 0, width: all.split(/ [|&] /).length }
}

/** Letters and digits only come here: nothing to escape. */
function exactly({ lexeme, as }: Sought): string {
  return as === 'start' ? `'${lexeme}':*` : `'${lexeme}'`
}

function either(one: Sought, known: Known): string {
  const words = one.as === 'part' ? (known.get(one.lexeme) ?? []) : []
  return words.length > 0 ? `(${[exactly(one), ...words.map((word) => `'${word}'`)].join(' | ')})` : exactly(one)
}
