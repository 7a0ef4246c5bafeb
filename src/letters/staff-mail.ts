import { randomUUID } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { isRealOne } from '../settings/instance.ts'
import type { Secrets } from '../settings/secret.ts'
import { compose, type Enclosure } from './compose.ts'
import type { Outcome } from './outcome.ts'
import { deliver, type Limits, usualTimeouts } from './relay.ts'
import { relayOf } from './relays.ts'
import { domainOf } from './reply-address.ts'

export type StaffMail = Readonly<{
  to: string
  subject: (desk: string) => string
  text: string
  enclosures?: readonly Enclosure[]
  /** The part of the Message-ID before the @; one of chance where left out. */
  id?: string
}>
type Parts = Readonly<{ db: Database; config: Pick<Config, 'relayUrl'>; secrets: Secrets; instance: string }>

/** Short: somebody waits for the page that says how it went. */
const timeouts = { ...usualTimeouts, dns: 4000, connect: 5000, greeting: 5000, talk: 10_000, idle: 10_000, all: 15_000 }

/**
 * Mails a rep something that is kept nowhere (a one-time link). It is no letter: no history, no retry, the null sender.
 * 'no relay' also where sending is stopped.
 */
export async function mailStaff(parts: Parts, mail: StaffMail): Promise<'sent' | 'failed' | 'no relay'> {
  const outcome = await tryStaffMail(parts, mail, { timeouts })
  if (outcome === 'stopped' || outcome === 'no relay') return 'no relay'
  return outcome.kind === 'sent' ? 'sent' : 'failed'
}

/** The same for those who try again: how one try ended; 'stopped' where this is a copy of the desk (instance.ts). */
export async function tryStaffMail(
  { db, config, secrets, instance }: Parts,
  mail: StaffMail,
  limits: Limits,
): Promise<Outcome | 'no relay' | 'stopped'> {
  const [mailbox] = await listMailboxes(db)
  if (!(await isRealOne(db, instance))) return 'stopped'
  const relay = mailbox && (await relayOf(db, { secrets, config }, mailbox.id))
  if (!relay) return 'no relay'
  const { address, name } = mailbox
  const bytes = await compose({
    from: { name, address },
    to: [{ name: '', address: mail.to }],
    cc: [],
    replyTo: address,
    subject: mail.subject(domainOf(address)),
    messageId: `${mail.id ?? randomUUID()}@${domainOf(address)}`,
    references: [],
    date: new Date(),
    text: mail.text,
    enclosures: mail.enclosures ?? [],
    automatic: true,
  })
  return deliver(relay.url, { from: '', to: [mail.to], bytes }, limits)
}
