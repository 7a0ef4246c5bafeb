import { randomBytes } from 'node:crypto'
import nodemailer from 'nodemailer'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { MailAddress } from '../../../src/database/tables.ts'

export type CustomerMail = Readonly<{
  from: MailAddress
  to: string
  cc?: readonly string[] | undefined
  subject: string
  text: string
  html?: string | undefined
  inReplyTo?: string | undefined
  references?: readonly string[] | undefined
  attachments?: readonly { filename: string; content: Buffer; contentType: string; cid?: string }[] | undefined
  headers?: Readonly<Record<string, string>> | undefined
  date?: Date | undefined
}>

/** A mail as a customer's own program would make it. Ids in < >. */
export function customerMail(mail: CustomerMail): Promise<Buffer> {
  const id = `<${randomBytes(9).toString('hex')}@${mail.from.address.split('@')[1] ?? 'example.test'}>`
  return new MailComposer({
    ...mail,
    cc: [...(mail.cc ?? [])],
    messageId: id,
    date: mail.date ?? new Date(),
    references: [...(mail.references ?? [])],
    attachments: [...(mail.attachments ?? [])],
    headers: { ...mail.headers },
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

export type Envelope = Readonly<{ from: string; to: readonly string[] }>

/** Hands bytes to the desk's SMTP door, as the customer's provider would. Throws what the door answered. */
export async function sendToDesk(smtpPort: number, envelope: Envelope, raw: Buffer): Promise<void> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    ignoreTLS: true,
    name: 'mx.example.test',
    connectionTimeout: 5_000,
    socketTimeout: 30_000,
  })
  try {
    await transport.sendMail({ envelope: { from: envelope.from, to: [...envelope.to] }, raw })
  } finally {
    transport.close()
  }
}
