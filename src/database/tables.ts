import type { ColumnType, Generated } from 'kysely'
import type { At, Json } from './columns.ts'
import type { AudienceTables } from './tables-audiences.ts'
import type { AuthenticationColumn, MailChecksTable, SenderRulesTable } from './tables-authentication.ts'
import type { AutomaticTables } from './tables-automatic.ts'
import type { CampaignTables } from './tables-campaigns.ts'
import type { CannedTables } from './tables-canned.ts'
import type { CertificateTables } from './tables-certificates.ts'
import type { ConsentTables } from './tables-consent.ts'
import type { ContactTables } from './tables-contact.ts'
import type { CustomerTables } from './tables-customer.ts'
import type { ActionsTable, AttachmentsTable, ChangesTable } from './tables-desk.ts'
import type { DraftTables, LetterDraftColumn } from './tables-drafts.ts'
import type { IssueTables, IssueWorkColumns, ToDoColumns } from './tables-issues.ts'
import type { MailCountsTable, MailRecountsTable, RefilingsTable } from './tables-ledger.ts'
import type { ImapAccountsTable, ImapMailsTable, MailboxesTable } from './tables-mailboxes.ts'
import type { MatchingTables, PersonKeys } from './tables-matching.ts'
import type { OutboxTables } from './tables-outbox.ts'
import type { EmailMarks, RemotePicturesTable } from './tables-parts.ts'
import type { UserIdentificationEmailsTable, UserIdentificationsTable } from './tables-people.ts'
import type { PicklistTables } from './tables-picklists.ts'
import type { PresenceTables } from './tables-presence.ts'
import type { MailboxAcknowledgement, ReportColumn, ReportTables } from './tables-reports.ts'
import type { AccountsTable, ApiKeysTable, IdempotencyKeysTable, RepsTable, SessionsTable } from './tables-reps.ts'
import type { SavedReportTables } from './tables-saved-reports.ts'
import type { ShopTables } from './tables-shop.ts'
import type { ShopDataTables } from './tables-shop-data.ts'
import type { SignInsTable } from './tables-sign-ins.ts'
import type { SpellingTables } from './tables-spelling.ts'
import type { StaffTables } from './tables-staff.ts'
import type { StartTables } from './tables-start.ts'
import type { SurgesTable } from './tables-surges.ts'
import type { ThreadingTables } from './tables-threading.ts'
import type { IssueTimes, LetterTimes, TimeTables } from './tables-times.ts'
import type { WebhookTables } from './tables-webhooks.ts'

/** Tables as types, in camelCase (CamelCasePlugin); the why of a column stands in migrations/. */
export type Tables = ThreadingTables &
  AudienceTables &
  AutomaticTables &
  CampaignTables &
  CertificateTables &
  DraftTables &
  IssueTables &
  CannedTables &
  ConsentTables &
  ContactTables &
  CustomerTables &
  MatchingTables &
  PresenceTables &
  ReportTables &
  SavedReportTables &
  ShopTables &
  ShopDataTables &
  OutboxTables &
  PicklistTables &
  StaffTables &
  StartTables &
  TimeTables &
  WebhookTables &
  SpellingTables & {
    settings: { name: string; value: Json<unknown>; updatedAt: At }
    reps: RepsTable
    sessions: SessionsTable
    accounts: AccountsTable
    adminLinks: { tokenHash: Buffer; expiresAt: Date }
    apiKeys: ApiKeysTable
    idempotencyKeys: IdempotencyKeysTable
    blobs: { sha256: Buffer; size: number; bytes: Buffer; createdAt: At }
    mailboxes: MailboxesTable & MailboxAcknowledgement & { relayId: number | null }
    imapAccounts: ImapAccountsTable
    imapMails: ImapMailsTable
    userIdentifications: UserIdentificationsTable & PersonKeys
    userIdentificationEmails: UserIdentificationEmailsTable
    issues: IssuesTable & IssueWorkColumns & IssueTimes
    issueTypes: { issueId: number; type: string }
    interactions: InteractionsTable
    actions: ActionsTable & ToDoColumns
    actionInfoUsed: { actionId: number; infoUsed: string }
    issueParticipants: { issueId: number; addressKey: string; address: string; name: Generated<string>; createdAt: At }
    issueReads: { repId: number; issueId: number; readAt: At }
    issueCounts: { bucket: string; delta: number }
    changes: ChangesTable
    deliveries: DeliveriesTable
    emails: EmailsTable & { report: ReportColumn }
    mailChecks: MailChecksTable
    senderRules: SenderRulesTable
    letters: LettersTable & LetterDraftColumn & LetterTimes & { delayed: string | null; signature: string | null }
    attachments: AttachmentsTable
    mailCounts: MailCountsTable
    mailRecounts: MailRecountsTable
    refilings: RefilingsTable
    remotePictures: RemotePicturesTable
    signIns: SignInsTable
    surges: SurgesTable
  }

