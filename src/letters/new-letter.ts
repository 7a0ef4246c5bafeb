import type { Tx } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import type { LetterDraft } from '../database/tables-drafts.ts'
import type { Actor } from '../desk/changes.ts'
import { openIssue } from '../desk/issues.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { identify } from '../people/identify.ts'
import { getPerson } from '../people/people.ts'
import { bodyOf } from './body.ts'
import { type Content, contentProblem } from './content.ts'
import { enclosuresOf } from './enclosures.ts'
import { type CertificateWish, setIssue, withCertificate } from './letter-certificate.ts'
import { oneLine } from './quote.ts'
import { parseAddress, type Recipients, type TypedRecipients, typedRecipients } from './recipients.ts'
import { bareSubject } from './subject.ts'
import { type Desk, type Written, writeLetter } from './write.ts'

/** To addresses or to a person whom the desk knows. The issue it makes stays open unless `close`. */
export type NewLetter = Content &
  TypedRecipients &
  Readonly<{
    personId?: number | undefined
    mailboxId?: number | undefined
    types?: readonly string[] | undefined
    orderId?: string | undefined
    attachmentIds?: readonly number[] | undefined
    close?: boolean | undefined
    cancelIfReplied?: boolean | undefined
    /** Sent without a subject on purpose. */
    emptySubject?: boolean | undefined
    /** Granted to the person with the letter. */
    certificate?: CertificateWish | undefined
    kept?: LetterDraft | undefined
  }>

/** Writes to somebody first: a new issue with this letter in it, in the caller's transaction. */
export async function newLetter(
  tx: Tx,
  desk: Desk,
  actor: Actor,
  input: NewLetter,
): Promise<(Written & { issueId: number }) | { problem: string }> {
  const subject = oneLine(input.subject ?? '')
  const allowed = subject || input.emptySubject
  const problem = contentProblem(input) ?? (allowed ? undefined : 'The subject is empty: write one.')
  if (problem) return { problem }
  const mailboxes = await listMailboxes(tx)
  const mailbox = input.mailboxId ? mailboxes.find((each) => each.id === input.mailboxId) : mailboxes[0]
  if (!mailbox) return { problem: `There is no mailbox ${input.mailboxId ?? ''}: name one from the settings page.` }
  const addressed = await addressee(tx, input)
  if ('problem' in addressed) return addressed
  const enclosures = await enclosuresOf(tx, actor, input.attachmentIds)
  if ('problem' in enclosures) return enclosures
  const { personId, recipients } = addressed
  const whose = { personId, issueId: null, wish: input.certificate }
  const granted = await withCertificate(tx, desk, actor, { ...whose, content: input })
  if ('problem' in granted) return granted
  const { types, orderId } = input
  const opened = { personId, subject: bareSubject(subject), mailboxId: mailbox.id, types, orderId }
  const { issueId } = await openIssue(tx, actor, opened)
  await setIssue(tx, granted.granted, issueId)
  const written = await writeLetter(tx, desk, actor, {
    kind: 'new',
    issueIds: [issueId],
    personId,
    mailbox,
    recipients,
    subject,
    ...(await bodyOf(tx, actor, mailbox, { content: granted.content, enclosures })),
    certificateId: granted.granted?.id,
    answered: undefined,
    conversation: [],
    kept: input.kept,
    close: input.close ?? false,
    sendAt: input.sendAt,
    cancelIfReplied: input.cancelIfReplied ?? false,
  })
  return { ...written, issueId }
}

type Addressee = Readonly<{ personId: number; recipients: Recipients }>

/** The person that a letter is for, and its recipients: the first address typed, or the person's own. */
export async function addressee(tx: Tx, input: NewLetter): Promise<Addressee | { problem: string }> {
  if (input.personId === undefined) return firstRecipient(tx, input)
  const person = await getPerson(tx, input.personId)
  if (!person) return { problem: `There is no person ${input.personId}.` }
  const address = person.emails[0]
  if (!input.to?.length && !address) return { problem: 'no e-mail address on file' }
  const recipients = await typedRecipients(tx, input.to?.length ? input : { ...input, to: [written(person, address!)] })
  return 'problem' in recipients ? recipients : { personId: person.id, recipients }
}

async function firstRecipient(tx: Tx, input: NewLetter): Promise<Addressee | { problem: string }> {
  const recipients = await typedRecipients(tx, { ...input, to: input.to ?? [] })
  if ('problem' in recipients) return recipients
  const [personId] = await identify(tx, [recipients.to[0]!])
  return { personId: personId!, recipients }
}

/** The name is left out where it could not be read back. */
function written({ firstNames, lastName }: { firstNames: string; lastName: string }, address: string): string {
  const text = `"${firstNames} ${lastName}" <${address}>`
  const parsed: MailAddress | undefined = parseAddress(text)
  return parsed ? text : address
}
