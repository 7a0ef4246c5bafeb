import type { Generated } from 'kysely'
import type { At } from './columns.ts'

/** The tables of migrations/0016-presence.sql. */
export type PresenceTables = {
  presence: { issueId: number; repId: number; typing: Generated<boolean>; seenAt: At }
  repSettings: { repId: number; singleKeys: Generated<boolean>; keys: Generated<Record<string, string>> }
}
