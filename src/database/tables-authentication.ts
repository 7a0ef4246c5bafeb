import type { ColumnType, Generated } from 'kysely'
import type { At } from './columns.ts'

/** What a check of one method came to, in the words of RFC 8601 2.7. */
export type AuthResult =
  | 'pass'
  | 'fail'
  | 'softfail'
  | 'neutral'
  | 'none'
  | 'policy'
  | 'temperror'
  | 'permerror'
  | 'skipped'

/** Why a verdict is what it is; each has its sentence in templates/words. */
export const authReasons = [
  'dmarc-pass',
  'dkim-pass',
  'arc-pass',
  'dmarc-fail',
  'two-authors',
  'no-author',
  'policy-none',
  'forwarded',
  'part-signed',
  'no-policy',
  'no-answer',
  'no-client',
  'provider-pass',
  'provider-fail',
  'provider-silent',
] as const
export type AuthReason = (typeof authReasons)[number]

/** The whole result of asking, as it is stored and shown: bounded, every string fit for PostgreSQL. */
export type Authentication = Readonly<{
  reason: AuthReason
  /** The domain of the From address, '' where there is none. */
  domain: string
  dmarc: Readonly<{ result: AuthResult; policy: string | null; domain: string | null }> | null
  spf: Readonly<{ result: AuthResult; domain: string; clientIp: string | null }> | null
  dkim: readonly Readonly<{ result: AuthResult; domain: string; selector: string; aligned: boolean; comment: string }>[]
  arc: Readonly<{ result: AuthResult; sealers: readonly string[] }> | null
  /** Whose word this is: our own check, or the authserv-id of the mailbox's provider. */
  by: string | null
  checkedAt: string
}>

export type AuthenticationColumn = ColumnType<Authentication | null, string | null | undefined, string | null>

export type MailChecksTable = { id: number; attempts: Generated<number>; leaseUntil: Date }

export type SenderRulesTable = {
  id: Generated<number>
  sender: string
  verdict: 'allow' | 'block'
  repId: number | null
  createdAt: At
}
