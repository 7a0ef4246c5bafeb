import type { Word } from './spelling.ts'

/** What is said between the desk and the thread that holds the dictionaries. */
export type Job =
  | { kind: 'load'; key: string; files: Files }
  | { kind: 'check'; text: string; languages: readonly Keyed[]; wish: string | undefined; hint: string | undefined }
  | { kind: 'suggest'; key: string; language: string; word: string }

export type Answer =
  | { loaded: Loaded }
  | { language: string; sure: boolean; misspellings: readonly Word[] }
  | { suggestions: readonly string[] }
  /** That dictionary is not in memory: load it and ask again. */
  | { missing: string }
  | { trouble: string }

/** A language by the key of the dictionary that stands for it now. */
export type Keyed = Readonly<{ language: string; key: string }>

/** Paths, or the bytes themselves. */
export type Files = Readonly<{ aff: string | Uint8Array; dic: string | Uint8Array }>

export type Loaded = Readonly<{ words: number; memoryBytes: number; ms: number }>
