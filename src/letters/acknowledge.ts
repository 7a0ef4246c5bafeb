import { type Insertable, sql } from 'kysely'
import { sha256, storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { Tables } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import type { Secrets } from '../settings/secret.ts'
import { maySend } from './acknowledgement-limits.ts'
import { acknowledgementSubject } from './acknowledgements.ts'
import { compose } from './compose.ts'
import { plain } from './quote.ts'
import { inReplyTo, references } from './references.ts'
import { bounceAddress, type Home, issueReference, letterMessageId, replyAddress } from './reply-address.ts'

/** A human mail that opened an issue in a mailbox that acknowledges. `sender` is the envelope's (RFC 3834 4). */
export type ToAcknowledge = Readonly<{
  emailId: number
  issueId: number
  personId: number
  mailbox: Home & { id: number }
  sender: string
  messageId: string
}>

/**
 * Writes an acknowledgement for each mail that may have one (inbound.md A2, A3; RFC 3834) into the caller's
 * transaction: at most one a day to a sender, none to where too much comes from. It goes to the envelope's sender,
 * says what the mailbox's setting says and nothing of the mail, and is never tried again where its fate is unknown.
 * `arrived` are the envelope senders of all mail that came to such mailboxes.
 */
export async function acknowledge(
  tx: Tx,
  secrets: Secrets,
  { mails, arrived }: { mails: readonly ToAcknowledge[]; arrived: readonly string[] },
): Promise<void> {
  const first = new Map([...mails].reverse().map((mail) => [addressKey(mail.sender), mail]))
  const allowed = await maySend(tx, [...first.keys()], arrived)
  const answered = [...first].filter(([key]) => allowed.has(key)).map(([, mail]) => mail)
  const texts = await textsOf(tx, answered)
  const written = answered.filter((mail) => texts.has(mail.mailbox.id))
  if (written.length === 0) return
  const ids = await interactionIds(tx, written.length)
  const drafts = await Promise.all(
    written.map((mail, i) => draft(secrets, { mail, text: texts.get(mail.mailbox.id)!, interactionId: ids[i]! })),
  )
  await write(tx, drafts)
}

type Text = Readonly<{ ackSubject: string; ackText: string }>

async function textsOf(tx: Tx, mails: readonly ToAcknowledge[]): Promise<Map<number, Text>> {
  if (mails.length === 0) return new Map()
  const rows = await tx
    .selectFrom('mailboxes')
    .select(['id', 'ackSubject', 'ackText'])
    .where('acknowledge', '=', true)
    .where('id', 'in', [...new Set(mails.map((mail) => mail.mailbox.id))])
    .execute()
  return new Map(rows.filter((row) => row.ackText.trim()).map((row) => [row.id, row]))
}

async function interactionIds(tx: Tx, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval('interactions_id_seq')::int as id from generate_series(1, ${count})`.execute(tx)
  return rows.map((row) => row.id)
}

type Asked = Readonly<{ mail: ToAcknowledge; text: Text; interactionId: number }>
type Draft = Asked & Readonly<{ messageId: string; envelopeFrom: string; subject: string; bytes: Buffer }>

async function draft(secrets: Secrets, asked: Asked): Promise<Draft> {
  const { mail, text, interactionId } = asked
  const { mailbox } = mail
  const messageId = letterMessageId(secrets, mailbox, interactionId)
  const subject = acknowledgementSubject(text.ackSubject)
  const bytes = await compose({
    from: { name: mailbox.name, address: mailbox.address },
    to: [{ name: '', address: mail.sender }],
    cc: [],
    replyTo: replyAddress(secrets, mailbox, interactionId),
    subject,
    messageId,
    inReplyTo: inReplyTo(mail.messageId),
    references: references(issueReference(secrets, mailbox, mail.issueId), [mail.messageId]),
    date: new Date(),
    text: text.ackText,
    enclosures: [],
    automatic: 'replied',
  })
  return { ...asked, messageId, envelopeFrom: returnAddress(secrets, mailbox, interactionId), subject, bytes }
}

/** Reports of what became of it come to its own return address; without one nobody is to answer it (RFC 3834 3.3). */
function returnAddress(secrets: Secrets, mailbox: Home, interactionId: number): string {
  const address = bounceAddress(secrets, mailbox, interactionId)
  return address === mailbox.address ? '' : address
}

async function write(tx: Tx, drafts: readonly Draft[]) {
  const blobs = await storeBlobs(
    tx,
    drafts.map(({ bytes }) => bytes),
  )
  const interactions = drafts.map(({ interactionId, mail }) => ({
    ...{ id: interactionId, userIdentificationId: mail.personId, mailboxId: mail.mailbox.id },
    ...{ originator: 'automatic' as const, channel: 'email' },
  }))
  await tx.insertInto('interactions').values(interactions).execute()
  const actions = drafts.map(({ interactionId, mail }) => ({ interactionId, issueId: mail.issueId }))
  await tx.insertInto('actions').values(actions).execute()
  const letters = await tx
    .insertInto('letters')
    .values(drafts.map((one, i) => letterRow(one, blobs[i]!)))
    .returning(['id', 'interactionId'])
    .execute()
  const letterOf = new Map(letters.map((letter) => [letter.interactionId, letter.id]))
  const rows = drafts.map(({ mail, interactionId }) => ({
    ...{ mailboxId: mail.mailbox.id, senderKey: addressKey(mail.sender), issueId: mail.issueId },
    letterId: letterOf.get(interactionId)!,
  }))
  await tx.insertInto('acknowledgements').values(rows).execute()
  await notify(tx, 'letters')
}

/** Born as seen: where it does not arrive nothing is to be done, and it is no failure of a rep's. */
function letterRow(one: Draft, rawSha256: Buffer): Insertable<Tables['letters']> {
  const { mail, messageId, interactionId } = one
  return {
    ...{ interactionId, mailboxId: mail.mailbox.id, answersEmailId: mail.emailId, kind: 'automatic' },
    ...{ envelopeFrom: one.envelopeFrom, toList: JSON.stringify([{ name: '', address: mail.sender }]) },
    ...{ subject: one.subject, text: plain(one.text.ackText), messageId, messageIdKey: sha256(messageId), rawSha256 },
    ...{ state: 'queued', policy: 'hold', seenFailureAt: new Date() },
  }
}
