import type { Line } from './quote-lines.ts'

/** Where a text repeats, in order, what we sent or got before (the thread's letters and mails). */
export type Echo = Readonly<{
  /** Lines whose every word is repeated. */
  repeated: readonly boolean[]
  /** Repeated lines that go on where the line before them stops: a quote that was wrapped anew. */
  goesOn: readonly boolean[]
  /** Words of each line that are repeated. */
  words: readonly number[]
  /** Whether most of one letter or mail is there, and its length in words. */
  found: number
}>

/** Words of a source that must be there, at the least, and their share of it. */
const fewest = 5
const share = 0.6
const mostWords = 20_000

type Words = { words: number[]; owner: number[]; starts: Set<number> }

/**
 * Compares the lines from `from` on with what was sent: runs that begin with three words in a row, each word of a
 * source used once, so that an answer in our own words is not taken for a quote. Linear in all lengths; line breaks,
 * quote marks, blank lines, links and the change from HTML to text make no difference.
 */
export function findEcho(lines: readonly Line[], from: number, sent: readonly string[]): Echo {
  const text = wordsOf(lines.map((line, i) => (i < from ? '' : line.text)))
  const source = wordsOf(sent.map((one) => one.slice(0, 64 << 10)))
  const at = align(text, source)
  const [all, repeated, goesOn] = [lines.map(() => 0), lines.map(() => 0), lines.map(() => false)]
  for (const [w, line] of text.owner.entries()) {
    all[line]! += 1
    if (at[w]! >= 0) repeated[line]! += 1
    if (text.starts.has(w)) goesOn[line] = w > 0 && at[w]! > 0 && at[w] === at[w - 1]! + 1
  }
  const whole = lines.map((_, i) => all[i]! > 0 && repeated[i] === all[i])
  return {
    repeated: whole,
    goesOn: goesOn.map((on, i) => on && whole[i]!),
    words: repeated,
    found: mostOfOne(source, at),
  }
}

/** For each word of the text the word of a source that it repeats; -1 for those that are new. */
function align(text: Words, source: Words): number[] {
  const places = shingles(source)
  const later = lastPlaces(text)
  const openings = lastOpenings(text, source)
  const used = new Uint8Array(source.words.length)
  const at = new Array<number>(text.words.length).fill(-1)
  let next = -1
  let running = false
  for (let w = 0; w < text.words.length; w++) {
    const place: number =
      running && follows(source, next, text.words[w]!, used)
        ? next
        : restart({ text, source, places, later, openings, used }, w, next)
    running = place >= 0
    if (!running) continue
    at[w] = place
    used[place] = 1
    next = place + 1
  }
  return at
}

const follows = ({ words }: Words, place: number, word: number, used: Uint8Array) =>
  words[place] === word && used[place] === 0

type Comparison = Readonly<{
  text: Words
  source: Words
  places: Map<number, number[]>
  later: Map<number, number>
  openings: Map<number, number>
  used: Uint8Array
}>

/** Where a new run may begin: a short line that comes next, or three words that are not used yet. */
function restart({ text, source, places, later, openings, used }: Comparison, w: number, next: number): number {
  if (next >= 0 && text.starts.has(w) && isNextLine(text, source, w, next)) return next
  const opening = next < 0 ? openings.get(w) : undefined
  if (opening !== undefined) return opening
  const shingle = shingleAt(text, w)
  if (shingle === undefined) return -1
  // A greeting alone may be that of another letter.
  const begun = next > 2 && source.owner[next - 3] === source.owner[next - 1]
  const expected = begun ? shingleAt(source, next) : undefined
  // The quote goes on further below: what repeats other words of it here was put in between.
  if (expected !== undefined && expected !== shingle && (later.get(expected) ?? -1) > w) return -1
  const list = places.get(shingle) ?? []
  while (list.length > 0 && used[list.at(-1)!]) list.pop()
  for (let n = list.length - 1; n >= 0 && n >= list.length - 4; n--)
    if (goesFar(text, source, w, list[n]!)) return list[n]!
  return -1
}

