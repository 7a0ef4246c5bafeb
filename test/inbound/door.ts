import pino from 'pino'
import { onTestFinished } from 'vitest'
import { startAuthenticator } from '../../inbound/authenticator.ts'
import { fileWaiting } from '../../inbound/filing.ts'
import { keep } from '../../inbound/keep.ts'
import { startParser } from '../../inbound/parser.ts'
import type { Resolve } from '../../inbound/resolve.ts'
import { startSmtp } from '../../inbound/smtp.ts'
import { type Config, readConfig } from '../../src/config.ts'
import type { Database } from '../../src/database/connection.ts'
import { ensureFirstMailbox, type MailboxLine } from '../../src/mail/mailboxes.ts'
import { testDatabase } from '../support/database.ts'
import { connectSmtp } from '../support/smtp-client.ts'

export const log = pino({ level: 'silent' })
export const secrets = { current: 'a secret of at least thirty-two bytes', old: [] }

/** A mailbox, and the two halves of the line in: what arrives is kept, what is kept can be filed at once. */
export async function openLine(resolve?: Resolve) {
  const { db, url } = await testDatabase()
  const mailbox = await ensureFirstMailbox(db, 'support@shop.test')
  const parser = startParser()
  onTestFinished(() => parser.stop())
  const authenticator = resolve && startAuthenticator(resolve)
  onTestFinished(() => authenticator?.stop())
  const asking = authenticator && { authenticator }
  const fileAll = async () => {
    let count = 0
    for (let found = 1; found > 0; count += found) found = await fileWaiting({ db, secrets, log, parser, ...asking })
    return count
  }
  return { db, url, mailbox, parser, authenticator, fileAll, arrive: (mail: Mail) => arrive(db, mailbox, mail) }
}

/** The SMTP door on a free port, over the line. */
export async function openDoor(env: Record<string, string> = {}, resolve?: Resolve) {
  const line = await openLine(resolve)
  const config = testConfig(env)
  const door = await startSmtp({ db: line.db, config, log })
  onTestFinished(() => door.stop())
  const client = async () => {
    const one = await connectSmtp(door.port)
    onTestFinished(() => one.quit())
    return one
  }
  return { ...line, config, door, client }
}

export function testConfig(env: Record<string, string>): Config {
  return readConfig({ SMTP_PORT: '0', SUPPORT_ADDRESS: 'support@shop.test', MAIL_DOMAIN: 'shop.test', ...env })
}

type Mail = Readonly<{
  from?: string
  to?: string
  subject?: string
  id?: string
  answers?: string
  references?: string
  text?: string
  headers?: string
  recipient?: string
  raw?: Buffer | string
  receivedAt?: Date
  mailFrom?: string
  clientIp?: string
  source?: 'smtp' | 'imap'
  flags?: Record<string, unknown>
}>

/** A mail as a customer's program writes it; CRLF, every field of one's choice. */
export function compose(mail: Mail): string {
  const lines = [
    `From: ${mail.from ?? 'Ada Adams <ada@customer.example>'}`,
    `To: ${mail.to ?? 'support@shop.test'}`,
    `Subject: ${mail.subject ?? 'Where is my parcel?'}`,
    ...(mail.id ? [`Message-ID: <${mail.id}>`] : []),
    ...(mail.answers ? [`In-Reply-To: <${mail.answers}>`] : []),
    ...(mail.references ? [`References: ${mail.references}`] : []),
    ...(mail.headers ? [mail.headers] : []),
    '',
    mail.text ?? 'It should have come on Monday.',
    '',
  ]
  return lines.join('\r\n')
}

/** Keeps a mail as the SMTP door would; answers its delivery. */
export async function arrive(db: Database, mailbox: MailboxLine, mail: Mail): Promise<number> {
  const raw = Buffer.from(mail.raw ?? compose(mail))
  const [id] = await keep(db, {
    source: mail.source ?? 'smtp',
    raw,
    recipients: [{ mailboxId: mailbox.id, address: mail.recipient ?? mailbox.address }],
    mailFrom: mail.mailFrom ?? 'envelope@customer.example',
    helo: 'client.test',
    clientIp: mail.clientIp ?? '127.0.0.1',
    tls: false,
    flags: mail.flags ?? {},
  })
  if (mail.receivedAt)
    await db.updateTable('deliveries').set({ receivedAt: mail.receivedAt }).where('id', '=', id!).execute()
  return id!
}

/** Where a delivery ended: its state and reason, its issue, and why. */
export async function outcome(db: Database, deliveryId: number) {
  const row = await db
    .selectFrom('deliveries as d')
    .leftJoin('emails as e', 'e.deliveryId', 'd.id')
    .leftJoin('actions as a', 'a.interactionId', 'e.interactionId')
    .leftJoin('issues as i', 'i.id', 'a.issueId')
    .select(['d.state', 'd.reason', 'd.copyOfId', 'e.why', 'e.automatic', 'e.heldForIssueId', 'a.issueId'])
    .select(['i.closedAt', 'i.continuesId', 'i.subject', 'i.userIdentificationId as personId'])
    .where('d.id', '=', deliveryId)
    .executeTakeFirstOrThrow()
  return row
}
