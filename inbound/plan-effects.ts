import { sql } from 'kysely'
import type { CampaignMail } from '../src/campaigns/answered.ts'
import type { Tx } from '../src/database/connection.ts'
import { acknowledge, type ToAcknowledge } from '../src/letters/acknowledge.ts'
import { parseAddress } from '../src/letters/recipients.ts'
import type { LetterReport } from '../src/letters/reported.ts'
import { isOwnAddress, type MailboxLine } from '../src/mail/mailboxes.ts'
import type { Secrets } from '../src/settings/secret.ts'
import { envelopeSender } from './arrival.ts'
import { campaignMailOf } from './campaign-answers.ts'
import { type Decided, releasedTo } from './item.ts'
import { asksToLeave } from './thread.ts'

/** What decided mails do to letters: mark those that came back, and ask for acknowledgements. Most do nothing. */
export type Effects = Readonly<{
  reports: readonly LetterReport[]
  acknowledge: readonly ToAcknowledge[]
  /** Campaign recipients who left by mail. */
  unsubscribes: readonly Readonly<{ recipientId: number; emailId: number }>[]
  /** Answers to campaign letters, and reports on them. */
  campaigns: readonly CampaignMail[]
  /** Envelope senders of all that came to mailboxes that acknowledge. */
  arrived: readonly string[]
}>

export function effectsOf(mailboxes: readonly MailboxLine[], decided: readonly Decided[]): Effects {
  const watched = decided.filter(({ item }) => item.mailbox.acknowledge && item.delivery.source !== 'import')
  return {
    reports: decided.flatMap(reportOf),
    unsubscribes: decided.flatMap(farewellOf),
    campaigns: decided.flatMap(campaignMailOf),
    acknowledge: watched.flatMap((one) => acknowledgementOf(mailboxes, one)),
    arrived: watched.flatMap(({ item }) => envelopeSender(item.delivery) || []),
  }
}

/**
 * A report that names a letter: by the return address that it came to, or by our signed id or the one that a service
 * on the way gave it, which whoever got the letter knows as well. What is old changes nothing (inbound.md A4, T8), and
 * what its sender's domain disowns only by the return address: many servers sign no reports.
 */
function reportOf({ item, ids, fate }: Decided): LetterReport[] {
  const { mail, claims, verified, delivery } = item
  if (!mail.report || delivery.source === 'import' || fate.kind !== 'attach') return []
  const { token, foreign } = claims
  const about = { emailId: ids.email, report: mail.report, aliases: [] }
  if (token?.purpose === 'b') return [{ ...about, interactionId: token.id, byToken: true }]
  if (verified === 'fail') return []
  const named = claims.signed.find(({ purpose }) => purpose === 'i')
  if (named) return [{ ...about, interactionId: named.id, byToken: false }]
  const aliases = foreign.flatMap(({ key, bare }) => (bare ? [key, bare] : [key]))
  return aliases.length > 0 ? [{ ...about, interactionId: null, aliases, byToken: false }] : []
}

/** The token alone counts, whoever sends it and wherever the mail goes (campaigns.md 4.1). */
function farewellOf({ item, ids }: Decided): Effects['unsubscribes'] {
  const { claims, delivery, mail } = item
  if (!claims.token || delivery.source === 'import') return []
  const leaves = asksToLeave({ claims, automatic: mail.automatic !== null })
  return leaves ? [{ recipientId: claims.token.id, emailId: ids.email }] : []
}

/** Only a human's first mail, and only to the envelope's sender (RFC 3834 2, 4; inbound.md A2, A3). */
function acknowledgementOf(mailboxes: readonly MailboxLine[], { item, fate, ids, personId }: Decided): ToAcknowledge[] {
  const { mail, delivery, mailbox, from, verified } = item
  if (fate.kind !== 'new' || fate.continues || mail.automatic !== null || mail.hints.silence) return []
  if (fate.why.level === 'unsubscribe') return []
  if (verified === 'fail' || from === '' || releasedTo(delivery)) return []
  const sender = envelopeSender(delivery) ?? ''
  if (!parseAddress(sender) || isOwnAddress(mailboxes, sender)) return []
  return [{ emailId: ids.email, issueId: ids.issue, personId, mailbox, sender, messageId: mail.messageId }]
}

/**
 * An acknowledgement is a courtesy: where it cannot be written, none is sent, and the mail is filed all the same.
 * Answers what was wrong.
 */
export async function tryAcknowledging(
  tx: Tx,
  secrets: Secrets,
  { acknowledge: mails, arrived }: Effects,
): Promise<Error | undefined> {
  if (arrived.length === 0) return undefined
  await sql`savepoint acknowledging`.execute(tx)
  try {
    await acknowledge(tx, secrets, { mails, arrived })
    return undefined
  } catch (error) {
    await sql`rollback to savepoint acknowledging`.execute(tx).catch(() => Promise.reject(error))
    return error as Error
  }
}
