import { sql } from 'kysely'
import { sha256, storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import { reserveIds } from '../desk/record.ts'
import { addressKey } from '../mail/address.ts'
import { addEmails, messageIdKey, type NewEmail } from '../mail/emails.ts'
import { lexemesOf, searchVector } from '../mail/lexemes.ts'
import { pastBytes } from './past-bytes.ts'
import { markBrought, type PastEntry, type PastSource } from './past-source.ts'
import { oneLine } from './quote.ts'

const mostText = 500_000

/** NUL and lone surrogates cannot be kept; what is longer than any mail is cut. */
export function bounded(entry: PastEntry): PastEntry {
  const clean = (text: string) => text.replaceAll('\0', '').toWellFormed().slice(0, mostText).toWellFormed()
  const address = ({ name, address: at }: MailAddress) => ({
    name: oneLine(clean(name)).slice(0, 200),
    address: oneLine(clean(at)).slice(0, 320),
  })
  return {
    ...entry,
    from: address(entry.from),
    to: entry.to.slice(0, 100).map(address),
    cc: entry.cc.slice(0, 100).map(address),
    text: clean(entry.text).replace(/\r\n?/g, '\n').trim(),
    html: entry.html === undefined ? undefined : clean(entry.html),
    messageId: entry.messageId && /^[\x21-\x7e]{3,900}$/.test(entry.messageId) ? entry.messageId : undefined,
  }
}

type Place = Readonly<{ personId: number; issueId: number; subject: string }>

export async function insertEntries(
  tx: Tx,
  from: PastSource,
  place: Place,
  entries: readonly PastEntry[],
): Promise<void> {
  const ids = await reserveIds(tx, entries.length)
  await tx
    .insertInto('interactions')
    .values(
      entries.map((entry, i) => ({
        id: ids[i]!.interaction,
        userIdentificationId: place.personId,
        mailboxId: from.mailbox.id,
        originator: entry.kind === 'mail' ? ('customer' as const) : ('rep' as const),
        channel: entry.kind === 'note' ? 'note' : 'email',
        repId: entry.kind === 'mail' ? null : repOf(from, entry),
        occurredAt: entry.at,
      })),
    )
    .execute()
  await tx
    .insertInto('actions')
    .values(
      entries.map((entry, i) => ({
        interactionId: ids[i]!.interaction,
        issueId: place.issueId,
        details: entry.kind === 'note' ? noteText(from, entry) : null,
      })),
    )
    .execute()
  const placed = entries.map((entry, i) => ({ entry, ids: ids[i]!, messageId: messageIdOf(from, entry) }))
  const ofKind = (kind: PastEntry['kind']) => placed.filter(({ entry }) => entry.kind === kind)
  await insertMails(tx, from, place, ofKind('mail'))
  await insertLetters(tx, from, place, ofKind('letter'))
  await addParticipants(tx, from, place.issueId, entries)
  const brought = entries.map((entry, i) => [entry.externalId, ids[i]!.interaction] as const)
  await markBrought(tx, from.source, 'entry', brought)
}

const repOf = ({ reps }: PastSource, { from }: PastEntry) => reps.get(addressKey(from.address)) ?? null

/** Who wrote a note is told in it where that is nobody here. */
function noteText(source: PastSource, entry: PastEntry): string {
  const { from, text } = entry
  const who = from.name || from.address
  return repOf(source, entry) !== null || !who ? text : `${text}\n\n${who}`
}

const messageIdOf = ({ source }: PastSource, { messageId, externalId }: PastEntry) =>
  messageId ?? `${source}.${sha256(externalId).toString('hex').slice(0, 32)}@imported.invalid`

type Placed = Readonly<{ entry: PastEntry; ids: { interaction: number; email: number }; messageId: string }>

/** With their deliveries and bytes, as if each had been filed. */
async function insertMails(tx: Tx, from: PastSource, { subject }: Place, mails: readonly Placed[]): Promise<void> {
  if (mails.length === 0) return
  const bytes = mails.map(({ entry, messageId }) => pastBytes({ ...entry, subject, messageId }))
  const keys = await storeBlobs(tx, await Promise.all(bytes))
  const deliveries = await tx
    .insertInto('deliveries')
    .values(mails.map(({ entry }, i) => deliveryRow(from, entry, keys[i]!)))
    .returning('id')
    .execute()
  // One INSERT of VALUES gives its ids in the order of the rows.
  const ids = deliveries.map(({ id }) => id).sort((a, b) => a - b)
  await addEmails(
    tx,
    mails.map((mail, i) => newEmail(from, subject, mail, ids[i]!)),
  )
}

function deliveryRow({ source, mailbox }: PastSource, { from, at }: PastEntry, rawSha256: Buffer) {
  return {
    ...{ mailboxId: mailbox.id, source: 'import' as const, recipient: mailbox.address, mailFrom: from.address },
    ...{ clientIp: null, flags: JSON.stringify({ broughtFrom: source }), rawSha256, state: 'filed' as const },
    ...{ receivedAt: at, settledAt: sql<Date>`now()` },
  }
}

function newEmail(from: PastSource, subject: string, { entry, ids, messageId }: Placed, deliveryId: number): NewEmail {
  const words = [subject, entry.from.name, entry.from.address, entry.text].join(' ')
  return {
    ...{ id: ids.email, deliveryId, mailboxId: from.mailbox.id, interactionId: ids.interaction, heldForIssueId: null },
    ...{ fingerprint: sha256(`${from.source} ${entry.externalId}`), generation: 0, messageId },
    ...{ inReplyTo: [], referenceIds: [], from: entry.from, replyTo: [], to: entry.to, cc: entry.cc },
    ...{
      subject,
      date: entry.at,
      text: entry.text,
      folds: [],
      html: entry.html ?? null,
      automatic: null,
      report: null,
    },
    ...{ verified: 'unknown', authentication: null, marks: {}, lexemes: lexemesOf(words), receivedAt: entry.at },
    why: { level: 'import', evidence: entry.externalId, text: `Brought over from ${from.label}.` },
    parserVersion: neverReread,
  }
}

/** A newer parser has nothing to find in bytes that we wrote ourselves. */
const neverReread = 32_767

async function insertLetters(tx: Tx, from: PastSource, { subject }: Place, letters: readonly Placed[]): Promise<void> {
  if (letters.length === 0) return
  const { mailbox } = from
  const bytes = letters.map(({ entry, messageId }) =>
    pastBytes({
      ...entry,
      from: { name: entry.from.name, address: mailbox.address },
      html: undefined,
      subject,
      messageId,
    }),
  )
  const keys = await storeBlobs(tx, await Promise.all(bytes))
  const rows = letters.map(({ entry, ids, messageId }, i) => ({
    ...{ interactionId: ids.interaction, mailboxId: mailbox.id, kind: 'reply' as const, envelopeFrom: mailbox.address },
    ...{ toList: JSON.stringify(entry.to), ccList: JSON.stringify(entry.cc), bccList: '[]' },
    ...{ subject, text: entry.text, html: null, messageId, messageIdKey: messageIdKey(messageId), rawSha256: keys[i]! },
    ...{ state: 'sent' as const, repId: repOf(from, entry) },
    ...{ dueAt: entry.at, tryingSince: entry.at, createdAt: entry.at, sentAt: entry.at, handedAt: entry.at },
    search: searchVector(lexemesOf(`${subject} ${entry.text}`)),
  }))
  await tx.insertInto('letters').values(rows).execute()
}

async function addParticipants(tx: Tx, { mailbox }: PastSource, issueId: number, entries: readonly PastEntry[]) {
  const own = addressKey(mailbox.address)
  const all = entries.flatMap(({ kind, from, to, cc }) =>
    kind === 'note' ? [] : kind === 'mail' ? [from, ...cc] : [...to, ...cc],
  )
  const rows = new Map(
    all.flatMap(({ name, address }) => {
      const key = addressKey(address)
      return address.includes('@') && key !== own ? [[key, { issueId, addressKey: key, address, name }] as const] : []
    }),
  )
  if (rows.size === 0) return
  await tx
    .insertInto('issueParticipants')
    .values([...rows.values()].slice(0, 200))
    .onConflict((c) => c.doNothing())
    .execute()
}
