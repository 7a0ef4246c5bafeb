import { randomUUID } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { isRealOne } from '../settings/instance.ts'
import type { Secrets } from '../settings/secret.ts'
import { compose } from './compose.ts'
import { deliver, usualTimeouts } from './relay.ts'
import { relayOf } from './relays.ts'
import { domainOf } from './reply-address.ts'

export type StaffMail = Readonly<{ to: string; subject: (desk: string) => string; text: string }>
type Parts = Readonly<{ db: Database; config: Config; secrets: Secrets; instance: string }>

/** Short: somebody waits for the page that says how it went. */
const timeouts = { ...usualTimeouts, dns: 4000, connect: 5000, greeting: 5000, talk: 10_000, idle: 10_000, all: 15_000 }

/**
 * Mails a rep something that is kept nowhere (a one-time link). It is no letter: no history, no retry, the null sender.
 * 'no relay' also where sending is stopped.
 */
export async function mailStaff(
  { db, config, secrets, instance }: Parts,
  mail: StaffMail,
): Promise<'sent' | 'failed' | 'no relay'> {
  const [mailbox] = await listMailboxes(db)
  const relay = mailbox && (await relayOf(db, { secrets, config }, mailbox.id))
  if (!relay || !(await isRealOne(db, instance))) return 'no relay'
  const { address, name } = mailbox
  const bytes = await compose({
    from: { name, address },
    to: [{ name: '', address: mail.to }],
    cc: [],
    replyTo: address,
    subject: mail.subject(domainOf(address)),
    messageId: `${randomUUID()}@${domainOf(address)}`,
    references: [],
    date: new Date(),
    text: mail.text,
    enclosures: [],
    automatic: true,
  })
  const { kind } = await deliver(relay.url, { from: '', to: [mail.to], bytes }, { timeouts })
  return kind === 'sent' ? 'sent' : 'failed'
}
