import { readFile } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import { type Dictionary, loadDictionary } from './dictionary.ts'
import { bareWord, type Misspelling, partsOf, type Word, wordKey, wordsIn } from './spelling.ts'
import { baseOf, guessLanguage } from './spelling-guess.ts'
import type { Answer, Job } from './spelling-jobs.ts'

/** The thread that holds the dictionaries. Started by spelling-thread.ts alone. */
const loaded = new Map<string, Dictionary>()
const mostMisspellings = 500
const mostMemory = 150 << 20

/** One after the other, so that the oldest without an answer is the one that hangs. */
let last: Promise<void> = Promise.resolve()

parentPort!.on('message', ({ id, job }: { id: number; job: Job }) => {
  last = last.then(async () => {
    const answer = await done(job).catch((error: unknown) => ({ trouble: inWords(error) }))
    parentPort!.postMessage({ id, answer })
  })
})

/** WebAssembly throws numbers, too. */
function inWords(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'it is no dictionary of Hunspell'
}

async function done(job: Job): Promise<Answer> {
  if (job.kind === 'load') return load(job)
  if (job.kind === 'check') return check(job)
  const dictionary = use(job.key)
  if (!dictionary) return { missing: job.language }
  return { suggestions: suggestions(dictionary, job.word) }
}

async function load({ key, files: { aff, dic }, most, tried }: Extract<Job, { kind: 'load' }>): Promise<Answer> {
  const start = performance.now()
  const bytes = (file: string | Uint8Array) => (typeof file === 'string' ? readFile(file) : file)
  const dictionary = await loadDictionary(await bytes(aff), await bytes(dic))
  const [oldest] = loaded.keys()
  if (oldest !== undefined && loaded.size >= most) loaded.delete(oldest)
  loaded.set(key, dictionary)
  if (tried) tryOut(dictionary)
  const { words, memoryBytes } = dictionary
  return { loaded: { words, memoryBytes, ms: Math.round(performance.now() - start) } }
}

/** Throws where a dictionary knows no word of its own, or any nonsense. */
function tryOut({ words, memoryBytes, knows: stands, suggest, sample }: Dictionary) {
  if (memoryBytes > mostMemory)
    throw new Error(`it takes ${memoryBytes >> 20} MiB of memory: at most ${mostMemory >> 20}`)
  if (words === 0 || !sample.some(stands)) throw new Error('it knows none of its own words')
  if (stands('qxzwvkjq')) throw new Error('it takes any word for right')
  suggest(`${sample[0]}x`)
}

/** The one used last is the last to go. */
function use(key: string): Dictionary | undefined {
  const dictionary = loaded.get(key)
  if (dictionary) loaded.delete(key)
  if (dictionary) loaded.set(key, dictionary)
  return dictionary
}

function check({ text, languages, wish, hint }: Extract<Job, { kind: 'check' }>): Answer {
  const words = wordsIn(text)
  const codes = languages.map(({ language }) => language)
  const guess = guessLanguage(
    words.slice(0, 2000).map(({ word }) => wordKey(word)),
    codes,
    hint,
  )
  const language = wish && codes.includes(wish) ? wish : guess.language
  const dictionary = use(languages.find((each) => each.language === language)?.key ?? '')
  if (!dictionary) return { missing: language }
  const stands = (word: Word) => knows(dictionary, word, language)
  const wrong = words.flatMap((word) => wrongParts(stands, word))
  return { language, sure: guess.sure, misspellings: wrong.slice(0, mostMisspellings) }
}

/** A word with hyphens is right when all its parts are. */
function wrongParts(stands: (word: Word) => boolean, word: Word): Misspelling[] {
  if (stands(word)) return []
  if (!word.word.includes('-')) return [word]
  return partsOf(word).filter((part) => part.word.length > 1 && !stands(part))
}

/** Words of another script are another language's; English lists have no accents (naïve, café). */
function knows({ knows: stands, script }: Dictionary, { word }: Word, language: string): boolean {
  const bare = bareWord(word)
  if (stands(bare)) return true
  if (script !== 'other' && !new RegExp(`^[\\p{Script=${script}}\\p{M}'-]+$`, 'u').test(bare)) return true
  return baseOf(language) === 'en' && /[à-ÿ]/i.test(bare) && stands(bare.normalize('NFD').replace(/\p{M}/gu, ''))
}

/** With the apostrophe that was typed. */
function suggestions({ suggest }: Dictionary, word: string): readonly string[] {
  const found = suggest(bareWord(word))
  return word.includes('’') ? found.map((each) => each.replaceAll("'", '’')) : found
}
