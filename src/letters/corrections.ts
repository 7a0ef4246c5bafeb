/** What is to stand in the place of a word; `word` is what stood there, `start` in UTF-16 units. */
export type Correction = Readonly<{ start: number; word: string; to: string }>

const mostCorrections = 500
const longest = 200

/** Puts corrections into a text; one whose word no longer stands in its place is left out, since the text changed. */
export function corrected(text: string, corrections: readonly Correction[]): string {
  const fitting = corrections
    .slice(0, mostCorrections)
    .filter(({ start, word, to }) => word !== '' && to.length <= longest && text.startsWith(word, start))
    .sort((a, b) => a.start - b.start)
  let done = ''
  let at = 0
  for (const { start, word, to } of fitting) {
    if (start < at) continue
    done += text.slice(at, start) + to
    at = start + word.length
  }
  return done + text.slice(at)
}

/** The corrections of a posted form: fields like fix.15.recieve, empty or unchanged where the word is to stay; what was written (own.15.recieve) counts before what was chosen. */
export function correctionsIn(form: Readonly<Record<string, string>>): Correction[] {
  const written = (name: string) => (name.startsWith('own.') ? 0 : 1)
  const entries = Object.entries(form).sort(([a], [b]) => written(b) - written(a))
  const found = entries.flatMap(([name, typed]): [number, Correction][] => {
    const match = /^(?:fix|own)\.(\d{1,6})\.(.{1,60})$/su.exec(name)
    const to = typed.trim()
    if (!match || to === '' || to === match[2]) return []
    return [[Number(match[1]), { start: Number(match[1]), word: match[2]!, to }]]
  })
  return [...new Map(found).values()]
}
