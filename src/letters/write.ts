import { sql } from 'kysely'
import type { Config } from '../config.ts'
import { sha256, storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { MailAddress } from '../database/tables.ts'
import type { Actor } from '../desk/changes.ts'
import { nextInteractionId, recordLetter, recordOutgoing } from '../desk/record-letter.ts'
import { lexemesOf, searchVector } from '../mail/lexemes.ts'
import type { Secrets } from '../settings/secret.ts'
import { type Answered, answeredQuote } from './answered.ts'
import { compose } from './compose.ts'
import { attachTo, type Enclosures } from './enclosures.ts'
import { oneLine, plain } from './quote.ts'
import type { Recipients } from './recipients.ts'
import { inReplyTo, references } from './references.ts'
import { bounceAddress, type Home, issueReference, letterMessageId, replyAddress } from './reply-address.ts'

/** What letters need of the desk that writes them. */
export type Desk = Readonly<{ secrets: Secrets; config: Pick<Config, 'relayUrl' | 'undoSeconds'> }>

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
  answered: Answered | undefined
  conversation: readonly string[]
  enclosures: Enclosures
  close: boolean
  sendAt: Date | undefined
  cancelIfReplied: boolean
}>

export type Written = Readonly<{ interactionId: number; letterId: number; messageId: string; changeId: number }>

export const noRelay = 'not delivered: no relay'

/**
 * Records a letter with its interaction, actions, participants and change, all in the caller's one transaction, and
 * wakes the outbox when that commits. It may be cancelled until it is due.
 */
export async function writeLetter(tx: Tx, desk: Desk, actor: Actor, draft: Draft): Promise<Written> {
  const interactionId = await nextInteractionId(tx)
  const messageId = letterMessageId(desk.secrets, draft.mailbox, interactionId)
  const bytes = await bytesOf(desk, draft, { interactionId, messageId })
  const outgoing = {
    interactionId,
    personId: draft.personId,
    mailboxId: draft.mailbox.id,
    automatic: draft.kind === 'automatic',
    issueIds: draft.issueIds,
    close: draft.close,
    snippet: oneLine(draft.text).slice(0, 200),
    participants: [...draft.recipients.to, ...draft.recipients.cc],
  }
  await recordOutgoing(tx, actor, outgoing)
  const letterId = await insertLetter(tx, desk, actor, { draft, interactionId, messageId, bytes })
  await attachTo(tx, letterId, draft.enclosures)
  const { changeId } = await recordLetter(tx, actor, { ...outgoing, letterId })
  await notify(tx, 'letters')
  return { interactionId, letterId, messageId, changeId }
}

function bytesOf(
  { secrets }: Desk,
  draft: Draft,
  { interactionId, messageId }: { interactionId: number; messageId: string },
): Promise<Buffer> {
  const { mailbox, recipients, answered } = draft
  return compose({
    from: { name: oneLine(mailbox.name), address: mailbox.address },
    to: recipients.to,
    cc: recipients.cc,
    replyTo: replyAddress(secrets, mailbox, interactionId),
    subject: draft.subject,
    messageId,
    inReplyTo: answered ? inReplyTo(answered.messageId) : draft.conversation.at(-1),
    references: references(issueReference(secrets, mailbox, draft.issueIds[0]!), draft.conversation),
    date: draft.sendAt ?? new Date(),
    text: draft.text,
    html: draft.html,
    quote: answered && answeredQuote(answered),
    enclosures: draft.enclosures.files,
    automatic: draft.kind === 'automatic',
  })
}

type Composed = Readonly<{ draft: Draft; interactionId: number; messageId: string; bytes: Buffer }>

async function insertLetter(tx: Tx, desk: Desk, actor: Actor, composed: Composed): Promise<number> {
  const { draft, interactionId, messageId, bytes } = composed
  const [rawSha256] = await storeBlobs(tx, [bytes])
  const undoable = sql<Date>`clock_timestamp() + make_interval(secs => ${desk.config.undoSeconds})`
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
      ...firstState(desk, draft),
      dueAt: due,
      tryingSince: due,
      cancelIfReplied: draft.cancelIfReplied,
      repId: actor.repId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const fileNames = ({ enclosures }: Draft) => enclosures.files.map(({ filename }) => filename)

function firstState({ config }: Desk, { sendAt }: Draft) {
  if (sendAt) return { state: 'scheduled', reason: null } as const
  return config.relayUrl
    ? ({ state: 'queued', reason: null } as const)
    : ({ state: 'undelivered', reason: noRelay } as const)
}

function recipientColumns({ to, cc, bcc }: Recipients) {
  const json = (list: readonly MailAddress[]) => JSON.stringify(list)
  return { toList: json(to), ccList: json(cc), bccList: json(bcc) }
}
