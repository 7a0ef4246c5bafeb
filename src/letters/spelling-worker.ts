import { readFile } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import { type Dictionary, loadDictionary } from './dictionary.ts'
import { bareWord, partsOf, type Word, wordKey, wordsIn } from './spelling.ts'
import { guessLanguage } from './spelling-guess.ts'
import type { Answer, Files, Job } from './spelling-jobs.ts'

/** The thread that holds the dictionaries. Started by spelling-thread.ts alone. */
const loaded = new Map<string, Dictionary>()
const mostMisspellings = 500

/** One after the other, so that the oldest without an answer is the one that hangs. */
let last: Promise<void> = Promise.resolve()

parentPort!.on('message', ({ id, job }: { id: number; job: Job }) => {
  last = last.then(async () => {
    const answer = await done(job).catch((error: unknown) => ({ trouble: String(error).slice(0, 200) }))
    parentPort!.postMessage({ id, answer })
  })
})
parentPort!.postMessage('ready')

async function done(job: Job): Promise<Answer> {
  if (job.kind === 'load') return load(job.key, job.files)
  if (job.kind === 'check') return check(job)
  const dictionary = loaded.get(job.key)
  if (!dictionary) return { missing: job.language }
  return { suggestions: suggestions(dictionary, job.word) }
}

async function load(key: string, { aff, dic }: Files): Promise<Answer> {
  const start = performance.now()
  const bytes = (file: string | Uint8Array) => (typeof file === 'string' ? readFile(file) : file)
  const dictionary = await loadDictionary(await bytes(aff), await bytes(dic))
  loaded.set(key, dictionary)
  const { words, memoryBytes } = dictionary
  return { loaded: { words, memoryBytes, ms: Math.round(performance.now() - start) } }
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
  const dictionary = loaded.get(languages.find((each) => each.language === language)?.key ?? '')
  if (!dictionary) return { missing: language }
  const wrong = words.flatMap((word) => wrongParts(dictionary, word))
  return { language, sure: guess.sure, misspellings: wrong.slice(0, mostMisspellings) }
}

/** A word with hyphens is right when all its parts are; words of another script are another language's. */
function wrongParts(dictionary: Dictionary, word: Word): Word[] {
  if (knows(dictionary, word)) return []
  if (!word.word.includes('-')) return [word]
  return partsOf(word).filter((part) => part.word.length > 1 && !knows(dictionary, part))
}

function knows({ knows: stands, script }: Dictionary, { word }: Word): boolean {
  const bare = bareWord(word)
  if (stands(bare)) return true
  return script !== 'other' && !new RegExp(`^[\\p{Script=${script}}\\p{M}'-]+$`, 'u').test(bare)
}

/** With the apostrophe that was typed. */
function suggestions({ suggest }: Dictionary, word: string): readonly string[] {
  const found = suggest(bareWord(word))
  return word.includes('’') ? found.map((each) => each.replaceAll("'", '’')) : found
}
