import { randomUUID } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { ContactForm } from '../desk/contact-forms.ts'
import { parseAddress } from '../letters/recipients.ts'
import { isOwnAddress, type MailboxLine } from '../mail/mailboxes.ts'

/** What was typed into a contact form, line ends as LF. */
export type ContactFields = Readonly<
  Record<'name' | 'email' | 'subject' | 'order' | 'type' | 'text' | 'website', string>
>
export type ContactFault = 'email' | 'own' | 'subject' | 'text' | 'name' | 'order' | 'files' | 'trap' | 'token'

const mostFiles = 5
const mostBytes = 5 << 20

/** What is wrong with it, by field. The field that nobody sees is filled by programs alone. */
export function contactFaults(
  fields: ContactFields,
  files: readonly File[],
  mailboxes: readonly MailboxLine[],
): Partial<Record<string, ContactFault>> {
  const { name, email, subject, order, text } = fields
  const line = (value: string, most: number) => value.length <= most && !/\p{Cc}/u.test(value)
  const address = line(email, 254) ? parseAddress(email) : undefined
  const bytes = files.reduce((sum, file) => sum + file.size, 0)
  return {
    ...(fields.website && { website: 'trap' }),
    ...(!line(name, 100) && { name: 'name' }),
    ...(!address && { email: 'email' }),
    ...(address && isOwnAddress(mailboxes, address.address) && { email: 'own' }),
    ...((!subject.trim() || !line(subject, 200)) && { subject: 'subject' }),
    ...(!line(order, 60) && { order: 'order' }),
    ...((!text.trim() || text.length > 20_000) && { text: 'text' }),
    ...((files.length > mostFiles || bytes > mostBytes) && { files: 'files' }),
  }
}

type Sent = Readonly<{ fields: ContactFields; files: readonly File[]; orderLine: string; mailbox: MailboxLine }>

/**
 * The mail that a filled form is: from the writer, to the form's mailbox, with an id of its own and none of another's,
 * so that it is filed by the rules that hold for all mail and names nothing but itself.
 */
export async function contactMail({ slug }: ContactForm, { fields, files, orderLine, mailbox }: Sent): Promise<Buffer> {
  const { address } = parseAddress(fields.email)!
  const text = `${orderLine ? `${orderLine}\n\n` : ''}${fields.text.trim()}\n`
  const attachments = await Promise.all(
    files.map(async (file) => ({
      filename: file.name.replace(/[\p{Cc}/\\]/gu, '_').slice(-200) || 'file',
      contentType: /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(file.type) ? file.type : 'application/octet-stream',
      content: Buffer.from(await file.arrayBuffer()),
    })),
  )
  return new MailComposer({
    from: { name: fields.name.trim(), address },
    to: { name: mailbox.name, address: mailbox.address },
    subject: fields.subject.trim(),
    messageId: `<contact.${randomUUID()}@${mailbox.address.split('@').at(-1)}>`,
    date: new Date(),
    headers: { 'X-Antfarm-Contact-Form': slug },
    text,
    attachments,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}
