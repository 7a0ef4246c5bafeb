import type { ColumnType, Generated } from 'kysely'
import type { At } from './columns.ts'

/** What the database keeps of reports about letters, and of acknowledgements. */
export type ReportTables = {
  complaints: {
    id: Generated<number>
    emailId: number
    letterId: number
    addressKey: string
    feedback: string
    createdAt: At
  }
  acknowledgements: { mailboxId: number; senderKey: string; issueId: number; letterId: number; createdAt: At }
  acknowledgementLimits: {
    key: string
    counted: Generated<number>
    countedSince: At
    stoppedUntil: Date | null
    answeredAt: Date | null
  }
}

export type MailboxAcknowledgement = {
  acknowledge: Generated<boolean>
  ackSubject: Generated<string>
  ackText: Generated<string>
}

/** RFC 3464, 5965 and 8098, as `src/mail/report.ts` has it; JSON, null for a mail that reports nothing. */
export type ReportColumn = ColumnType<unknown, string | null | undefined, string | null>
