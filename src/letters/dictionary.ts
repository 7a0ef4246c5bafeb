import { Hunspell } from 'hunspell-wasm'
import startHunspell from 'hunspell-wasm/wasm/hunspell.js'
import { type Script, scriptOf } from './spelling-guess.ts'

/** A language in memory; asked in a thread of its own only. Both answers are remembered. */
export type Dictionary = Readonly<{
  knows: (word: string) => boolean
  /** At most five, the likeliest first. */
  suggest: (word: string) => readonly string[]
  script: Script
  /** Some of its words. */
  sample: readonly string[]
  words: number
  memoryBytes: number
}>

const mostRemembered = 20_000
const mostSuggestions = 5
/** What a process grows by beside the engine's own memory: measured over the shipped dictionaries, within 15 %. */
const around = 6_000_000
const timesFiles = 6

/**
 * Reads a dictionary of Hunspell (hunspell(5): an .aff and a .dic file) into a memory of its own, so that a broken one
 * harms no other. Throws where it is none.
 */
export async function loadDictionary(aff: Uint8Array, dic: Uint8Array): Promise<Dictionary> {
  const affixes = decoded(aff, encodingOf(aff))
  const list = decoded(dic, encodingOf(aff))
  const module = await startHunspell()
  const hunspell = new Hunspell(module, affixes.replace(/^SET\s.*$/m, 'SET UTF-8'), list)
  const sample = sampleOf(list)
  const suggested = new Map<string, readonly string[]>()
  const known = new Map<string, boolean>()
  return {
    knows: (word) => remember(known, word, () => hunspell.testSpelling(word)),
    suggest: (word) =>
      remember(suggested, word, () => [...new Set(hunspell.getSpellingSuggestions(word))].slice(0, mostSuggestions)),
    sample,
    script: scriptOf(sample),
    words: Number.parseInt(list, 10) || 0,
    memoryBytes: module.HEAPU8.length + around + timesFiles * (aff.length + dic.length),
  }
}

function remember<T>(memory: Map<string, T>, word: string, find: () => T): T {
  const there = memory.get(word)
  if (there !== undefined) return there
  if (memory.size >= mostRemembered) memory.clear()
  const found = find()
  memory.set(word, found)
  return found
}

/** Named in the line SET, before which nothing but ASCII stands; without it ISO-8859-1 (hunspell(5)). */
function encodingOf(aff: Uint8Array): string {
  const head = Buffer.from(aff.buffer, aff.byteOffset, Math.min(aff.length, 20_000)).toString('latin1')
  const name = /^(?:ï»¿)?SET[ \t]+(\S+)/m.exec(head)?.[1]?.toLowerCase() ?? 'iso8859-1'
  return name.replace(/^iso8859-?/, 'iso-8859-').replace(/^microsoft-cp/, 'windows-')
}

/** Throws a RangeError where there is no such encoding. */
function decoded(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes)
}

/** Some words of the list, without their flags and fields (hunspell(5): word/flags fields). */
function sampleOf(list: string): string[] {
  const lines = list.slice(0, 400_000).split('\n').slice(1)
  const step = Math.ceil(lines.length / 500)
  return lines.filter((_, at) => at % step === 0).map((line) => line.split(/[/\s]/)[0]!)
}
