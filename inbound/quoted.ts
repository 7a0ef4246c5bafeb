import { type Echo, findEcho } from './echo.ts'
import { echoesSoon, fillEchoedTail, foldUnannounced, markRewrapped, unmarkAnswers } from './quote-echo.ts'
import { type Head, headAt } from './quote-heads.ts'
import { type HtmlSigns, htmlSigns, signedHeadAt } from './quote-html.ts'
import { fill, type Kind, type Line, nextLine, ranges, splitLines } from './quote-lines.ts'
import { isContact, isDeviceLine, isProse, signatureMark } from './quote-signs.ts'

/** Texts that a mail may quote: letters we sent to this person, and mails of its thread that came in. */
export type Known = Readonly<{ sent: readonly string[]; got: readonly string[] }>

/**
 * Where a plain text repeats an older mail: start, end, start, end … as offsets of the string. They are for folding,
 * never for cutting (inbound.md C6). Answers written between quoted lines stay visible and so do the marked lines that
 * they answer; where nothing would be left, or there is doubt, nothing is folded. The HTML beside the text, or from
 * which it was made, tells by its programs' marks what words do not. Linear in the lengths.
 */
export function quotedStretches(text: string, html: string | null = null): number[] {
  const lines = splitLines(text)
  const signs = htmlSigns(html)
  const kinds = kindsOf(lines, findHeads(lines, signs), undefined)
  if (signs.ownIndents && !kinds.includes('head')) return []
  return folds(text, lines, kinds)
}

/**
 * The same by what we know: lines that repeat a letter or mail are a quote for certain, and what stands between and
 * below them is not. Undefined where nothing of it is there for the most part: then only the words tell.
 */
export function stretchesOf(text: string, { sent, got }: Known): number[] | undefined {
  const lines = splitLines(text)
  const heads = findHeads(lines)
  // What a rep wrote may look like a head; a letter of ours has none.
  const whole = findEcho(lines, 0, sent)
  for (const i of heads.keys()) if (whole.repeated[i]) heads.delete(i)
  const first = lines.findIndex((line, i) => line.quoted || heads.has(i))
  const above = first < 0 ? whole : findEcho(lines.slice(0, first), 0, sent)
  const echo = first < 0 ? above : findEcho(lines, heads.get(first)?.end ?? first, [...sent, ...got])
  if (above.found === 0 && echo.found === 0) return undefined
  const kinds = kindsOf(lines, heads, first >= 0 && echo.found > 0 ? echo : undefined)
  if (above.found > 0) foldUnannounced(lines, kinds, above)
  if (first >= 0) markRewrapped(kinds, echo)
  if (first >= 0 && echo.found > 0) unmarkAnswers(lines, kinds, echo)
  return folds(text, lines, kinds)
}

function folds(text: string, lines: readonly Line[], kinds: Kind[]): number[] {
  unmarkDevices(kinds)
  markSignatures(lines, kinds)
  if (!kinds.includes('text')) return []
  const folded = kinds.map((kind) => kind === 'tail' || kind === 'device' || kind === 'signature')
  foldQuotes(kinds, folded)
  fillGaps(lines, folded)
  // What an unmarked old mail fills, it fills to the end, also beyond what is looked at.
  return ranges(lines, folded, kinds.at(-1) === 'tail' ? text.length : undefined)
}

function findHeads(lines: readonly Line[], signs?: HtmlSigns): Map<number, Head> {
  const heads = new Map<number, Head>()
  for (let i = 0; i < lines.length; ) {
    const head = headAt(lines, i) ?? (signs && signedHeadAt(lines, i, signs))
    if (head) heads.set(i, head)
    i = head?.end ?? i + 1
  }
  return heads
}

function kindsOf(lines: readonly Line[], heads: ReadonlyMap<number, Head>, echo: Echo | undefined): Kind[] {
  const kinds: Kind[] = []
  for (let i = 0; i < lines.length; i = kinds.length) {
    const head = heads.get(i)
    const next = head ? nextLine(lines, head.end) : i
    if (!head) {
      const { blank, quoted, text } = lines[i]!
      kinds.push(blank ? 'blank' : quoted ? 'quote' : isDeviceLine(text) ? 'device' : 'text')
    } else if (lines[next]?.quoted) fill(kinds, head.end, 'head')
    else if (echo && echoesSoon(lines, echo, next)) fillEchoedTail({ lines, heads, echo, kinds }, head.end)
    else if (!head.sure) fill(kinds, head.end, 'text')
    else if (saysOnlyHello(lines, kinds)) fill(kinds, lines.length, 'text')
    else if (kinds.includes('text')) fill(kinds, lines.length, 'tail')
    // Nothing above it: a forwarded mail is the message itself, and below an introduction somebody answers.
    else fill(kinds, head.block ? lines.length : head.end, head.block ? 'text' : 'head')
  }
  return kinds
}

