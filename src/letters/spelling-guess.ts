import { stopWords } from './spelling-stop-words.ts'

export type Guess = Readonly<{ language: string; sure: boolean }>

const scripts = [
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Latin', /\p{Script=Latin}/u],
] as const

export type Script = (typeof scripts)[number][0] | 'other'

/** The script that most of the first letters are of. */
export function scriptOf(words: Iterable<string>): Script {
  const counts = new Map<Script, number>()
  for (const word of words) {
    const script = scripts.find(([, letter]) => letter.test(word))?.[0] ?? 'other'
    counts.set(script, (counts.get(script) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'other'
}

/**
 * In which of these languages a text is written, by its small words, which no two languages share for long. Of
 * variants (en, en-GB) the hint, or else the first. Not sure (too little text): the hint, or else the first of all.
 */
export function guessLanguage(words: readonly string[], languages: readonly string[], hint?: string): Guess {
  const fallback = variant(languages, hint ?? '') ?? languages[0] ?? 'en'
  const bases = [...new Set(languages.map(baseOf))]
  const scored = bases.map((base) => ({ base, hits: score(words, base) })).sort((a, b) => b.hits - a.hits)
  const [best, second] = scored
  if (!best || best.hits < 2 || best.hits < (second?.hits ?? 0) * 1.3) return { language: fallback, sure: false }
  const same = languages.filter((language) => baseOf(language) === best.base)
  return { language: variant(same, hint ?? '') ?? same[0]!, sure: true }
}

export function baseOf(language: string): string {
  return language.split('-')[0]!
}

/** The very language, or the first of the same base. */
export function variant(languages: readonly string[], wish: string): string | undefined {
  return languages.find((each) => each === wish) ?? languages.find((each) => baseOf(each) === baseOf(wish))
}

/** Small words count by how telling they are: one that stands in a single list tells most. */
function score(words: readonly string[], base: string): number {
  const own = stopWords[base]
  if (!own) return 0
  let sum = 0
  for (const word of words.slice(0, 2000)) if (own.has(word)) sum += telling(word)
  return sum
}

function telling(word: string): number {
  return 1 / Object.values(stopWords).filter((list) => list.has(word)).length
}
