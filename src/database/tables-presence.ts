import type { ColumnType, Generated } from 'kysely'
import type { At } from './columns.ts'

/** The tables of migrations/0016-presence.sql and 0041-rep-language.sql. */
export type PresenceTables = {
  presence: { issueId: number; repId: number; typing: Generated<boolean>; seenAt: At }
  repSettings: {
    repId: number
    singleKeys: Generated<boolean>
    keys: ColumnType<Record<string, string>, string | undefined, string>
    language: ColumnType<'de' | 'en' | 'es' | 'fr' | null, string | null | undefined, string | null>
  }
}
