import type { ColumnType, Generated } from 'kysely'
import type { At, Json } from './columns.ts'

export const campaignStates = [
  'draft',
  'scheduled',
  'snapshotting',
  'running',
  'paused',
  'finished',
  'cancelled',
] as const
export type CampaignState = (typeof campaignStates)[number]

export const recipientStates = [
  'pending',
  'leased',
  'handed',
  'sent',
  'deferred',
  'failed',
  'skipped',
  'uncertain',
] as const
export type RecipientState = (typeof recipientStates)[number]

export type Basis = 'consent' | 'softOptIn'
export type CampaignPolicy = 'hold' | 'resend'
export type CampaignEventKind = 'bounce' | 'complaint' | 'reply' | 'automatic' | 'unsubscribe'
/** What each recipient gets; `expiresOn` is its last day. */
export type CampaignCertificate = Readonly<{ amountMinor: number; currency: string; expiresOn: string }>

/** bigint: text when read, a safe integer when written. */
type Big = ColumnType<string, number, number>

/** Campaigns and their recipients; the why of a column stands in migrations/0030-campaigns.sql. */
export type CampaignTables = {
  campaigns: {
    id: Generated<number>
    name: string
    state: Generated<CampaignState>
    pauseReason: Generated<string>
    subject: string
    text: string
    html: string | null
    mailboxId: number
    list: string | null
    basis: Basis
    audience: Json<object>
    certificate: ColumnType<CampaignCertificate | null, string | null | undefined, string | null>
    types: Generated<string[]>
    sendAt: Date | null
    policy: Generated<CampaignPolicy>
    rate: number | null
    expiresAt: Date | null
    authorId: number | null
    approvedBy: number | null
    approvedAt: Date | null
    launchedBy: number | null
    launchedAt: Date | null
    startedAt: Date | null
    finishedAt: Date | null
    versionId: number | null
    watchFrom: Json<Readonly<Record<string, number>>>
    archive: Generated<boolean>
    tracking: Generated<boolean>
    createdAt: At
    updatedAt: At
    version: Generated<number>
  }
  campaignVersions: {
    id: Generated<number>
    campaignId: number
    subject: string
    text: string
    html: string | null
    fromName: string
    fromAddress: string
    plusAddresses: boolean
    list: string | null
    basis: Basis
    audience: Json<object>
    certificate: ColumnType<CampaignCertificate | null, string | null | undefined, string | null>
    types: string[]
    extra: Json<Readonly<Record<string, string>>>
    createdAt: At
  }
  campaignRecipients: {
    id: ColumnType<string, number | undefined, never>
    campaignId: number
    addressKey: string
    address: string
    domain: string
    shopUserId: number | null
    userIdentificationId: number | null
    vars: Json<Readonly<Record<string, string>>>
    state: Generated<RecipientState>
    skipReason: string | null
    reason: string | null
    attempts: Generated<number>
    nextAt: At
    leaseToken: string | null
    leaseUntil: Date | null
    datedAt: Date | null
    firstHandedAt: Date | null
    handedAt: Date | null
    doneAt: Date | null
    code: number | null
    reply: string | null
    messageId: string | null
    issueId: number | null
    interactionId: number | null
    bounced: string | null
  }
  campaignAttempts: { recipientId: Big; attempt: number; at: At; outcome: string; code: number | null; reason: string }
  campaignEvents: {
    id: Generated<string>
    campaignId: number
    recipientId: Big
    kind: CampaignEventKind
    detail: Generated<string>
    emailId: number | null
    at: At
  }
  campaignHits: {
    id: Generated<string>
    campaignId: number
    recipientId: Big
    kind: 'open' | 'click'
    link: number | null
    machine: string | null
    agent: Generated<string>
    at: At
  }
  campaignCounts: { campaignId: number; name: string; delta: number }
  campaignLog: {
    id: Generated<number>
    campaignId: number
    at: At
    repId: number | null
    deed: string
    detail: Generated<string>
  }
}
