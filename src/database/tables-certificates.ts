import type { ColumnType, Generated } from 'kysely'
import type { At } from './columns.ts'

export type CertificateKind = 'promotional' | 'sold'
export type CertificateStatus = 'pending' | 'active' | 'exhausted' | 'expired' | 'void'
export type EntryKind = 'issue' | 'redeem' | 'refund' | 'expire' | 'void' | 'adjust'

/** bigint: text when read, a safe integer when written. */
type Minor = ColumnType<string, number, number>

/** Programs, certificates and their ledger (migrations/0026, 0028). */
export type CertificateTables = {
  giftPrograms: {
    id: Generated<number>
    name: string
    kind: CertificateKind
    currency: string
    eachMinor: Minor
    repEachMinor: ColumnType<string | null, number | null | undefined, number | null>
    repDayMinor: ColumnType<string | null, number | null, number | null>
    budgetMinor: ColumnType<string | null, number | null, number | null>
    issuedMinor: ColumnType<string, number | undefined, number>
    validDays: Generated<number>
    timeZone: Generated<string>
    terms: Generated<string>
    termsVersion: Generated<number>
    active: Generated<boolean>
    createdAt: At
    updatedAt: At
    version: Generated<number>
  }
  giftCertificates: {
    id: Generated<number>
    programId: number
    userIdentificationId: number | null
    issueId: number | null
    campaignRecipientId: ColumnType<string | null, number | null, number | null>
    kind: CertificateKind
    codeDigest: Buffer
    codeSealed: Buffer
    last4: string
    currency: string
    initialMinor: Minor
    balanceMinor: ColumnType<string, number | undefined, number>
    status: CertificateStatus
    issuedBy: number | null
    issuedAt: At
    activatedAt: Date | null
    expiresAt: Date
    claimedAt: Date | null
    claimedBy: number | null
    recipientEmail: Generated<string>
    message: Generated<string>
    voidReason: Generated<string>
  }
  giftEntries: {
    id: Generated<string>
    certificateId: number
    kind: EntryKind
    amountMinor: Minor
    balanceAfter: Minor
    orderNumber: string | null
    ofEntryId: string | number | null
    repId: number | null
    reason: Generated<string>
    at: At
  }
  giftHolds: {
    id: Generated<number>
    certificateId: number
    amountMinor: Minor
    orderNumber: string
    state: Generated<'held' | 'captured' | 'released'>
    expiresAt: Date
    entryId: string | number | null
    createdAt: At
  }
  letterCertificates: { letterId: number; certificateId: number; granted: Generated<boolean> }
  giftSums: {
    day: string
    programId: number
    issuedMonth: string
    expiresMonth: string
    kind: EntryKind
    amountMinor: Minor
    entries: number
  }
  giftChecks: {
    id: Generated<number>
    at: At
    tookMs: number
    certificates: number
    wrong: number
    wrongIds: number[]
    sumsWrong: number
  }
}