export type MailAddress = { name: string; address: string }
export type Origin = 'human' | 'automatic' | 'campaign'
export type Originator = 'customer' | 'rep' | 'automatic'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type DeliveryState = 'kept' | 'filed' | 'held' | 'failed'
export type Verified = 'pass' | 'fail' | 'none' | 'unknown'
/** Why a mail was put where it is: the level of inbound.md 4.3, the evidence itself, and both in words for a rep; `all`, every sign that was found. */
export type Why = { level: string; evidence: string; text: string; all?: Omit<Why, 'all'>[] }
export const letterStates = [
  'scheduled',
  'queued',
  'sending',
  'sent',
  'deferred',
  'failed',
  'bounced',
  'uncertain',
  'cancelled',
  'undelivered',
] as const
export type LetterState = (typeof letterStates)[number]

type IssuesTable = {
  id: Generated<number>
  userIdentificationId: number
  mailboxId: number | null
  subject: Generated<string>
  origin: Generated<Origin>
  listed: Generated<boolean>
  orderId: string | null
  assigneeId: number | null
  groupName: string | null
  priority: Generated<Priority>
  openedAt: At
  closedAt: Date | null
  closedBy: number | null
  snoozeUntil: Date | null
  needsLook: Generated<boolean>
  continuesId: number | null
  mergedIntoId: number | null
  deletedAt: Date | null
  lastActivityAt: At
  lastInboundAt: Date | null
  snippet: Generated<string>
  hasAttachment: Generated<boolean>
  version: Generated<number>
}

type InteractionsTable = {
  id: Generated<number>
  userIdentificationId: number
  mailboxId: number | null
  originator: Originator
  channel: string
  repId: number | null
  occurredAt: At
  createdAt: At
}

type DeliveriesTable = {
  id: Generated<number>
  mailboxId: number
  source: 'smtp' | 'imap' | 'import' | 'api'
  recipient: string
  mailFrom: Generated<string>
  helo: Generated<string>
  clientIp: string | null
  tls: Generated<boolean>
  flags: Json<Record<string, unknown>>
  rawSha256: Buffer
  state: Generated<DeliveryState>
  reason: string | null
  copyOfId: number | null
  automatic: Generated<boolean>
  attempts: Generated<number>
  leaseUntil: Date | null
  receivedAt: At
  settledAt: Date | null
}

type EmailsTable = {
  id: Generated<number>
  deliveryId: number
  mailboxId: number
  interactionId: number | null
  heldForIssueId: number | null
  fingerprint: Buffer
  generation: Generated<number>
  messageId: string
  messageIdKey: Buffer
  inReplyTo: Generated<string[]>
  referenceIds: Generated<string[]>
  fromAddress: Generated<string>
  fromName: Generated<string>
  replyTo: Json<MailAddress[]>
  toList: Json<MailAddress[]>
  ccList: Json<MailAddress[]>
  subject: Generated<string>
  date: Date | null
  text: Generated<string>
  folds: Generated<number[]>
  html: string | null
  automatic: string | null
  verified: Generated<Verified>
  authentication: AuthenticationColumn
  why: Json<Why>
  marks: Json<EmailMarks>
  parserVersion: number
  receivedAt: Date
  search: ColumnType<string | null, string | undefined, string>
}

type LettersTable = {
  id: Generated<number>
  interactionId: number
  mailboxId: number
  answersEmailId: number | null
  kind: Generated<'reply' | 'new' | 'automatic'>
  envelopeFrom: string
  toList: Json<MailAddress[]>
  ccList: Json<MailAddress[]>
  bccList: Json<MailAddress[]>
  subject: string
  text: string
  html: string | null
  messageId: string
  messageIdKey: Buffer
  rawSha256: Buffer
  state: LetterState
  reason: string | null
  relayReply: string | null
  maybeTwice: Generated<boolean>
  policy: Generated<'resend' | 'hold'>
  cancelIfReplied: Generated<boolean>
  attempts: Generated<number>
  dueAt: At
  tryingSince: At
  leaseUntil: Date | null
  handedAt: Date | null
  repId: number | null
  createdAt: At
  sentAt: Date | null
  seenFailureAt: Date | null
  search: ColumnType<string | null, string | undefined, string>
}
