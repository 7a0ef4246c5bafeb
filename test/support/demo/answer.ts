import type { MailAddress } from '../../../src/database/tables.ts'
import { type CustomerMail, customerMail, sendToDesk } from './customer-mail.ts'
import type { BoxItem, LetterBox } from './letter-box.ts'

export type Mailer = Readonly<{ box: LetterBox; smtpPort: number }>

/** Answers a letter as any mail program does: to its Reply-To, naming it, with what it said quoted below. */
export async function answerLetter({ box, smtpPort }: Mailer, letter: BoxItem, from: MailAddress, text: string) {
  const mail: CustomerMail = {
    from,
    to: letter.replyTo,
    subject: /^re:/i.test(letter.subject) ? letter.subject : `Re: ${letter.subject}`,
    text: `${text.trim()}\n\nOn ${letter.at.toUTCString()}, ${letter.from.name || letter.from.address} wrote:\n${quoted(letter.text)}\n`,
    inReplyTo: letter.messageId,
    references: [...letter.references, letter.messageId].filter(Boolean),
  }
  return sendMail({ box, smtpPort }, mail)
}

/** Sends a mail to the desk through its SMTP door and keeps it among what the customer sent. */
export async function sendMail({ box, smtpPort }: Mailer, mail: CustomerMail): Promise<BoxItem> {
  const raw = await customerMail(mail)
  await sendToDesk(smtpPort, { from: mail.from.address, to: [mail.to] }, raw)
  return box.add('sent', mail.from.address, raw)
}

function quoted(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(0, 200)
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n')
}
