import { sql } from 'kysely'
import { storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { foreignOrder } from '../desk/ownership.ts'
import { addAliases } from '../desk/threading.ts'
import { addressKey } from '../mail/address.ts'
import { messageIdKey } from '../mail/emails.ts'
import type { MailboxLine } from '../mail/mailboxes.ts'
import { identify } from '../people/identify.ts'
import { inClosedIssue, noteSent } from './automatic.ts'
import type { Enclosure } from './compose.ts'
import { oneLine } from './quote.ts'
import { parseAddress } from './recipients.ts'
import { references } from './references.ts'
import { bareSubject } from './subject.ts'
import { fieldValue, rewritten, type SubmittedMail } from './submitted-header.ts'
import type { Desk } from './write.ts'

/** A mail that a shop's program handed in. `text`, `subject` and `files` are what it says, for the history and search. */
export type Submission = Readonly<{
  apiKeyId: number
  mailbox: MailboxLine
  mail: SubmittedMail
  /** Of the envelope, checked; To and Cc of the header are only words. */
  recipients: readonly string[]
  /** The shop's own Message-ID; null where it gave none. */
  messageId: string | null
  references: readonly string[]
  subject: string
  text: string
  files: readonly Enclosure[]
}>

/**
 * Records a submitted mail: of each recipient an issue that is closed at once with a letter of its own, in the caller's
 * transaction. The same mail again within 48 hours answers the same letters. 'revoked': its key is no longer good.
 */
export async function recordSubmission(tx: Tx, desk: Desk, submission: Submission): Promise<number[] | 'revoked'> {
  const live = await sql`select from api_keys where id = ${submission.apiKeyId} and revoked_at is null`.execute(tx)
  if (live.rows.length === 0) return 'revoked'
  const recipients = new Map(submission.recipients.map((address) => [addressKey(address), address]))
  const ids: number[] = []
  // In the order of their keys, so that two mails never wait in a ring.
  for (const [key, address] of [...recipients].sort(([a], [b]) => (a < b ? -1 : 1)))
    ids.push((await sentBefore(tx, submission, key)) ?? (await sendTo(tx, desk, submission, { key, address })))
  return ids
}

/** Takes the right to send it; the letter that has it already where somebody was first. */
async function sentBefore(tx: Tx, { apiKeyId, messageId }: Submission, recipient: string): Promise<number | undefined> {
  if (messageId === null) return undefined
  const key = messageIdKey(messageId)
  const { rows } = await sql<{ taken: boolean }>`
    insert into submissions as s (api_key_id, message_id_key, recipient_key) values (${apiKeyId}, ${key}, ${recipient})
    on conflict (api_key_id, message_id_key, recipient_key) do update set letter_id = null, created_at = now()
      where s.created_at < now() - interval '48 hours'
    returning true as taken`.execute(tx)
  if (rows.length > 0) return undefined
  const { letterId } = await tx
    .selectFrom('submissions')
    .select('letterId')
    .where('apiKeyId', '=', apiKeyId)
    .where('messageIdKey', '=', key)
    .where('recipientKey', '=', recipient)
    .executeTakeFirstOrThrow()
  return letterId ?? undefined
}

async function sendTo(
  tx: Tx,
  desk: Desk,
  submission: Submission,
  { key, address }: { key: string; address: string },
): Promise<number> {
  const { mailbox, mail, messageId, files, text } = submission
  const to = { name: nameOf(mail, key), address }
  const [personId] = await identify(tx, [to])
  const subject = oneLine(submission.subject)
  const issue = {
    ...{ personId: personId!, mailboxId: mailbox.id, subject: bareSubject(subject), types: typesOf(mail) },
    orderId: await orderOf(tx, mail, personId!),
  }
  const named = [...submission.references, ...(messageId === null ? [] : [messageId])]
  const sent = await inClosedIssue(tx, desk, issue, (issueId) => ({
    ...{ kind: 'automatic', issueIds: [issueId], personId: personId!, mailbox, subject, text, html: undefined },
    recipients: { to: [to], cc: [], bcc: [] },
    ...{ answered: undefined, conversation: [], close: false, sendAt: undefined, cancelIfReplied: false },
    enclosures: { ids: [], files: [...files] },
    asWritten: (ids) => rewritten(mail, ids, references(ids.issueReference, named)),
  }))
  await noteSent(tx, sent, null)
  await keepFiles(tx, sent.letterId, files)
  if (messageId !== null) await keepNames(tx, submission, { ...sent, messageId, recipient: key })
  return sent.letterId
}

type Named = Readonly<{ letterId: number; interactionId: number; messageId: string; recipient: string }>

/** The shop's own id stays another name of the letter, so that whoever answers that is understood. */
async function keepNames(tx: Tx, { apiKeyId }: Submission, { letterId, interactionId, messageId, recipient }: Named) {
  const key = messageIdKey(messageId)
  await addAliases(tx, [{ text: messageId, interactionId, key: key.toString('hex') }])
  await tx
    .updateTable('submissions')
    .set({ letterId })
    .where('apiKeyId', '=', apiKeyId)
    .where('messageIdKey', '=', key)
    .where('recipientKey', '=', recipient)
    .execute()
}

async function keepFiles(tx: Tx, letterId: number, files: readonly Enclosure[]): Promise<void> {
  if (files.length === 0) return
  const keys = await storeBlobs(
    tx,
    files.map(({ bytes }) => bytes),
  )
  const rows = files.map(({ bytes, ...file }, at) => ({
    ...{ ...file, letterId, position: at, inline: file.contentId !== null },
    ...{ size: bytes.length, sha256: keys[at]! },
  }))
  await tx.insertInto('attachments').values(rows).execute()
}

/** What the shop calls the person, where To names the address in a form that we can read. */
function nameOf(mail: SubmittedMail, key: string): string {
  const named = parseAddress(fieldValue(mail, 'to'))
  return named && addressKey(named.address) === key && !/[=?\x80-\xff]/.test(named.name) ? named.name : ''
}

function typesOf(mail: SubmittedMail): string[] {
  const types = Buffer.from(fieldValue(mail, 'x-antfarm-types'), 'latin1').toString()
  return [...new Set(types.split(',').map((type) => type.trim().slice(0, 100)))].filter(Boolean).slice(0, 20)
}

/** An order of somebody else is left out: others get copies, too. */
async function orderOf(tx: Tx, mail: SubmittedMail, personId: number): Promise<string | undefined> {
  const order = Buffer.from(fieldValue(mail, 'x-antfarm-order'), 'latin1').toString().slice(0, 100)
  return order && !(await foreignOrder(tx, order, personId)) ? order : undefined
}
