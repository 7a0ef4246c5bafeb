/** One line of a mail's new words, without what is folded or marked as quoted; at most 160 characters. */
export function snippetOf(text: string, folds: readonly number[]): string {
  let out = ''
  let at = 0
  for (let i = 0; i <= folds.length && out.length < 400; i += 2) {
    out += text.slice(at, Math.min(folds[i] ?? text.length, at + 600))
    at = folds[i + 1] ?? text.length
  }
  const own = out.replace(/^ {0,3}>.*$/gm, '')
  const line = (own.trim() ? own : out).replace(/\s+/g, ' ').trim()
  return line.length > 160 ? `${line.slice(0, 159).toWellFormed().trimEnd()}…` : line
}
