import type { MailAddress, Verified, Why } from '../src/database/tables.ts'
import type { Authentication } from '../src/database/tables-authentication.ts'
import type { ClaimedDelivery } from '../src/mail/deliveries.ts'
import type { MailboxLine } from '../src/mail/mailboxes.ts'
import type { Claims } from './claimed.ts'
import type { Parsed, ParsedMail } from './parsed.ts'
import type { Decision } from './thread.ts'

/** A claimed delivery, parsed and authenticated outside any transaction. */
export type Filing = Readonly<{
  delivery: ClaimedDelivery
  parsed: Parsed
  verified: Verified
  authentication: Authentication | null
  /** Nobody answered in time: the verdict is to be asked for again. */
  again: boolean
  /** Why it must not come in before a rep says so, as junk; null when it may. */
  withheld: Why | null
}>

/** One mail on its way through the transaction. */
export type Item = Filing &
  Readonly<{
    mail: ParsedMail
    mailbox: MailboxLine
    claims: Claims
    /** Who wrote: From, or the writer behind a mailing list. */
    sender: MailAddress
    /** The address that identifies the sender; '' where From identifies nobody. */
    from: string
    /** From is one of our own addresses. */
    self: boolean
    /** It is one of our letters, come back as we sent it. */
    returned: boolean
    /** When it counts as having come: an imported mail by its own date. */
    at: Date
    /** > 0 for a mail that equals an older one and is new all the same. */
    generation: number
  }>

export type Ids = Readonly<{ issue: number; interaction: number; email: number }>

/** Where a mail goes; `unreadable` is held with nothing but its header known, `withheld` as junk or a forgery. */
export type Fate =
  | Decision
  | Readonly<{ kind: 'unreadable'; trouble: string }>
  | Readonly<{ kind: 'withheld'; why: Why }>

/** The id that a service on the way gave a letter of ours; the key in hex. */
export type Alias = Readonly<{ key: string; text: string; interactionId: number }>

/** What was decided of a mail, and what is learned from it for later ones. */
export type Verdict = Readonly<{ fate: Fate; refs: readonly string[]; alias: Alias | undefined }>

/** A decided mail with the ids and the person of its rows. */
export type Decided = Verdict & Readonly<{ item: Item; ids: Ids; personId: number }>

/** What a rep said of a held mail, if he did. */
export function releasedTo(delivery: ClaimedDelivery): 'issue' | 'new' | undefined {
  const to = delivery.flags.released
  return to === 'issue' || to === 'new' ? to : undefined
}
