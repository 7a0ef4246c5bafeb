import { type SignedId, verifyId } from '../src/letters/signed-ids.ts'
import { messageIdKey } from '../src/mail/emails.ts'
import { plusSuffix } from '../src/mail/mailboxes.ts'
import type { Secrets } from '../src/settings/secret.ts'
import type { ParsedMail } from './parsed.ts'
import { saysAnswer } from './subjects.ts'

/** An id that others made, by its key in hex; `bare` is the key of its part before the @, for providers that name only that. */
export type ForeignId = Readonly<{ key: string; text: string; bare: string | undefined }>

type NamedId = SignedId & Readonly<{ text: string }>

/** What a mail claims to answer, before anything is looked up. Ids are in the order of their weight. */
export type Claims = Readonly<{
  /** The mail's own Message-ID is one that we signed: a letter of ours that came back. */
  own: SignedId | undefined
  token: SignedId | undefined
  signed: readonly NamedId[]
  foreign: readonly ForeignId[]
  /** Signed ids in the words. */
  markers: readonly NamedId[]
  /** Key in hex of the conversation that Outlook names in Thread-Index. */
  threadKey: string | undefined
  /** Issues that the subject names. */
  tags: readonly number[]
  saysAnswer: boolean
  /** The recipient whose campaign letter it answers; its ids are the interaction’s by then (campaign-answers.ts). */
  recipientId?: number
}>

const idsLookedAt = 20

/** Reads the claims off a mail: token of the recipient, our signed ids, others' ids; of a report those of the mail that it is about (inbound.md 4.3). */
export function claimsOf(secrets: Secrets, mail: ParsedMail, recipient: string): Claims {
  const reported = mail.report?.originalIds ?? []
  const ids = [...new Set([...reported, ...mail.inReplyTo, ...[...mail.references].reverse()])]
    .filter((id) => id !== '' && id !== mail.messageId)
    .slice(0, idsLookedAt)
  const signed = ids.flatMap((text) => named(text, ours(secrets, text.split('@')[0]!)))
  const known = new Set(signed.map((one) => one.text))
  const suffix = plusSuffix(recipient)
  const { markers, tags, threadIndex } = mail.hints
  return {
    own: ownLetter(secrets, mail.messageId),
    token: suffix ? verifyId(secrets, suffix) : undefined,
    signed,
    foreign: ids.filter((text) => !known.has(text)).map(foreignId),
    markers: markers.flatMap((text) => named(text, ours(secrets, text))),
    threadKey: threadIndex ? hex(`thread-index:${threadIndex}`) : undefined,
    tags,
    saysAnswer: saysAnswer(mail.subject),
  }
}

function ownLetter(secrets: Secrets, messageId: string): SignedId | undefined {
  const id = ours(secrets, messageId.split('@')[0]!)
  return id?.purpose === 'i' ? id : undefined
}

function ours(secrets: Secrets, text: string): SignedId | undefined {
  const id = verifyId(secrets, text)
  return id && (id.purpose === 'i' || id.purpose === 't' || id.purpose === 'c') ? id : undefined
}

function named(text: string, id: SignedId | undefined): NamedId[] {
  return id ? [{ ...id, text }] : []
}

function foreignId(text: string): ForeignId {
  const local = text.slice(0, Math.max(0, text.lastIndexOf('@')))
  return { key: hex(text), text, bare: /^[\w-]{20,100}$/.test(local) ? hex(local) : undefined }
}

const hex = (id: string) => messageIdKey(id).toString('hex')
