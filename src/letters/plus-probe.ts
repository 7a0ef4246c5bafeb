import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Mailbox } from '../mail/mailbox-settings.ts'
import { deliver, usualTimeouts } from './relay.ts'
import { relayOf, type Sender } from './relays.ts'
import { asciiDomain, domainOf } from './reply-address.ts'

export type Probed = 'always arrive' | 'sent' | 'no relay' | Readonly<{ refused: string }>

/**
 * Mails the mailbox itself under a + address that nobody can guess. When the door fetches that mail, plus addresses
 * are proved and letters use them (design section 5); until then answers go to the plain address.
 */
export async function sendPlusProbe(db: Db, sender: Sender, mailbox: Mailbox): Promise<Probed> {
  if (mailbox.bySmtp) return 'always arrive'
  const relay = await relayOf(db, sender, mailbox.id)
  if (!relay) return 'no relay'
  const probe = `test${randomBytes(10).toString('hex')}`
  await db
    .updateTable('mailboxes')
    .set({ plusProbe: probe, plusProbeAt: sql<Date>`now()` })
    .where('id', '=', mailbox.id)
    .execute()
  const from = asciiDomain(mailbox.address)
  const to = from.replace(/@(?=[^@]*$)/, `+${probe}@`)
  const timeouts = { ...usualTimeouts, talk: 20_000, idle: 20_000, all: 40_000 }
  const outcome = await deliver(relay.url, { from, to: [to], bytes: probeMail(from, to) }, { timeouts })
  return outcome.kind === 'sent' ? 'sent' : { refused: outcome.reason }
}

function probeMail(from: string, to: string): Buffer {
  const lines = [
    `From: <${from}>`,
    `To: <${to}>`,
    'Subject: Test of plus addresses',
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomBytes(12).toString('hex')}@${domainOf(from)}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'This mail proves that mail to an address with a + part arrives. Nobody needs to read it.',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}
