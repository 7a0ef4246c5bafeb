import type { Verified } from '../src/database/tables.ts'
import type { ClaimedDelivery } from '../src/mail/deliveries.ts'
import type { MailboxLine } from '../src/mail/mailboxes.ts'
import type { Claims } from './evidence.ts'
import type { Parsed, ParsedMail } from './parsed.ts'
import type { Decision } from './thread.ts'

/** A claimed delivery, parsed and authenticated outside any transaction. */
export type Filing = Readonly<{ delivery: ClaimedDelivery; parsed: Parsed; verified: Verified }>

/** One mail on its way through the transaction. */
export type Item = Filing &
  Readonly<{
    mail: ParsedMail
    mailbox: MailboxLine
    claims: Claims
    /** The address that identifies the sender; '' where From identifies nobody. */
    from: string
    /** When it counts as having come: an imported mail by its own date. */
    at: Date
    /** > 0 for a mail that equals an older one and is new all the same. */
    generation: number
  }>

export type Ids = Readonly<{ issue: number; interaction: number; email: number }>

/** Where a mail goes; `unreadable` is held with nothing but its header known. */
export type Fate = Decision | Readonly<{ kind: 'unreadable'; trouble: string }>

/** What a rep said of a held mail, if he did. */
export function releasedTo(delivery: ClaimedDelivery): 'issue' | 'new' | undefined {
  const to = delivery.flags.released
  return to === 'issue' || to === 'new' ? to : undefined
}
