import type { Echo } from './echo.ts'
import { type Head, strangeHeadAbove } from './quote-heads.ts'
import { fill, type Kind, type Line, nextLine } from './quote-lines.ts'
import { isDeviceLine } from './quote-signs.ts'

/** What stands below a head is ours: within a few lines, since a picture or a greeting may come first. */
export function echoesSoon(lines: readonly Line[], echo: Echo, from: number): boolean {
  let looked = 0
  for (let i = from; i < lines.length && looked < 6; i++) {
    if (echo.repeated[i]) return true
    if (!lines[i]!.blank) looked += 1
  }
  return false
}

type Echoed = Readonly<{ lines: readonly Line[]; heads: ReadonlyMap<number, Head>; echo: Echo; kinds: Kind[] }>

/**
 * An unmarked old mail that we know: its lines fold, and whatever else stands between and below them is somebody's
 * answer. Older mail below a head of its own that we do not know folds with it.
 */
export function fillEchoedTail({ lines, heads, echo, kinds }: Echoed, start: number) {
  fill(kinds, start, 'tail')
  let unknown = false
  while (kinds.length < lines.length) {
    const i = kinds.length
    const head = heads.get(i)
    const { blank, quoted, text } = lines[i]!
    if (head && !echo.repeated[i]) unknown = !echoesSoon(lines, echo, nextLine(lines, head.end))
    const old = quoted || echo.repeated[i] || unknown || isDeviceLine(text) || !/[\p{L}\p{N}]/u.test(text)
    if (head) fill(kinds, head.end, 'tail')
    else kinds.push(blank ? 'blank' : old ? 'tail' : 'text')
  }
}

/** Lines of a marked quote that lost their marks when they were wrapped anew. */
export function markRewrapped(kinds: Kind[], echo: Echo) {
  for (let i = 1; i < kinds.length; i++)
    if (kinds[i] === 'text' && kinds[i - 1] === 'quote' && echo.goesOn[i]) kinds[i] = 'quote'
}

/** Words typed inside the marked quote: between lines of one mark that we know, such as we do not know. */
export function unmarkAnswers(lines: readonly Line[], kinds: Kind[], echo: Echo) {
  const known = lines.flatMap((line, i) => (echo.repeated[i] && isOnce(line) ? [i] : []))
  for (let i = (known[0] ?? lines.length) + 1; i < (known.at(-1) ?? 0); i++)
    if (kinds[i] === 'quote' && !echo.repeated[i] && isOnce(lines[i]!)) kinds[i] = 'text'
}

const isOnce = ({ text }: Line) =>
  /^\s{0,3}>[\s>]{0,3}[^\s>]/.test(text) && !/^\s{0,3}>\s?>/.test(text) && /[\p{L}\p{N}]/u.test(text)

/** So many words of a letter in one piece, and most of it, are a quote also where nothing stands above them. */
const unannounced = { words: 25, introduced: 8, share: 0.6 }

export function foldUnannounced(lines: readonly Line[], kinds: Kind[], echo: Echo) {
  const inside = (i: number) => i < lines.length && (echo.repeated[i] || !/[\p{L}\p{N}]/u.test(lines[i]!.text))
  for (let start = 0; start < lines.length; start++) {
    if (!echo.repeated[start]) continue
    let [end, words] = [start, 0]
    for (; inside(end); end++) words += echo.words[end] ?? 0
    const head = strangeHeadAbove(lines, start)
    const enough = head < start ? unannounced.introduced : unannounced.words
    if (words >= Math.max(enough, unannounced.share * echo.found))
      for (let i = head; i < end; i++) if (kinds[i] === 'text') kinds[i] = 'tail'
    start = end
  }
}
