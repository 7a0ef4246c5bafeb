import { sql } from 'kysely'
import type { Quote } from '../../templates/letters/letter.tsx'
import type { Config } from '../config.ts'
import { sha256, storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { MailAddress } from '../database/tables.ts'
import type { LetterDraft } from '../database/tables-drafts.ts'
import type { Actor } from '../desk/changes.ts'
import { nextInteractionId, recordLetter, recordOutgoing } from '../desk/record-letter.ts'
import { lexemesOf, searchVector } from '../mail/lexemes.ts'
import type { Secrets } from '../settings/secret.ts'
import { type Answered, answeredQuote } from './answered.ts'
import { compose } from './compose.ts'
import { askedBy, type Question, questionFor } from './csat-question.ts'
import { attachTo, type Enclosures } from './enclosures.ts'
import { carry } from './letter-certificate.ts'
import { oneLine, plain } from './quote.ts'
import type { Recipients } from './recipients.ts'
import { inReplyTo, references } from './references.ts'
import { relayOf } from './relays.ts'
import { bounceAddress, type Home, issueReference, letterMessageId, replyAddress } from './reply-address.ts'
import type { Speller } from './speller.ts'

/** What letters need of the desk that writes them. */
export type Desk = Readonly<{
  secrets: Secrets
  config: Pick<Config, 'relayUrl' | 'undoSeconds'> & Partial<Pick<Config, 'publicUrl' | 'basePath'>>
  speller?: Speller | undefined
}>

/** A letter that passed every check; the first issue is the one it belongs to. */
export type Draft = Readonly<{
  kind: 'reply' | 'new' | 'automatic'
  issueIds: readonly number[]
  personId: number
  mailbox: Home & { id: number }
  recipients: Recipients
  subject: string
  text: string
  html: string | undefined
  signature?: string
  answered: Answered | undefined
  /** The mail below the letter; left out, the one that is answered. */
  quote?: Quote | null | undefined
  conversation: readonly string[]
  enclosures: Enclosures
  close: boolean
  sendAt: Date | undefined
  cancelIfReplied: boolean
  /** Recipients take no part in the issue: whoever a mail is only forwarded to. */
  apart?: boolean
  /** The gift certificate whose mark its text holds. */
  certificateId?: number | undefined
  /** What was typed, for an undo. */
  kept?: LetterDraft | undefined
  /** The bytes that a program wrote, with our ids put into their header; left out, they are composed. */
  asWritten?: (ids: LetterIds) => Buffer
}>

export type LetterIds = Readonly<{ messageId: string; replyTo: string; issueReference: string }>

export type Written = Readonly<{ interactionId: number; letterId: number; messageId: string; changeId: number }>

/** A letter stays here a little longer than the undo is shown, so that a click at the last moment still counts. */
export function heldSeconds(undoSeconds: number): number {
  return undoSeconds + Math.min(3, undoSeconds * 0.3)
}

export const noRelay = 'not delivered: no relay'

/**
 * Records a letter with its interaction, actions, participants and change, all in the caller's one transaction, and
 * wakes the outbox when that commits. It may be cancelled until it is due.
 */
export async function writeLetter(tx: Tx, desk: Desk, actor: Actor, draft: Draft): Promise<Written> {
  const interactionId = await nextInteractionId(tx)
  const messageId = letterMessageId(desk.secrets, draft.mailbox, interactionId)
  const question = await closingQuestion(tx, desk, actor, draft)
  const bytes = await bytesOf(desk, question ? asking(draft, question) : draft, { interactionId, messageId })
  const outgoing = {
    interactionId,
    personId: draft.personId,
    mailboxId: draft.mailbox.id,
    automatic: draft.kind === 'automatic',
    issueIds: draft.issueIds,
    close: draft.close,
    snippet: oneLine(draft.text).slice(0, 200),
    participants: draft.apart ? [] : [...draft.recipients.to, ...draft.recipients.cc],
  }
  await recordOutgoing(tx, actor, outgoing)
  const letterId = await insertLetter(tx, desk, actor, { draft, interactionId, messageId, bytes })
  await attachTo(tx, letterId, draft.enclosures)
  if (draft.certificateId !== undefined) await carry(tx, letterId, draft.certificateId)
  if (question) await askedBy(tx, question.id, letterId)
  const { changeId } = await recordLetter(tx, actor, { ...outgoing, letterId })
  await notify(tx, 'letters')
  return { interactionId, letterId, messageId, changeId }
}

/** A letter that closes its issue may ask how it went. */
async function closingQuestion(tx: Tx, desk: Desk, actor: Actor, draft: Draft): Promise<Question | undefined> {
  const { kind, close, apart, sendAt, mailbox, recipients, issueIds } = draft
  const address = recipients.to[0]?.address
  if (kind !== 'reply' || !close || apart || sendAt || !address) return undefined
  const asked = { issueId: issueIds[0]!, mailboxId: mailbox.id, address, way: 'line', repId: actor.repId } as const
  return questionFor(tx, desk, asked)
}

/** Only the bytes ask: what the rep wrote stays what the rep wrote. */
function asking(draft: Draft, { text, html }: Question): Draft {
  const { html: written } = draft
  return { ...draft, text: `${draft.text}\n\n${text}`, html: written === undefined ? undefined : `${written}${html}` }
}

function bytesOf(
  { secrets }: Desk,
  draft: Draft,
  { interactionId, messageId }: { interactionId: number; messageId: string },
): Promise<Buffer> | Buffer {
  const { mailbox, recipients, answered } = draft
  const replyTo = replyAddress(secrets, mailbox, interactionId)
  const issue = issueReference(secrets, mailbox, draft.issueIds[0]!)
  if (draft.asWritten) return draft.asWritten({ messageId, replyTo, issueReference: issue })
  return compose({
    from: { name: oneLine(mailbox.name), address: mailbox.address },
    to: recipients.to,
    cc: recipients.cc,
    replyTo,
    subject: draft.subject,
    messageId,
    inReplyTo: answered ? inReplyTo(answered.messageId) : draft.conversation.at(-1),
    references: references(issue, draft.conversation),
    date: draft.sendAt ?? new Date(),
    text: draft.text,
    html: draft.html,
    signature: draft.signature,
    quote: draft.quote === undefined ? answered && answeredQuote(answered) : (draft.quote ?? undefined),
    enclosures: draft.enclosures.files,
    automatic: draft.kind === 'automatic',
  })
}

type Composed = Readonly<{ draft: Draft; interactionId: number; messageId: string; bytes: Buffer }>

async function insertLetter(tx: Tx, desk: Desk, actor: Actor, composed: Composed): Promise<number> {
  const { draft, interactionId, messageId, bytes } = composed
  const [rawSha256] = await storeBlobs(tx, [bytes])
  const undoable = sql<Date>`clock_timestamp() + make_interval(secs => ${heldSeconds(desk.config.undoSeconds)})`
  const due = draft.sendAt ? sql<Date>`greatest(${draft.sendAt}::timestamptz, ${undoable})` : undoable
  const { id } = await tx
    .insertInto('letters')
    .values({
      interactionId,
      mailboxId: draft.mailbox.id,
      answersEmailId: draft.answered?.id ?? null,
      kind: draft.kind,
      envelopeFrom: bounceAddress(desk.secrets, draft.mailbox, interactionId),
      ...recipientColumns(draft.recipients),
      subject: draft.subject,
      search: searchVector(lexemesOf([draft.subject, ...fileNames(draft), draft.text].join(' '))),
      text: plain(draft.text),
      html: draft.html ?? null,
      messageId,
      messageIdKey: sha256(messageId),
      rawSha256: rawSha256!,
      ...(await firstState(tx, desk, draft)),
      dueAt: due,
      tryingSince: due,
      meantFor: draft.sendAt ?? null,
      cancelIfReplied: draft.cancelIfReplied,
      repId: actor.repId,
      draft: draft.kept ? JSON.stringify(draft.kept) : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const fileNames = ({ enclosures }: Draft) => enclosures.files.map(({ filename }) => filename)

async function firstState(tx: Tx, desk: Desk, { sendAt, mailbox }: Draft) {
  if (sendAt) return { state: 'scheduled', reason: null } as const
  return (await relayOf(tx, desk, mailbox.id))
    ? ({ state: 'queued', reason: null } as const)
    : ({ state: 'undelivered', reason: noRelay } as const)
}

function recipientColumns({ to, cc, bcc }: Recipients) {
  const json = (list: readonly MailAddress[]) => JSON.stringify(list)
  return { toList: json(to), ccList: json(cc), bccList: json(bcc) }
}
