import { type Insertable, sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import { rowsJson } from '../database/rows-json.ts'
import type { MailAddress, Tables, Verified, Why } from '../database/tables.ts'
import type { Authentication } from '../database/tables-authentication.ts'
import type { EmailMarks } from '../database/tables-parts.ts'
import { searchVector } from './lexemes.ts'
import type { MailReport } from './report.ts'

/** A mail that came in, ready to be written; `interactionId` null while it is held. */
export type NewEmail = Readonly<{
  id: number
  deliveryId: number
  mailboxId: number
  interactionId: number | null
  heldForIssueId: number | null
  fingerprint: Buffer
  generation: number
  messageId: string
  inReplyTo: readonly string[]
  referenceIds: readonly string[]
  from: MailAddress
  replyTo: readonly MailAddress[]
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  subject: string
  date: Date | null
  text: string
  folds: readonly number[]
  html: string | null
  automatic: string | null
  report: MailReport | null
  verified: Verified
  authentication: Authentication | null
  why: Why
  marks: EmailMarks
  lexemes: string
  parserVersion: number
  receivedAt: Date
}>

/** The key that a Message-ID is found by: ids may be longer than an index row. Case counts (RFC 5322 3.6.4). */
export function messageIdKey(messageId: string): Buffer {
  return sha256(messageId)
}

/** Writes many mails in one statement of one parameter: planning thousands of them takes as long as writing does. */
export async function addEmails(tx: Tx, emails: readonly NewEmail[]): Promise<void> {
  if (emails.length === 0) return
  const rows = emails.map(({ messageId, fingerprint, ...rest }) => ({
    ...{ ...rest, messageId, messageIdKey: messageIdKey(messageId).toString('hex') },
    fingerprint: fingerprint.toString('hex'),
  }))
  await sql`${kept}
    insert into emails (id, delivery_id, mailbox_id, interaction_id, held_for_issue_id, fingerprint, generation,
      message_id, message_id_key, in_reply_to, reference_ids, from_address, from_name, reply_to, to_list, cc_list,
      subject, date, text, folds, html, automatic, report, verified, authentication, why, marks, parser_version,
      received_at, search)
    select id, "deliveryId", "mailboxId", "interactionId", "heldForIssueId", decode(fingerprint, 'hex'), generation,
      "messageId", decode("messageIdKey", 'hex'), "inReplyTo", "referenceIds", "from"->>'address', "from"->>'name',
      "replyTo", "to", cc, subject, date, text, folds, html, automatic, report, verified, authentication, why, marks,
      "parserVersion", "receivedAt", ${searchVector(sql.ref('lexemes'))}
    from json_to_recordset(${rowsJson(rows)}::json) as r(id int, "deliveryId" int, "mailboxId" int,
      "interactionId" int, "heldForIssueId" int, fingerprint text, generation int, "messageId" text,
      "messageIdKey" text, "inReplyTo" text[], "referenceIds" text[], "from" json, "replyTo" jsonb, "to" jsonb,
      cc jsonb, subject text, date timestamptz, text text, folds int[], html text, automatic text, report jsonb,
      verified text, authentication jsonb, why jsonb, marks jsonb, "parserVersion" smallint,
      "receivedAt" timestamptz, lexemes text)`.execute(tx)
}

/**
 * Takes back the rows of mails that never reached the history, before these are filed again. Answers for which issue
 * each was held, by delivery.
 */
export async function takeHeldEmails(tx: Tx, deliveryIds: readonly number[]): Promise<Map<number, number>> {
  if (deliveryIds.length === 0) return new Map()
  const rows = await tx
    .deleteFrom('emails')
    .where('deliveryId', 'in', deliveryIds)
    .where('interactionId', 'is', null)
    .returning(['deliveryId', 'heldForIssueId'])
    .execute()
  return new Map(rows.flatMap((row) => (row.heldForIssueId ? [[row.deliveryId, row.heldForIssueId] as const] : [])))
}

/** A mail as its row, but for the words to find it by. */
export function emailRow({
  from,
  replyTo,
  to,
  cc,
  inReplyTo,
  referenceIds,
  folds,
  why,
  authentication,
  marks,
  report,
  lexemes: _,
  ...rest
}: NewEmail): Insertable<Tables['emails']> {
  return {
    ...rest,
    messageIdKey: messageIdKey(rest.messageId),
    inReplyTo: [...inReplyTo],
    referenceIds: [...referenceIds],
    fromAddress: from.address,
    fromName: from.name,
    replyTo: JSON.stringify(replyTo),
    toList: JSON.stringify(to),
    ccList: JSON.stringify(cc),
    folds: [...folds],
    why: JSON.stringify(why),
    authentication: authentication && JSON.stringify(authentication),
    marks: JSON.stringify(marks),
    report: report && JSON.stringify(report),
  }
}