/** Three words are soon the same by chance: they go on for six, or are a line up to its end. */
function goesFar(text: Words, source: Words, w: number, place: number): boolean {
  for (let n = 0; n < 6; n++) {
    if (n > 2 && text.starts.has(w) && (w + n >= text.words.length || text.starts.has(w + n))) return true
    if (text.words[w + n] !== source.words[place + n] || w + n >= text.words.length) return false
  }
  return true
}

/** A line of one or two words stands by itself between answers: all of the source's next line, and nothing else. */
function isNextLine(text: Words, source: Words, w: number, next: number): boolean {
  for (let n = 0; n < 3; n++) {
    const ends = [w + n >= text.words.length || (n > 0 && text.starts.has(w + n)), n > 0 && breaks(source, next + n)]
    if (ends[0] || ends[1]) return n > 0 && ends[0] === true && ends[1] === true
    if (text.words[w + n] !== source.words[next + n]) return false
  }
  return false
}

/** Greetings are short and stand alone: the last line of the text that is the first one of a source. */
function lastOpenings(text: Words, source: Words): Map<number, number> {
  const firsts = new Map<number, number>()
  for (let i = source.words.length - 1; i >= 0; i--)
    if (i === 0 || source.owner[i] !== source.owner[i - 1]) firsts.set(source.words[i]!, i)
  const last = new Map<number, number>()
  for (const w of text.starts) {
    const first = firsts.get(text.words[w]!)
    if (first !== undefined && isNextLine(text, source, w, first)) last.set(first, w)
  }
  return new Map([...last].map(([first, w]) => [w, first]))
}

const breaks = (source: Words, at: number) => at >= source.words.length || source.starts.has(at)

function shingles(source: Words): Map<number, number[]> {
  const places = new Map<number, number[]>()
  for (let i = source.words.length - 1; i >= 0; i--) {
    const shingle = shingleAt(source, i)
    if (shingle === undefined) continue
    const list = places.get(shingle)
    if (list) list.push(i)
    else places.set(shingle, [i])
  }
  return places
}

function lastPlaces(text: Words): Map<number, number> {
  const places = new Map<number, number>()
  for (let w = 0; w + 2 < text.words.length; w++) places.set(shingleAt(text, w)!, w)
  return places
}

function shingleAt({ words }: Words, i: number): number | undefined {
  if (i < 0 || i + 2 >= words.length) return undefined
  return (Math.imul(Math.imul(words[i]!, 31) + words[i + 1]!, 0x9e3779b1) + words[i + 2]!) | 0
}

/** How many words the best repeated source has; 0 where none is there for the most part. */
function mostOfOne(source: Words, at: readonly number[]): number {
  const [sizes, matched] = [new Map<number, number>(), new Map<number, number>()]
  for (const owner of source.owner) sizes.set(owner, (sizes.get(owner) ?? 0) + 1)
  for (const place of at)
    if (place >= 0) matched.set(source.owner[place]!, (matched.get(source.owner[place]!) ?? 0) + 1)
  let best = 0
  for (const [owner, count] of matched)
    if (count >= Math.max(fewest, share * sizes.get(owner)!)) best = Math.max(best, sizes.get(owner)!)
  return best
}

const unspoken = /<?(?:https?:\/\/|mailto:)[^\s<>]{1,2000}>?|\[cid:[^\]\s]{1,200}\]/gi

/** Hashes of lower-case words, each with the piece that it stands in; `starts` are those that begin a line. */
function wordsOf(pieces: readonly string[]): Words {
  const out: Words = { words: [], owner: [], starts: new Set() }
  for (const [owner, piece] of pieces.entries())
    for (const line of piece.split('\n')) {
      if (out.words.length > mostWords) return out
      let first = true
      for (const word of line
        .replace(unspoken, ' ')
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
        for (const unit of /\p{Script=Han}|[\u3040-\u30ff]/u.test(word) ? word : [word]) {
          if (first) out.starts.add(out.words.length)
          first = false
          out.words.push(hash(unit))
          out.owner.push(owner)
        }
    }
  return out
}

function hash(word: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193)
  return h
}
