import type { Generated } from 'kysely'
import type { At } from './columns.ts'

export type MailBucket = 'received' | 'kept' | 'filed' | 'held' | 'failed' | 'automatic'

export type MailCountsTable = { day: Date; mailboxId: number; source: string; bucket: MailBucket; delta: number }

export type MailRecountsTable = {
  id: Generated<number>
  at: At
  tookMs: number
  received: number
  filed: number
  held: number
  failed: number
  kept: number
  missing: number
  missingIds: Generated<number[]>
  corrected: number
  olderParser: number
}

export type RefilingsTable = {
  id: Generated<number>
  deliveryId: number | null
  repId: number | null
  askedAt: At
  nextId: Generated<number>
  lastId: number
  done: Generated<number>
  unreadable: Generated<number>
  attempts: Generated<number>
  leaseUntil: Date | null
  finishedAt: Date | null
}
