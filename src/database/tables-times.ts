import type { Generated } from 'kysely'
import type { At } from './columns.ts'

/** How long people waited, on the issue (src/desk/times.ts writes it). */
export type IssueTimes = {
  firstResponseSeconds: number | null
  firstResponseBusiness: number | null
  firstResponseBy: number | null
  nextResponseSeconds: number | null
  nextResponseBusiness: number | null
  nextResponseBy: number | null
  resolutionSeconds: number | null
  resolutionBusiness: number | null
  reopened: Generated<number>
}

/** When a letter was wanted to go, if not at once. */
export type LetterTimes = { meantFor: Date | null }

export type TimeTables = {
  issueClosings: {
    id: Generated<number>
    issueId: number
    closedAt: Date
    closedBy: number | null
    reopenedAt: At
    resolutionSeconds: number | null
    resolutionBusiness: number | null
  }
  timeRecomputes: { one: Generated<boolean>; upto: number | null; todo: number; askedAt: At }
}
