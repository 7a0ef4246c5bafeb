/** Input beyond this many characters stays as it is (inbound.md C7); so does what a line has beyond its limit. */
const textLimit = 64 << 10
const lineLimit = 1000
const linesLimit = 4000

export type Line = Readonly<{ start: number; end: number; text: string; blank: boolean; quoted: boolean }>

/** The lines of the part of a text that is looked at, with their offsets in it. */
export function splitLines(whole: string): Line[] {
  const text = whole.slice(0, textLimit)
  const lines: Line[] = []
  for (let start = 0; start <= text.length && lines.length < linesLimit; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(start, Math.min(end, start + lineLimit)).replace(/\r$/, '')
    lines.push({ start, end, text: line, blank: line.trim() === '', quoted: /^\s{0,3}[>＞]/.test(line) })
    start = end + 1
  }
  return lines
}

/** The first line from `i` on that is not blank; `lines.length` where there is none. */
export function nextLine(lines: readonly Line[], i: number): number {
  let at = i
  while (at < lines.length && lines[at]!.blank) at += 1
  return at
}

/** Start, end, start, end … of what is folded; what was not looked at folds only where `rest` says so. */
export function ranges(lines: readonly Line[], folded: readonly boolean[], rest: number | undefined): number[] {
  const out: number[] = []
  for (let i = 0; i < lines.length; i++) {
    if (!folded[i] || (i > 0 && folded[i - 1])) continue
    let end = i
    while (end + 1 < lines.length && folded[end + 1]) end += 1
    out.push(lines[i]!.start, end === lines.length - 1 ? (rest ?? lines[end]!.end) : lines[end]!.end)
  }
  return out
}

/** What a line is: `text` alone is what somebody wrote just now. */
export type Kind = 'blank' | 'text' | 'quote' | 'head' | 'device' | 'signature' | 'tail'

/** Lines up to `end` are of that kind. */
export function fill(kinds: Kind[], end: number, kind: Kind) {
  while (kinds.length < end) kinds.push(kind)
}
