import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { quotedStretches } from '../../inbound/quoted.ts'

/** `folds` are start, end, start, end … of what a text repeats. */
export type Folder = (text: string, html?: string) => readonly number[]

export type QuoteScore = Readonly<{
  total: number
  /** Texts whose visible words are exactly those that the writer wrote, white space aside. */
  right: number
  wrong: readonly string[]
  /** Words of writers that were folded away; must be 0. */
  newWordsFolded: number
  /** Share of the quoted words that were folded, 0 to 1. */
  quotedWordsFolded: number
}>

/** Scores a folder like corpus/quotes: emails/NAME is split into trimmed/NAME and elided/NAME by its writer. */
export function scoreQuotes(folder: string, fold: Folder = foldText): QuoteScore {
  const wrong: string[] = []
  let [lost, quoted, shown] = [0, 0, 0]
  const names = readdirSync(join(folder, 'emails')).sort()
  for (const name of names) {
    const text = read(folder, 'emails', name)
    const wanted = read(folder, 'trimmed', name)
    const seen = visible(text, fold(text))
    if (squeeze(seen) !== squeeze(wanted)) wrong.push(name)
    lost += missing(words(wanted), words(seen))
    shown += missing(words(seen), words(wanted))
    quoted += missing(words(text), words(wanted))
  }
  return {
    ...{ total: names.length, right: names.length - wrong.length, wrong, newWordsFolded: lost },
    quotedWordsFolded: quoted === 0 ? 1 : (quoted - Math.min(quoted, shown)) / quoted,
  }
}

export const foldText: Folder = (text, html) => quotedStretches(text, html ?? null)

/** What stays in sight of a text. */
export function visible(text: string, folds: readonly number[]): string {
  let out = ''
  let at = 0
  for (let i = 0; i < folds.length; i += 2) {
    out += `${text.slice(at, folds[i])}\n`
    at = folds[i + 1]!
  }
  return out + text.slice(at)
}

function read(folder: string, kind: string, name: string): string {
  const path = join(folder, kind, name)
  return existsSync(path) ? readFileSync(path, 'utf8').replace(/\r\n/g, '\n') : ''
}

const squeeze = (text: string) => text.replace(/\s+/g, '')
const words = (text: string) => text.split(/\s+/).filter(Boolean)

/** How many of `some` are not among `others`, each counted as often as it stands there. */
function missing(some: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1)
  let count = 0
  for (const word of some) {
    const there = left.get(word) ?? 0
    if (there === 0) count += 1
    else left.set(word, there - 1)
  }
  return count
}
