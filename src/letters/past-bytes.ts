import MailComposer from 'nodemailer/lib/mail-composer'
import type { MailAddress } from '../database/tables.ts'

type PastMessage = Readonly<{
  from: MailAddress
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  at: Date
  subject: string
  messageId: string
  text: string
  html?: string | undefined
}>

/** A message that another program kept only in parts, as one that mail programs read. Its ids have no < >. */
export async function pastBytes({ from, to, cc, at, subject, messageId, text, html }: PastMessage): Promise<Buffer> {
  return new MailComposer({
    ...{ from, to: [...to], cc: [...cc], subject, date: at, messageId: `<${messageId}>` },
    text: { content: `${text}\n`, contentTransferEncoding: 'quoted-printable' },
    ...(html !== undefined && { html: { content: html, contentTransferEncoding: 'quoted-printable' } }),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}
