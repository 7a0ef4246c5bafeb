/** A word of a text; `offset` in UTF-16 units. */
export type Word = Readonly<{ word: string; offset: number }>

/** A word that no dictionary has; `within`: the compound with hyphens that it is a part of. */
export type Misspelling = Word & Readonly<{ within?: string }>

/** Characters of a text that are read at most; what is behind them is not checked. */
export const mostText = 100_000
const longestWord = 60
const longestChunk = 200

/**
 * The words of a letter that can be misspelled: not those in quotes, code, template variables, addresses, names of
 * files, order numbers, abbreviations in capitals or names likeThis. In time that grows with the length alone.
 */
export function wordsIn(text: string): Word[] {
  const plain = withoutForeignParts(text.slice(0, mostText))
  const found: Word[] = []
  for (const { 0: chunk, index } of plain.matchAll(/\S+/g)) {
    if (chunk.length > longestChunk || isName(chunk)) continue
    for (const { 0: token, index: at } of chunk.matchAll(/[\p{L}\p{M}\p{N}_'’\u00ad-]+/gu))
      if (!/[\p{N}_]/u.test(token)) found.push(...wordsOf(token, index + at))
  }
  return found
}

/** What stands in a dictionary for a word as it was typed: composed, with a plain apostrophe and no soft hyphens. */
export function bareWord(word: string): string {
  return word.normalize('NFC').replaceAll('’', "'").replaceAll('\u00ad', '')
}

/** By what a word is kept and found: `bareWord` in small letters. */
export function wordKey(word: string): string {
  return bareWord(word).toLowerCase()
}

/** The parts of a word with hyphens, each where it stands. */
export function partsOf({ word, offset }: Word): (Word & { within: string })[] {
  return [...word.matchAll(/[^-]+/g)].map((part) => ({ word: part[0], offset: offset + part.index, within: word }))
}

/** Everything that is not the rep's own prose becomes blanks, so that what is left stays where it is. */
function withoutForeignParts(text: string): string {
  const foreign = [
    /^-- ?\n[\s\S]*/m, // a signature, RFC 3676 section 4.3
    /^[ \t]*>.*$/gm,
    /```[\s\S]*?(?:```|$)/g,
    /`[^`\n]{1,1000}`/g,
    /!\[[^\]\n]{0,200}\]\(attachment:\d{1,9}\)|(?<=\])\((?:https?:\/\/|mailto:)[^\s()<>"]{1,2000}\)/g, // markdown.ts
    /\{\{[^{}]{0,1000}\}\}|\{%[^{}%]{0,1000}%\}/g,
  ]
  return foreign.reduce((rest, each) => rest.replace(each, (part) => part.replace(/[^\n]/g, ' ')), text)
}

/** An address of mail or of the web, a file, a path, a tag. */
function isName(chunk: string): boolean {
  if (/[@\\]|:\/\/|^[#$/]|^www\./i.test(chunk)) return true
  const bare = chunk.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[^\p{L}\p{N}/]+$/u, '')
  if (/\/.*\//.test(bare)) return true
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{Ll}[\p{Ll}\p{N}]{1,9}(?:\/.*)?$/u.test(bare)
}

function wordsOf(token: string, offset: number): Word[] {
  return [...token.matchAll(/\p{L}[\p{L}\p{M}\u00ad]*(?:['’-]\p{L}[\p{L}\p{M}\u00ad]*)*/gu)]
    .map((match) => ({ word: match[0], offset: offset + match.index }))
    .filter(({ word }) => canBeWrong(word))
}

/** Abbreviations (VAT, URLs) and names likeThis follow no dictionary. */
function canBeWrong(word: string): boolean {
  if (word.length < 2 || word.length > longestWord) return false
  if (/^\p{Lu}{2,5}s?$/u.test(word)) return false
  return !/\p{Ll}\p{Lu}/u.test(word)
}
