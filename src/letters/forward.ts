import type { Tx } from '../database/connection.ts'
import type { LetterDraft } from '../database/tables-drafts.ts'
import type { Actor } from '../desk/changes.ts'
import { lockIssues } from '../desk/record-letter.ts'
import { type Answered, mailToAnswer } from './answered.ts'
import { bodyOf } from './body.ts'
import { type Content, contentProblem } from './content.ts'
import { copyFiles, enclosuresOf } from './enclosures.ts'
import { forwardedQuote, oneLine } from './quote.ts'
import { type TypedRecipients, typedRecipients } from './recipients.ts'
import { mailboxOf } from './reply.ts'
import { bareSubject } from './subject.ts'
import { type Desk, type Written, writeLetter } from './write.ts'

/** `files`: attachments of messages in the issue that go along, beside uploads. */
export type Forward = Content &
  TypedRecipients &
  Readonly<{
    attachmentIds?: readonly number[] | undefined
    files?: readonly number[] | undefined
    close?: boolean | undefined
    cancelIfReplied?: boolean | undefined
    kept?: LetterDraft | undefined
  }>

/**
 * Sends the newest mail of an issue on to others, as a letter of that issue with the same number: an answer comes back
 * into it. Whom it goes to takes no part in the issue: the next answer to the customer does not go to them.
 */
export async function forward(
  tx: Tx,
  desk: Desk,
  actor: Actor,
  { issueId, ...input }: Forward & { issueId: number },
): Promise<Written | { problem: string } | 'not found'> {
  const issues = await lockIssues(tx, [issueId])
  if ('missing' in issues) return 'not found'
  const issue = issues[0]!
  const mail = await mailToAnswer(tx, issueId)
  const problem = forwardProblem(input, mail)
  if (problem) return { problem }
  const recipients = await typedRecipients(tx, { ...input, to: input.to ?? [] })
  if ('problem' in recipients) return recipients
  const copies = await copyFiles(tx, actor, issueId, input.files ?? [])
  if ('problem' in copies) return copies
  const enclosures = await enclosuresOf(tx, actor, [...(input.attachmentIds ?? []), ...copies])
  if ('problem' in enclosures) return enclosures
  const mailbox = await mailboxOf(tx, issueId, mail?.mailboxId)
  return writeLetter(tx, desk, actor, {
    kind: 'reply',
    issueIds: [issueId],
    personId: issue.personId,
    mailbox,
    recipients,
    subject: input.subject === undefined ? forwardSubject(mail, issue.values.subject) : oneLine(input.subject),
    ...(await bodyOf(tx, actor, mailbox, { content: input, enclosures })),
    answered: undefined,
    quote: mail && forwardedQuote({ name: mail.fromName, address: mail.fromAddress, ...mail }),
    conversation: [],
    close: input.close ?? false,
    sendAt: input.sendAt,
    cancelIfReplied: input.cancelIfReplied ?? false,
    apart: true,
    kept: input.kept,
  })
}

/** Nothing need be written above a mail that goes on. */
function forwardProblem(input: Forward, mail: Answered | undefined): string | undefined {
  return contentProblem(mail && !input.text.trim() ? { ...input, text: mail.fromAddress } : input)
}

export function forwardSubject(mail: { subject: string } | undefined, subject: string): string {
  return `Fwd: ${bareSubject(mail?.subject || subject)}`.trimEnd()
}
