import type { Generated } from 'kysely'
import type { At } from './columns.ts'

export const tlsModes = ['tls', 'starttls', 'none'] as const
export type TlsMode = (typeof tlsModes)[number]
export const imapAuths = ['password', 'google', 'microsoft', 'oauth2'] as const
export type ImapAuth = (typeof imapAuths)[number]
export const processedDeeds = ['nothing', 'keyword', 'seen', 'move'] as const
export type ProcessedDeed = (typeof processedDeeds)[number]
export type ImapState = 'new' | 'ok' | 'retrying' | 'stopped'

export type MailboxesTable = {
  id: Generated<number>
  address: string
  addressKey: string
  name: Generated<string>
  plusAddresses: Generated<boolean>
  reopenDays: Generated<number>
  defaultTypes: Generated<string[]>
  bySmtp: Generated<boolean>
  trustedAuthservId: Generated<string>
  plusProbe: string | null
  plusProbeAt: Date | null
  plusProvedAt: Date | null
  version: Generated<number>
  deletedAt: Date | null
  createdAt: At
}

/** bigint comes as text from node-postgres. */
export type ImapAccountsTable = {
  mailboxId: number
  enabled: Generated<boolean>
  host: string
  port: number
  tls: TlsMode
  userName: string
  auth: ImapAuth
  tokenUrl: Generated<string>
  credentials: Buffer
  access: Buffer | null
  folder: Generated<string>
  processed: Generated<ProcessedDeed>
  moveTo: Generated<string>
  takeOld: Generated<boolean>
  version: Generated<number>
  generation: Generated<number>
  uidvalidity: string | null
  lastUid: Generated<string>
  firstUid: Generated<string>
  rescanBelow: Generated<string>
  firstLookAt: Date | null
  uidvalidityChangedAt: Date | null
  state: Generated<ImapState>
  lastSuccessAt: Date | null
  lastError: string | null
  failures: Generated<number>
  nextRetryAt: Date | null
  healthySince: At
  reconciledAt: Date | null
  reconciledMails: number | null
  reconciledMissing: number | null
}

export type ImapMailsTable = {
  mailboxId: number
  generation: number
  uidvalidity: string
  uid: string
  state: Generated<'kept' | 'waiting' | 'gone' | 'given_up'>
  deliveryId: number | null
  emailId: string | null
  handled: Generated<boolean>
  attempts: Generated<number>
  nextTryAt: Date | null
  seenAt: At
}
