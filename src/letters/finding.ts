import type { Db } from '../database/connection.ts'
import type { Desk } from './write.ts'

/** A letter as it stands in the composer, before anything of it is recorded. Addresses as they were typed. */
export type CheckedDraft = Readonly<{
  repId: number | null
  /** The issue that is answered; absent for a letter that makes one. */
  issueId?: number | undefined
  /** The letter only passes a mail on. */
  forward?: boolean | undefined
  personId?: number | undefined
  /** A gift certificate goes along, whose code and amount fill their places. */
  certificate?: boolean | undefined
  mailboxId?: number | undefined
  to?: readonly string[] | undefined
  cc?: readonly string[] | undefined
  bcc?: readonly string[] | undefined
  subject: string
  text: string
  attachmentIds: readonly number[]
  alsoIssues: readonly number[]
  /** The newest action that the rep has seen. */
  seenActionId?: number | undefined
  /** The language in which it is written, where the rep said so (BCP 47). */
  language?: string | undefined
  /** Words that the rep said are not misspelled in this letter. */
  ignored?: readonly string[] | undefined
}>

export type FindingKind = 'subject' | 'file' | 'recipient' | 'newer' | 'open issue' | 'spelling' | 'variable'

/**
 * What a rep should look at before the letter goes; `text` is a sentence. `where` is a place in the text or subject,
 * from `start` up to `end` in UTF-16 units. `stop`: "Send anyway" does not send it either.
 */
export type Finding = Readonly<{
  kind: FindingKind
  text: string
  where?: Readonly<{ field: 'text' | 'subject'; start: number; end: number }>
  stop?: boolean
  /** What was perhaps meant, to choose from. */
  fixes?: readonly string[]
}>

/** One question about a letter; it writes nothing and answers no finding where nothing is to be said. */
export type Check = (db: Db, draft: CheckedDraft, desk: Desk) => Promise<Finding[]>
