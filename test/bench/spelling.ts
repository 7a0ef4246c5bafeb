import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { shippedLanguages } from '../../src/desk/spelling-languages.ts'
import type { Answer } from '../../src/letters/spelling-jobs.ts'
import { type SpellingThread, startThread } from '../../src/letters/spelling-thread.ts'
import type { Size } from './run.ts'
import { type Language, type Typo, typosOf } from './spelling-typos.ts'
import { commonWords, letters, realMistakes } from './spelling-words.ts'
import { median, percentile } from './statistics.ts'

/** ms after which a suggestion counts as none. */
const deadline = 150

/**
 * How many mistakes are found and how many right words are marked, how often the word that was meant is suggested, and
 * what time and memory it takes. The lists are our own: typos by rule of common words, and mistakes from memory.
 */
export async function run(_size: Size, say: (line: string) => void): Promise<object> {
  const memory = await memoryOfEach(say)
  const languages: Record<string, object> = {}
  for (const language of ['en', 'fr'] as const) languages[language] = await score(language, say)
  return { memory, languages }
}

async function memoryOfEach(say: (line: string) => void) {
  say(`${'language'.padEnd(10)}${'load ms'.padStart(9)}${'dictionary'.padStart(12)}${'process'.padStart(10)}`)
  const all: Record<string, object> = {}
  for (const language of Object.keys(shippedLanguages)) {
    const thread = startThread({ deadline: 60_000, idle: 60_000 })
    const before = process.memoryUsage().rss
    const { loaded } = (await load(thread, language)) as Extract<Answer, { loaded: object }>
    const grown = process.memoryUsage().rss - before
    await thread.stop()
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
    say(
      `${language.padEnd(10)}${String(loaded.ms).padStart(9)}${mb(loaded.memoryBytes).padStart(12)}${mb(grown).padStart(10)}`,
    )
    all[language] = { loadMs: loaded.ms, dictionaryBytes: loaded.memoryBytes, processBytes: grown }
  }
  return all
}

function load(thread: SpellingThread, language: string): Promise<Answer> {
  const folder = dirname(createRequire(import.meta.url).resolve(`dictionary-${language.toLowerCase()}`))
  const files = { aff: join(folder, 'index.aff'), dic: join(folder, 'index.dic') }
  return thread.ask({ kind: 'load', key: language, files, most: 6 })
}

