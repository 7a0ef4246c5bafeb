import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Db } from '../database/connection.ts'
import { dictionaryFiles, listSpellingLanguages, type SpellingLanguage } from '../desk/spelling-languages.ts'
import { type About, languageOfPerson, withoutKnown } from './known-words.ts'
import { type Misspelling, mostText, wordKey } from './spelling.ts'
import type { Answer, Files, Job, Loaded } from './spelling-jobs.ts'
import { type SpellingThread, startThread, type ThreadLimits } from './spelling-thread.ts'

/** `hint`: the language where the text alone tells none; `ignored`: words that are right in this letter. */
export type SpellingWish = About &
  Readonly<{ language?: string | undefined; hint?: string | undefined; ignored?: readonly string[] | undefined }>

/** In `language`, guessed unless it was asked for, of those that could be asked for. */
export type Spelling = Readonly<{
  language: string
  languages: readonly string[]
  misspellings: readonly Misspelling[]
}>

export type Speller = Readonly<{
  /** The misspelled words of a text, at most 500; of a text over 100,000 characters those of its beginning. */
  check: (db: Db, text: string, wish: SpellingWish) => Promise<Spelling | { trouble: string }>
  /** At most five words that were perhaps meant; null when they do not come within 150 ms. */
  suggest: (db: Db, word: string, language: string) => Promise<readonly string[] | null>
  /** Loads a dictionary in a thread of its own, to see that it is one and what it costs. */
  tryOut: (aff: Buffer, dic: Buffer) => Promise<Loaded | { trouble: string }>
  stop: () => Promise<void>
}>

export type SpellerLimits = ThreadLimits & Readonly<{ suggest: number; most: number; tryOut: number }>

/** ms; `most` dictionaries at once. */
const usual: SpellerLimits = { deadline: 20_000, idle: 5 * 60_000, suggest: 150, most: 6, tryOut: 10_000 }
const longestWord = 60

type State = { thread: SpellingThread; limits: SpellerLimits; loading: Map<string, Promise<Answer>> }

/** Checks spelling in a thread that holds the dictionaries; nothing is loaded before the first letter, nor kept when idle. */
export function startSpeller(limits: Partial<SpellerLimits> = {}): Speller {
  const all = { ...usual, ...limits }
  const state: State = { thread: startThread(all), limits: all, loading: new Map() }
  return {
    check: (db, text, wish) => check(state, db, text, wish).catch((error: Error) => ({ trouble: error.message })),
    suggest: (db, word, language) =>
      inTime(
        suggest(state, db, word, language).catch(() => null),
        all.suggest,
      ),
    tryOut: (aff, dic) => tryOut(all, { aff, dic }),
    stop: () => state.thread.stop(),
  }
}

async function check(
  state: State,
  db: Db,
  text: string,
  { language: wish, hint, ignored = [], ...about }: SpellingWish,
) {
  const known = (await listSpellingLanguages(db)).filter(({ enabled }) => enabled)
  const languages = known.map(({ language }) => language)
  if (languages.length === 0) return { trouble: 'No language is switched on.' }
  const keyed = known.map((each) => ({ language: each.language, key: keyOf(each) }))
  const job: Job = {
    kind: 'check',
    text: text.slice(0, mostText),
    languages: keyed,
    wish,
    hint: hint ?? (await languageOfPerson(db, about)),
  }
  const answer = await ask(state, db, known, job)
  if (!('misspellings' in answer)) return { trouble: 'trouble' in answer ? answer.trouble : 'The dictionary is gone.' }
  const skip = new Set(ignored.map(wordKey))
  const open = answer.misspellings.filter(
    ({ word, within }) => !skip.has(wordKey(word)) && !skip.has(wordKey(within ?? '')),
  )
  return { language: answer.language, languages, misspellings: await withoutKnown(db, open, about) }
}

async function suggest(state: State, db: Db, word: string, language: string): Promise<readonly string[] | null> {
  if (word.length > longestWord) return []
  const known = await listSpellingLanguages(db)
  const one = known.find((each) => each.language === language)
  if (!one) return []
  const answer = await ask(state, db, known, { kind: 'suggest', key: keyOf(one), language, word })
  return 'suggestions' in answer ? answer.suggestions : null
}

/** Asks; loads the dictionary that is missing, and asks again. */
async function ask(state: State, db: Db, known: readonly SpellingLanguage[], job: Job): Promise<Answer> {
  const answer = await state.thread.ask(job)
  if (!('missing' in answer)) return answer
  const language = known.find((each) => each.language === answer.missing)
  if (!language) return answer
  const key = keyOf(language)
  const loading = state.loading.get(key) ?? load(state, db, language, key).finally(() => state.loading.delete(key))
  state.loading.set(key, loading)
  const loaded = await loading
  return 'loaded' in loaded ? state.thread.ask(job) : loaded
}

async function load({ thread, limits }: State, db: Db, language: SpellingLanguage, key: string): Promise<Answer> {
  const files = language.installed ? await dictionaryFiles(db, language.installed.id) : shippedFiles(language.language)
  if (!files) return { trouble: `The dictionary of ${language.language} is gone: install it anew.` }
  return thread.ask({ kind: 'load', key, files, most: limits.most })
}

/** An installed dictionary is another one than the shipped one, or the one before. */
function keyOf({ language, installed }: SpellingLanguage): string {
  return installed ? `${language} ${installed.id}` : language
}

/** The packages say dictionary-en-gb; what they export lies beside the files themselves. */
function shippedFiles(language: string): Files {
  const folder = dirname(createRequire(import.meta.url).resolve(`dictionary-${language.toLowerCase()}`))
  return { aff: join(folder, 'index.aff'), dic: join(folder, 'index.dic') }
}

async function tryOut({ tryOut: deadline }: SpellerLimits, files: Files): Promise<Loaded | { trouble: string }> {
  const thread = startThread({ deadline, idle: deadline })
  try {
    const answer = await thread.ask({ kind: 'load', key: 'x', files, most: 1, tried: true })
    if ('loaded' in answer) return answer.loaded
    return { trouble: 'trouble' in answer ? answer.trouble : 'It could not be loaded.' }
  } catch {
    return { trouble: 'It takes too long, or too much memory, to load.' }
  } finally {
    await thread.stop()
  }
}

function inTime<T>(answer: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
