import { type RawBuilder, sql } from 'kysely'

const textLimit = 100_000
const longest = 60
const most = 5000
/** Written without spaces between words: found by pairs of characters. */
const unspaced = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/u
const stretches = new RegExp(`${unspaced.source}+|${unspaced.source.replace('[', '[^')}+`, 'gu')

/**
 * The words of a text as the search index holds them, each once, with blanks between: lower case, without accents, a
 * run of Chinese or Thai as pairs of characters. Looks at the first 100,000 characters. PostgreSQL's own parser knows
 * no word boundaries there, and costs four times as much.
 */
export function lexemesOf(text: string): string {
  const found = new Set<string>()
  for (const word of wordsOf(text.slice(0, textLimit))) {
    for (const lexeme of unspaced.test(word) ? stretchLexemes(word) : [word]) found.add(lexeme.slice(0, longest))
    if (found.size >= most) break
  }
  return [...found].join(' ').toWellFormed()
}

/** SQL: what the index holds of these lexemes. */
export function searchVector(lexemes: string | RawBuilder<unknown>): RawBuilder<string> {
  return sql`array_to_tsvector(string_to_array(${lexemes}, ' '))`
}

/**
 * What a rep typed as the text of a tsquery: every word must occur, one after a minus must not. Undefined where there
 * is no word to look for.
 */
export function lexemeQuery(q: string): string | undefined {
  const terms = q
    .slice(0, 500)
    .split(/\s+/)
    .flatMap((term) => {
      const not = /^-[^-]/.test(term) ? '!' : ''
      const lexemes = wordsOf(term).flatMap((word) => (unspaced.test(word) ? stretchQuery(word) : [quoted(word)]))
      return lexemes.length > 0 ? [`${not}(${lexemes.join(' & ')})`] : []
    })
  return terms.some((term) => !term.startsWith('!')) ? terms.join(' & ') : undefined
}

/** One lexeme to look for: `part` where it may stand inside a longer word, `start` where it only begins one. */
export type Sought = Readonly<{ lexeme: string; as: 'part' | 'word' | 'start' }>

/** The lexemes that one typed term stands for; all of them must occur. At most 12. */
export function soughtIn(term: string): Sought[] {
  const found = wordsOf(term.slice(0, 500)).flatMap((word): Sought[] =>
    (word.match(stretches) ?? []).flatMap((stretch): Sought[] => {
      if (!unspaced.test(stretch))
        return [{ lexeme: stretch.slice(0, longest), as: stretch.length > 2 ? 'part' : 'word' }]
      const all = pairs(stretch)
      if (all.length === 1) return [{ lexeme: stretch, as: 'start' }]
      return all.slice(0, -1).map((lexeme) => ({ lexeme, as: 'word' }))
    }),
  )
  return found.slice(0, 12).map((one) => ({ ...one, lexeme: one.lexeme.toWellFormed() }))
}

/** A text as words with one blank between: lower case, without accents. What a phrase is compared with. */
export function plainWords(text: string): string {
  return wordsOf(text).join(' ')
}

function wordsOf(text: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has its short way
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return folded(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}

/** Accents of Latin, Greek and Cyrillic go; other scripts' marks are letters to their readers. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/[̀-ͯ]/g, '').normalize('NFC').toLowerCase()
}

function stretchLexemes(word: string): string[] {
  return (word.match(stretches) ?? []).flatMap((stretch) => (unspaced.test(stretch) ? pairs(stretch) : [stretch]))
}

/** Every character begins a lexeme, the last one alone: so a single character is found, too. */
function pairs(stretch: string): string[] {
  const chars = [...stretch]
  return chars.map((char, at) => char + (chars[at + 1] ?? ''))
}

function stretchQuery(word: string): string[] {
  return (word.match(stretches) ?? []).flatMap((stretch) => {
    if (!unspaced.test(stretch)) return [quoted(stretch)]
    const found = pairs(stretch)
    return found.length === 1 ? [`${quoted(stretch)}:*`] : found.slice(0, -1).map(quoted)
  })
}

/** Letters and digits only come here: nothing to escape. */
const quoted = (lexeme: string) => `'${lexeme.slice(0, longest).toWellFormed()}'`