async function score(language: Language, say: (line: string) => void) {
  const thread = startThread({ deadline: 60_000, idle: 60_000 })
  await load(thread, language)
  const common = commonWords[language].split(/\s+/).filter((word) => !word.includes('-'))
  const made = common.filter((word) => word.length >= 5).flatMap((word) => typosOf(word, language))
  const real = realMistakes[language].split('|').map((pair): Typo => {
    const [wrong = '', ...right] = pair.split(' ')
    return { wrong, right: right.join(' '), rule: 'real' }
  })
  const right = [...common, ...letters[language].split(/[^\p{L}’'-]+/u).filter(Boolean)]
  const typos = [...made, ...real].filter(({ wrong }) => !wrong.includes('-') && !common.includes(wrong))
  const marked = await markedOf(
    thread,
    language,
    typos.map(({ wrong }) => wrong),
  )
  const wronglyMarked = await markedOf(thread, language, right)
  const found = typos.filter(({ wrong }) => marked.has(wrong))
  const suggested = await suggestions(thread, language, found)
  const time = await times(thread, language)
  await thread.stop()
  const falsely = right.filter((word) => wronglyMarked.has(word))
  const results = {
    ...{ mistakes: typos.length, ofThoseReal: real.length, rightWords: right.length },
    recall: found.length / typos.length,
    recallByRule: byRule(typos, (typo) => marked.has(typo.wrong)),
    precision: found.length / (found.length + falsely.length),
    wronglyMarked: [...new Set(falsely)],
    ...suggested,
    ...time,
  }
  table(say, language, results)
  return results
}

async function markedOf(thread: SpellingThread, language: string, words: readonly string[]): Promise<Set<string>> {
  const marked = new Set<string>()
  for (let at = 0; at < words.length; at += 400) {
    const text = words.slice(at, at + 400).join(' , ')
    const answer = await check(thread, language, text)
    for (const { word } of answer.misspellings) marked.add(word)
  }
  return marked
}

async function check(thread: SpellingThread, language: string, text: string) {
  const languages = [{ language, key: language }]
  const answer = await thread.ask({ kind: 'check', text, languages, wish: language, hint: undefined })
  if (!('misspellings' in answer)) throw new Error(JSON.stringify(answer))
  return answer
}

async function suggestions(thread: SpellingThread, language: string, typos: readonly Typo[]) {
  const took: number[] = []
  const worked: number[] = []
  const ranks = new Map<Typo, number>()
  for (const typo of typos) {
    const start = performance.now()
    const cpu = process.cpuUsage()
    const answer = await thread.ask({ kind: 'suggest', key: language, language, word: typo.wrong })
    const ms = performance.now() - start
    took.push(ms)
    worked.push(cpuMs(cpu))
    const list = 'suggestions' in answer && ms <= deadline ? answer.suggestions : []
    ranks.set(
      typo,
      list.findIndex((word) => word.toLowerCase() === typo.right.toLowerCase()),
    )
  }
  const share = (most: number) =>
    typos.filter((typo) => ranks.get(typo)! >= 0 && ranks.get(typo)! < most).length / typos.length
  return {
    hitAt1: share(1),
    hitAt5: share(5),
    hitAt5ByRule: byRule(typos, (typo) => ranks.get(typo)! >= 0),
    late: took.filter((ms) => ms > deadline).length / took.length,
    suggestMs: { median: median(took), p95: percentile(took, 0.95) },
    suggestCpuMs: { median: median(worked), p95: percentile(worked, 0.95) },
  }
}

/** A letter of 10 KB, each time a little different, so that it is not the same words in the same order. */
async function times(thread: SpellingThread, language: Language) {
  const letter = letters[language]
  const cold: number[] = []
  const warm: number[] = []
  const worked: number[] = []
  for (let round = 0; round < 60; round++) {
    const text = `${letter.slice(round)} `.repeat(20).slice(0, 10_240)
    const start = performance.now()
    const cpu = process.cpuUsage()
    await check(thread, language, text)
    ;(round === 0 ? cold : warm).push(performance.now() - start)
    worked.push(cpuMs(cpu))
  }
  return { letterMs: { first: cold[0]!, median: median(warm), p95: percentile(warm, 0.95), cpuMedian: median(worked) } }
}

/** Of all threads, so that a busy machine shows no slower speller than there is. */
function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

function byRule(typos: readonly Typo[], good: (typo: Typo) => boolean): Record<string, number> {
  const rules = Map.groupBy(typos, ({ rule }) => rule)
  return Object.fromEntries([...rules].map(([rule, all]) => [rule, all.filter(good).length / all.length]))
}

type Results = Awaited<ReturnType<typeof score>>

function table(say: (line: string) => void, language: string, results: Results) {
  const line = (what: string, value: string) => say(`${language.padEnd(4)}${what.padEnd(36)}${value}`)
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`
  line('mistakes / right words', `${results.mistakes} / ${results.rightWords}`)
  line('recall', percent(results.recall))
  line('precision', percent(results.precision))
  line('meant word first / among five', `${percent(results.hitAt1)} / ${percent(results.hitAt5)}`)
  const ms = (value: number) => `${value.toFixed(value < 20 ? 1 : 0)} ms`
  const { suggestMs, suggestCpuMs, letterMs } = results
  line('suggestion: median / p95 / late', `${ms(suggestMs.median)} / ${ms(suggestMs.p95)} / ${percent(results.late)}`)
  line('suggestion, CPU: median / p95', `${ms(suggestCpuMs.median)} / ${ms(suggestCpuMs.p95)}`)
  line('letter of 10 KB: first / median', `${ms(letterMs.first)} / ${ms(letterMs.median)}`)
  line('letter of 10 KB, CPU: median', ms(letterMs.cpuMedian))
}
