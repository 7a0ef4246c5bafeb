import type { ColumnType, Generated } from 'kysely'
import type { At, Json } from './columns.ts'

/** How somebody agreed: kind and source are the shop's words, `wording` what was read, `at` when. */
export type Consent = Readonly<{ kind: string; source: string; wording: string; at: string }>

export const memberStates = ['confirmed', 'unproven', 'pending', 'removed'] as const
export type MemberState = (typeof memberStates)[number]
export const suppressionScopes = ['all', 'marketing', 'list'] as const
export type SuppressionScope = (typeof suppressionScopes)[number]
export type SuppressionReason = 'unsubscribed' | 'bounced' | 'complained' | 'by hand'
export type ConsentEventKind = 'added' | 'asked' | 'confirmed' | 'removed' | 'suppressed' | 'lifted'

/** The tables of migrations/0032-consent.sql. */
export type ConsentTables = {
  mailingLists: {
    id: Generated<number>
    slug: string
    name: string
    description: Generated<string>
    mailboxId: number | null
    doubleOptIn: Generated<boolean>
    acceptsUnproven: Generated<boolean>
    offered: Generated<boolean>
    version: Generated<number>
    createdAt: At
    archivedAt: Date | null
  }
  mailingListMembers: {
    id: Generated<number>
    listId: number
    addressKey: string
    address: string
    shopUserId: number | null
    state: MemberState
    consent: ColumnType<Consent | null, string | null | undefined, string | null>
    asks: Generated<number>
    askedAt: Date | null
    confirmedAt: Date | null
    createdAt: At
    updatedAt: At
  }
  mailingListCounts: { listId: number; state: MemberState; members: number }
  consentEvents: {
    id: Generated<string>
    addressKey: string
    listId: number | null
    kind: ConsentEventKind
    evidence: Json<object>
    at: At
  }
  suppressions: {
    id: Generated<number>
    addressKey: string
    address: string
    scope: SuppressionScope
    listId: number | null
    reason: SuppressionReason
    evidence: Json<Record<string, unknown>>
    repId: number | null
    createdAt: At
    liftedAt: Date | null
    liftedWhy: string | null
  }
  mailPreferences: { addressKey: string; language: string; updatedAt: At }
}
