import { headAt } from './quote-heads.ts'
import { type Line, nextLine, ranges, splitLines } from './quote-lines.ts'
import { isContact, isDeviceLine, isProse, signatureMark } from './quote-signs.ts'

/** What a line is: `text` alone is what somebody wrote just now. */
type Kind = 'blank' | 'text' | 'quote' | 'head' | 'device' | 'signature' | 'tail'

/**
 * Where a plain text repeats an older mail: start, end, start, end … as offsets of the string. They are for folding,
 * never for cutting (inbound.md C6). Answers written between quoted lines stay visible and so do the lines that they
 * answer; where nothing would be left, or there is doubt, nothing is folded. Linear in the length of the text.
 */
export function quotedStretches(text: string): number[] {
  const lines = splitLines(text)
  const kinds = kindsOf(lines)
  unmarkDevices(kinds)
  markSignatures(lines, kinds)
  if (!kinds.includes('text')) return []
  const folded = kinds.map((kind) => kind === 'tail' || kind === 'device' || kind === 'signature')
  foldQuotes(kinds, folded)
  fillGaps(lines, folded)
  return kinds.some((kind, i) => kind === 'text' && !folded[i]) ? ranges(lines, folded, text.length) : []
}

function kindsOf(lines: readonly Line[]): Kind[] {
  const kinds: Kind[] = []
  for (let i = 0; i < lines.length; ) {
    const head = headAt(lines, i)
    if (head) {
      if (lines[nextLine(lines, head.end)]?.quoted) fill(kinds, head.end, 'head')
      else if (!head.sure) fill(kinds, head.end, 'text')
      else if (!kinds.includes('text')) {
        // Nothing above it: a forwarded mail is the message itself, and below an introduction somebody answers.
        fill(kinds, head.block ? lines.length : head.end, head.block ? 'text' : 'head')
      } else fill(kinds, lines.length, 'tail')
      i = kinds.length
    } else {
      const { blank, quoted, text } = lines[i]!
      kinds.push(blank ? 'blank' : quoted ? 'quote' : isDeviceLine(text) ? 'device' : 'text')
      i += 1
    }
  }
  return kinds
}

/** A phone's line ends a paragraph; where words go on below it, it is a person's. */
function unmarkDevices(kinds: Kind[]) {
  for (let i = kinds.length - 2; i >= 0; i--) if (kinds[i] === 'device' && kinds[i + 1] === 'text') kinds[i] = 'text'
}

function fill(kinds: Kind[], end: number, kind: Kind) {
  while (kinds.length < end) kinds.push(kind)
}

/**
 * A signature ends what somebody wrote: the lines below its mark up to a blank one, then such as hold nothing but
 * ways to reach him. Words below it are shown.
 */
function markSignatures(lines: readonly Line[], kinds: Kind[]) {
  for (let i = 1; i < lines.length; i++) {
    const mark = kinds[i] === 'text' ? signatureMark(lines[i]!.text) : undefined
    const end = mark ? signatureEnd(lines, kinds, i) : i
    const own = lines.slice(i + 1, end)
    if (end === i || (mark === 'loose' && own.some((line) => isProse(line.text)))) continue
    for (let n = i; n < end; n++) if (kinds[n] !== 'blank') kinds[n] = 'signature'
  }
}

const signatureLines = 12

function signatureEnd(lines: readonly Line[], kinds: readonly Kind[], mark: number): number {
  const own = (n: number) => n < lines.length && (kinds[n] === 'text' || kinds[n] === 'device')
  let end = nextLine(lines, mark + 1)
  while (own(end)) end += 1
  if (end - mark > signatureLines || !kinds.slice(0, mark).includes('text')) return mark
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
