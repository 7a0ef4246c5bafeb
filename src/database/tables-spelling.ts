import type { Generated } from 'kysely'
import type { At } from './columns.ts'

/** The tables of migrations/0024-spelling.sql. */
export type SpellingTables = {
  spellingWords: {
    id: Generated<number>
    word: string
    wordKey: string
    taughtBy: number | null
    taughtAt: At
    removedAt: Date | null
  }
  dictionaries: {
    id: Generated<number>
    language: string
    affSha256: Buffer
    dicSha256: Buffer
    words: number
    memoryBytes: number
    loadMs: number
    installedBy: number | null
    installedAt: At
    removedAt: Date | null
  }
}
