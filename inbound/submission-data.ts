import type { SMTPServerSession } from 'smtp-server'
import { recordSubmission, type Submission } from '../src/letters/submitted.ts'
import { type SubmittedMail, takeApart } from '../src/letters/submitted-header.ts'
import { addressKey } from '../src/mail/address.ts'
import { listMailboxes, type MailboxLine } from '../src/mail/mailboxes.ts'
import type { ParsedMail } from './parsed.ts'
import type { Answer } from './smtp-replies.ts'
import type { Counter } from './submission-door.ts'

const mostText = 200_000
const mostFiles = 100
const tries = 3

/** A mail from a shop's program: read, checked, recorded. Answers the words behind 250, once all is committed. */
export async function take(counter: Counter, session: SMTPServerSession, raw: Buffer): Promise<Answer | string> {
  const mail = takeApart(raw)
  if ('problem' in mail) return { code: 554, enhanced: '5.6.0', text: mail.problem }
  const { mail: read } = await counter.parser.parse({ raw, mailFrom: null, receivedAt: new Date() })
  const mailbox = senderOf(await listMailboxes(counter.db), mail, read)
  if ('code' in mailbox) return mailbox
  const recipients = session.envelope.rcptTo.map(({ address }) => address)
  const submission = { apiKeyId: Number(session.user), mailbox, mail, recipients, ...wordsOf(read) }
  const ids = await committed(counter, submission)
  if (ids === 'revoked') return { code: 535, enhanced: '5.7.8', text: 'This key was revoked: make another' }
  return `Taken as letter ${ids.join(', ')}`
}

/** The mailbox that From names, exactly: nobody writes in the name of somebody else through this desk. */
function senderOf(
  mailboxes: readonly MailboxLine[],
  { fields }: SubmittedMail,
  { from, fromCertain }: ParsedMail,
): MailboxLine | Answer {
  const one = fields.filter(({ name }) => name === 'from').length === 1 && fromCertain
  const mailbox = one && mailboxes.find((each) => each.addressKey === addressKey(from.address))
  if (mailbox) return mailbox
  const known = mailboxes.map(({ address }) => address).slice(0, 3)
  const shown = from.address.replace(/[^\x21-\x7e]/g, '?').slice(0, 100) || 'nobody'
  const text = `From names ${shown}, no mailbox of this desk: write as ${known.join(' or ')}, or add it as a mailbox`
  return { code: 550, enhanced: '5.7.1', text: text.replace(/[^\x20-\x7e]/g, '?') }
}

function wordsOf({ messageId, inReplyTo, references, subject, text, attachments }: ParsedMail) {
  const files = attachments.slice(0, mostFiles).map(({ filename, contentType, contentId, inline, bytes }) => ({
    ...{ filename, contentType, bytes, contentId: inline ? contentId : null },
  }))
  return {
    messageId: messageId.endsWith('@missing.local') ? null : messageId,
    references: [...new Set([...references, ...inReplyTo])].slice(-20),
    ...{ subject: subject.slice(0, 900), text: text.slice(0, mostText).toWellFormed(), files },
  }
}

/** Tried again where PostgreSQL ended it for somebody else's sake (40001, 40P01). */
async function committed(counter: Counter, submission: Submission, left = tries): Promise<number[] | 'revoked'> {
  const { db, secrets, config } = counter
  try {
    return await db.transaction().execute((tx) => recordSubmission(tx, { secrets, config }, submission))
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (left <= 1 || (code !== '40001' && code !== '40P01')) throw error
  }
  return committed(counter, submission, left - 1)
}
