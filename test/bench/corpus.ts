import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { scoreBounces } from './bounces-score.ts'
import { scoreMime } from './mime-score.ts'
import { scoreQuotes } from './quotes-score.ts'
import type { Asked, Size } from './run.ts'

/** Scores real mail in a folder with any of mime/, quotes/ and bounces/; misses by name with --verbose, never in the JSON. */
export async function run(_size: Size, say: (line: string) => void, { path, verbose }: Asked): Promise<object> {
  if (!path || !existsSync(path)) throw new Error(`There is no folder ${path ?? ''}: say npm run bench -- corpus PATH.`)
  const folder = (name: string) => (existsSync(join(path, name)) ? join(path, name) : undefined)
  const line = (part: string, what: string, value: string) => say(`${part.padEnd(9)}${what.padEnd(34)}${value}`)
  const results: Record<string, object> = {}
  const misses: string[] = []

  const mime = folder('mime')
  if (mime) {
    const score = await scoreMime(mime)
    line('mime', 'parsed / held / threw', `${score.parsed} / ${score.held} / ${score.threw} of ${score.files}`)
    line('mime', 'once after coming twice', `${score.once} of ${score.distinct} distinct mails`)
    const { misses: missed, ...figures } = score
    results.mime = figures
    misses.push(...missed.map((miss) => `mime/${miss}`))
  }
  const quotes = folder('quotes')
  if (quotes) {
    const score = scoreQuotes(quotes)
    line('quotes', 'right splits', share(score.right, score.total))
    line('quotes', 'words of new text folded away', String(score.newWordsFolded))
    line('quotes', 'quoted words folded', percent(score.quotedWordsFolded))
    const { wrong, ...figures } = score
    results.quotes = figures
    misses.push(...wrong.map((name) => `quotes/${name}: split in another place`))
  }
  const bounces = folder('bounces')
  const score = bounces && scoreBounces(bounces)
  if (score) {
    line('bounces', 'right verdict', share(score.verdict, score.total))
    line('bounces', 'right hard/soft', share(score.hard, score.total))
    line('bounces', 'right status class (x.y)', share(score.status, score.total))
    const { misses: missed, ...figures } = score
    results.bounces = figures
    misses.push(...missed.map((miss) => `bounces/${miss}`))
  }
  if (verbose) for (const miss of misses) say(`  ${miss}`)
  return results
}

const share = (right: number, total: number) => `${percent(total === 0 ? 1 : right / total)} (${right} of ${total})`
const percent = (part: number) => `${(part * 100).toFixed(1)} %`
