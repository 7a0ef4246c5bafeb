import type { MailAddress } from '../src/database/tables.ts'
import type { EmailMarks } from '../src/database/tables-parts.ts'
import type { MailReport } from '../src/mail/report.ts'
import type { Hints } from './hints.ts'

/** Goes up with every change of what parsing answers, so that mail parsed by an older one can be found. */
export const parserVersion = 3

export type ParsedAttachment = Readonly<{
  filename: string
  contentType: string
  contentId: string | null
  inline: boolean
  bytes: Buffer
}>

/** A mail as the desk knows it; every string is fit for PostgreSQL. */
export type ParsedMail = Readonly<{
  messageId: string
  /** False when only the text tells this mail from another: no Message-ID, no Date, no Received. */
  distinct: boolean
  inReplyTo: readonly string[]
  references: readonly string[]
  from: MailAddress
  /** Whether the From address may stand for a person (inbound.md P9). */
  fromCertain: boolean
  replyTo: readonly MailAddress[]
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  subject: string
  date: Date | null
  text: string
  folds: readonly number[]
  html: string | null
  automatic: string | null
  /** What it reports of another mail, if a program wrote it for that. */
  report: MailReport | null
  attachments: readonly ParsedAttachment[]
  marks: EmailMarks
  hints: Hints
  /** The words to find it by, see lexemesOf(). */
  lexemes: string
  /** Equal for the same mail by whatever way it came: hash of Message-ID, From, Date, Subject and decoded parts. */
  fingerprint: Buffer
}>

/** `trouble` is the end of a sentence, "it has more than 250 parts": then `mail` is what its header says, no more. */
export type Parsed = Readonly<{ mail: ParsedMail; trouble: string | null }>

export type ParseJob = Readonly<{ raw: Buffer; mailFrom: string | null; receivedAt: Date }>
