/** Words of a mail that an issue is about: places in its text, and whose they are (none: the issue that is shown). */
export type Mark = Readonly<{ start: number; end: number; issue?: { id: number; subject: string } | undefined }>

// Noncharacters, which no text has a use for: they walk through the folding with the words that they enclose.
const opening = '\uFDD0'
const closing = '\uFDD1'
const firstNumber = 0xfdd2
const most = 20

/**
 * The text with its marks written into it, line by line, so that no mark reaches over a fold or a quote; and the folds
 * where they are then.
 */
export function withMarks(
  text: string,
  folds: readonly number[],
  marks: readonly Mark[],
): { text: string; folds: readonly number[] } {
  const clean = text.replace(/[\uFDD0-\uFDEF]/g, '\uFFFD')
  const stretches = marks.slice(0, most).flatMap((mark, i) => linesOf(clean, mark, i))
  if (stretches.length === 0) return { text: clean, folds }
  const inserts = stretches
    .flatMap(({ start, end, i }) => [
      { at: start, text: opening + String.fromCharCode(firstNumber + i), after: false },
      { at: end, text: closing, after: true },
    ])
    .sort((a, b) => a.at - b.at || Number(b.after) - Number(a.after))
  let out = ''
  let at = 0
  for (const insert of inserts) {
    out += clean.slice(at, insert.at) + insert.text
    at = insert.at
  }
  const moved = (place: number) =>
    inserts.reduce((sum, { at, after, text }) => sum + (at < place || (after && at === place) ? text.length : 0), place)
  return { text: out + clean.slice(at), folds: folds.map(moved) }
}

function linesOf(text: string, { start, end }: Mark, i: number) {
  const lines = text.slice(start, end).matchAll(/[^\n]+/g)
  return [...lines].slice(0, 100).flatMap((line) => {
    const lead = /^[\s>]*/.exec(line[0])![0].length
    const words = line[0].slice(lead).trimEnd()
    const from = start + line.index + lead
    return words ? [{ start: from, end: from + words.length, i }] : []
  })
}

/** A piece of such a text, cut where marks begin and end; `mark` is the number of the innermost one. */
export function markedParts(piece: string): { text: string; mark: number | undefined }[] {
  const open: number[] = []
  return piece.split(/(\uFDD0[\uFDD2-\uFDEF]|\uFDD1)/).flatMap((part) => {
    if (part.startsWith(opening)) open.push(part.charCodeAt(1) - firstNumber)
    else if (part === closing) open.pop()
    else if (part) return [{ text: part, mark: open.at(-1) }]
    return []
  })
}
