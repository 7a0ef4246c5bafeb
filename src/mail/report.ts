/** Why a mail did not arrive, by what can be done about it. `bounces-reasons.ts` of the door tells them apart. */
export type ReportReason =
  | 'unknownUser'
  | 'unknownHost'
  | 'noMail'
  | 'moved'
  | 'disabled'
  | 'full'
  | 'tooBig'
  | 'expired'
  | 'network'
  | 'system'
  | 'junk'
  | 'virus'
  | 'content'
  | 'sender'
  | 'authentication'
  | 'reverseName'
  | 'blocked'
  | 'rate'
  | 'policy'
  | 'relaying'
  | 'protocol'
  | 'refused'
  | 'unknown'

/** What one recipient's block says; never mixed with another's (inbound.md A4). */
export type RecipientReport = Readonly<{
  /** As written; '' where the report names nobody. */
  address: string
  action: 'failed' | 'delayed' | 'delivered'
  /** RFC 3463, "5.1.1"; with zeros where only its class is known, '' where not even that. */
  status: string
  /** The SMTP reply code, '' when none is told. */
  reply: string
  reason: ReportReason
  /** The address itself is no good, and trying again is of no use. */
  hard: boolean
  /** The other server's own words, one line. */
  diagnostic: string
}>

/**
 * A mail that reports on another: a bounce or delay (RFC 3464), a receipt of delivery or reading (RFC 3464, 8098), or
 * a complaint about junk (RFC 5965). `originalIds` are Message-IDs of the mail reported on, as the report quotes them:
 * anybody may write them.
 */
export type MailReport = Readonly<{
  kind: 'bounce' | 'receipt' | 'complaint'
  recipients: readonly RecipientReport[]
  originalIds: readonly string[]
  /** Of a complaint: RFC 5965's Feedback-Type, "abuse", "fraud" … */
  feedback: string | null
}>
