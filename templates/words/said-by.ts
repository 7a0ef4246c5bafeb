/** English sentences with ours beside them; what stands at {1} in the one stands at {1} in the other. */
export type Sayings = Readonly<Record<string, string>>

type Say = (sentence: string, depth: number) => string | undefined

const longest = 2000
const deepest = 3

/**
 * Says a sentence of ours in another language, also what is put into it; as it is where there are no words for it. The
 * sentence with the most words of its own goes first: "{1} ({2})." fits many.
 */
export function sayer(sayings: Sayings): (sentence: string) => string {
  const patterns = Object.entries(sayings)
    .filter(([english]) => english.includes('{1}'))
    .sort(([a], [b]) => ownWords(b) - ownWords(a))
    .map(([english, ours]) => ({ own: english.split(/\{\d\}/), ours }))
  const say: Say = (sentence, depth) => {
    if (Object.hasOwn(sayings, sentence)) return sayings[sentence]
    if (depth > deepest || sentence.length > longest || /[\n\r]/.test(sentence)) return undefined
    for (const { own, ours } of patterns) {
      const parts = partsBetween(sentence, own)
      if (parts) return ours.replace(/\{(\d)\}/g, (_, nth) => within(say, parts[Number(nth) - 1] ?? '', depth + 1))
    }
    return undefined
  }
  return (sentence) => within(say, String(sentence), 0)
}

/** What we say as a part of sentences may begin one as well, or be one. */
function within(say: Say, text: string, depth: number): string {
  const said = say(text, depth)
  if (said !== undefined || !/^\p{Lu}/u.test(text)) return said ?? text
  const small = `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
  const clause = say(small, depth) ?? (text.endsWith('.') ? say(small.slice(0, -1), depth)?.concat('.') : undefined)
  return clause ? `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}` : text
}

const ownWords = (english: string) => english.replace(/\{\d\}/g, '').length

/**
 * What stands between our own words, each part as short as can be and never empty; undefined where they are not all
 * there. Read once from left to right: a regular expression would take seconds for what a stranger's server may say.
 */
function partsBetween(sentence: string, own: readonly string[]): string[] | undefined {
  const [first = '', last = ''] = [own[0], own.at(-1)]
  const end = sentence.length - last.length
  if (!sentence.startsWith(first) || !sentence.endsWith(last)) return undefined
  const parts: string[] = []
  let from = first.length
  for (const words of own.slice(1, -1)) {
    const at = sentence.indexOf(words, from + 1)
    if (at < 0 || at + words.length > end) return undefined
    parts.push(sentence.slice(from, at))
    from = at + words.length
  }
  return from < end ? [...parts, sentence.slice(from, end)] : undefined
}
