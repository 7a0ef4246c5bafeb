import type { Misspelling } from './spelling.ts'

/** What is said between the desk and the thread that holds the dictionaries. */
export type Job =
  /** In place of the one unused for longest where there would be more than `most`; `tried`: also asked to see that it answers. */
  | { kind: 'load'; key: string; files: Files; most: number; tried?: boolean }
  | { kind: 'check'; text: string; languages: readonly Keyed[]; wish: string | undefined; hint: string | undefined }
  | { kind: 'suggest'; key: string; language: string; word: string }

export type Answer =
  | { loaded: Loaded }
  | { language: string; sure: boolean; misspellings: readonly Misspelling[] }
  | { suggestions: readonly string[] }
  /** That dictionary is not in memory: load it and ask again. */
  | { missing: string }
  | { trouble: string }

/** A language by the key of the dictionary that stands for it now. */
export type Keyed = Readonly<{ language: string; key: string }>

/** Paths, or the bytes themselves. */
export type Files = Readonly<{ aff: string | Uint8Array; dic: string | Uint8Array }>

export type Loaded = Readonly<{ words: number; memoryBytes: number; ms: number }>
