import type { Generated, GeneratedAlways } from 'kysely'
import type { At } from './columns.ts'

/** Columns that the database makes of a name, a phone number and a postal code. */
export type PersonKeys = {
  nameKey: GeneratedAlways<string>
  lastKey: GeneratedAlways<string>
  phoneKey: GeneratedAlways<string>
  postalKey: GeneratedAlways<string>
  mergedIntoId: number | null
}

export type ShopUserKeys = {
  nameKey: GeneratedAlways<string>
  lastKey: GeneratedAlways<string>
  matchDue: Generated<boolean>
}

export type MatchingTables = {
  matchProposals: {
    userIdentificationId: number
    shopUserId: number
    reasons: string[]
    createdAt: At
    dismissedAt: Date | null
    dismissedBy: number | null
  }
  postalCodes: { postalKey: string; place: string }
  interactionForms: {
    key: string
    repId: number
    interactionId: number | null
    issueId: number | null
    changeId: number | null
    createdAt: At
  }
}