/** Nothing but a greeting stands above: whoever writes "Dear Ana," goes on below, whatever he tells of. */
function saysOnlyHello(lines: readonly Line[], kinds: readonly Kind[]): boolean {
  const own = kinds.flatMap((kind, i) => (kind === 'text' ? [lines[i]!.text.trim()] : []))
  return own.length === 1 && /^\p{L}[^.!?]{1,60}[,，、]$/u.test(own[0]!)
}

/** A phone's line ends a paragraph; where words go on below it, it is a person's. */
function unmarkDevices(kinds: Kind[]) {
  for (let i = kinds.length - 2; i >= 0; i--) if (kinds[i] === 'device' && kinds[i + 1] === 'text') kinds[i] = 'text'
}

/**
 * A signature ends what somebody wrote: the lines below its mark up to a blank one, then such as hold nothing but
 * ways to reach him. Words below it are shown.
 */
function markSignatures(lines: readonly Line[], kinds: Kind[]) {
  const first = kinds.indexOf('text')
  for (let i = first + 1; i < lines.length; i++) {
    const mark = kinds[i] === 'text' ? signatureMark(lines[i]!.text) : undefined
    const end = mark ? signatureEnd(lines, kinds, i) : i
    const own = lines.slice(i + 1, end)
    if (end === i || (mark !== 'strict' && own.some((line) => isProse(line.text)))) continue
    if (mark === 'rule' && own.filter((line) => isContact(line.text)).length * 2 < own.length) continue
    for (let n = i; n < end; n++) if (kinds[n] !== 'blank') kinds[n] = 'signature'
  }
}

const signatureLines = 12

function signatureEnd(lines: readonly Line[], kinds: readonly Kind[], mark: number): number {
  const own = (n: number) => n < lines.length && (kinds[n] === 'text' || kinds[n] === 'device')
  let end = nextLine(lines, mark + 1)
  while (own(end)) end += 1
  if (end - mark > signatureLines) return mark
  for (let next = nextLine(lines, end); own(next) && isContact(lines[next]!.text); next = nextLine(lines, end))
    end = next + 1
  return end
}

/**
 * Marked quotes fold at the end, and where an introduction stands above a single one that is answered below it. Where
 * answers stand between quotes all that is answered stays visible.
 */
function foldQuotes(kinds: readonly Kind[], folded: boolean[]) {
  const groups = quoteGroups(kinds)
  const lastText = kinds.lastIndexOf('text')
  const firstText = kinds.indexOf('text')
  for (const group of groups) {
    const ends = group.start > lastText && firstText < group.start
    const alone = groups.length === 1 && kinds[group.start] === 'head'
    for (let i = group.start; i < group.end; i++) if (ends || alone || kinds[i] === 'head') folded[i] = true
  }
}

/** Quotes with their introductions, parted by what somebody wrote. */
function quoteGroups(kinds: readonly Kind[]): { start: number; end: number }[] {
  const groups: { start: number; end: number }[] = []
  let open = false
  for (const [i, kind] of kinds.entries()) {
    if (kind === 'text' || kind === 'tail') open = false
    if (kind !== 'quote' && kind !== 'head') continue
    if (open) groups.at(-1)!.end = i + 1
    else groups.push({ start: i, end: i + 1 })
    open = true
  }
  return groups
}

/** Blank lines between folded ones, and behind the last at the end, fold with them. */
function fillGaps(lines: readonly Line[], folded: boolean[]) {
  let last = -1
  for (let i = 0; i < lines.length; i++) {
    if (folded[i]) {
      if (last >= 0) for (let j = last + 1; j < i; j++) folded[j] = true
      last = i
    } else if (!lines[i]!.blank) last = -1
  }
  if (last >= 0) folded.fill(true, last + 1)
}
