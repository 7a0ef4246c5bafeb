import { plainWords, soughtIn } from '../mail/lexemes.ts'
import type { SearchQuery, Term } from './search-query.ts'

/** A piece of text with what was looked for in it: pairs of start and end, in order, not overlapping. */
export type Excerpt = Readonly<{ text: string; marks: readonly (readonly [number, number])[] }>

const longest = 240
const before = 70
const mostMarks = 200

/** What to mark of a query's words: folded pieces, as lexemes are. */
export function needlesOf({ words, subject, from }: SearchQuery): string[] {
  const wanted = (terms: readonly Term[]) => terms.filter(({ not }) => !not).flatMap(({ text }) => soughtIn(text))
  return [...new Set(wanted([...words, ...subject, ...from]).map(({ lexeme }) => lexeme))]
}

/** Where the needles occur in a text. Linear in the text; at most 200 marks. */
export function marksIn(text: string, needles: readonly string[]): (readonly [number, number])[] {
  const marks: [number, number][] = []
  if (needles.length === 0) return marks
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    for (const [start, end] of inWord(word, needles)) {
      const last = marks.at(-1)
      if (last && index + start <= last[1]) last[1] = Math.max(last[1], index + end)
      else marks.push([index + start, index + end])
    }
    if (marks.length >= mostMarks) break
  }
  return marks
}

/** The words around the first mark, white space as single blanks; the beginning where nothing is marked. */
export function excerptOf(text: string, needles: readonly string[], length = longest): Excerpt {
  const line = text.slice(0, 100_000).replace(/\s+/g, ' ').trim()
  const first = marksIn(line, needles)[0]?.[0] ?? 0
  const from = first <= before ? 0 : line.indexOf(' ', first - before) + 1 || first
  const start = from > first || first - from > before ? Math.max(0, first - 10) : from
  const cut = line.slice(start, start + length).toWellFormed()
  const shown = `${start > 0 ? '…' : ''}${cut}${start + length < line.length ? '…' : ''}`
  return { text: shown, marks: marksIn(shown, needles) }
}

/** A part that keeps its length when folded is marked alone, else the whole word. */
function inWord(word: string, needles: readonly string[]): (readonly [number, number])[] {
  const folded = plainWords(word)
  const found = needles.flatMap((needle): (readonly [number, number])[] => {
    const at = folded.indexOf(needle)
    if (at < 0 || (needle.length < 3 && folded !== needle && folded.length < 40 && /^[\x21-\x7e]+$/.test(needle)))
      return []
    return [folded.length === word.length ? [at, at + needle.length] : [0, word.length]]
  })
  return found.sort((a, b) => a[0] - b[0])
}
