import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { LetterState, MailAddress, Verified, Why } from '../database/tables.ts'
import type { Authentication } from '../database/tables-authentication.ts'
import type { EmailMarks } from '../database/tables-parts.ts'
import type { AttachmentLine } from '../mail/attachments.ts'
import type { MailReport } from '../mail/report.ts'

export type EmailPart = Readonly<{
  id: number
  deliveryId: number
  messageId: string
  from: MailAddress
  to: MailAddress[]
  cc: MailAddress[]
  replyTo: MailAddress[]
  subject: string
  text: string
  folds: number[]
  html: string | null
  automatic: string | null
  verified: Verified
  authentication: Authentication | null
  why: Why
  marks: EmailMarks
  /** A bounce, a receipt or a complaint. */
  report: MailReport | null
  date: Date | null
  receivedAt: Date
  attachments: AttachmentLine[]
}>

export type LetterPart = Readonly<{
  id: number
  messageId: string
  to: MailAddress[]
  cc: MailAddress[]
  bcc: MailAddress[]
  subject: string
  text: string
  html: string | null
  state: LetterState
  reason: string | null
  /** A server on the way still tries. */
  delayed: string | null
  maybeTwice: boolean
  dueAt: Date
  cancelIfReplied: boolean
  sentAt: Date | null
  attachments: AttachmentLine[]
}>

type EmailRow = Omit<EmailPart, 'from'> & { interactionId: number | null; fromName: string; fromAddress: string }

/** Mails that meet the condition over `e`, by their interaction; held ones (which have none) by minus their id. */
export async function emailParts(db: Db, where: RawBuilder<unknown>): Promise<Map<number, EmailPart>> {
  const { rows } = await sql<EmailRow>`${kept}
    select e.interaction_id, e.id, e.delivery_id, e.message_id, e.from_name, e.from_address, e.to_list as to, e.cc_list as cc,
      e.reply_to, e.subject, e.text, e.folds, e.html, e.automatic, e.verified, e.authentication, e.why, e.marks, e.report, e.date, e.received_at,
      ${attachmentsOf(sql`f.email_id = e.id`)} as attachments
    from emails e where ${where} order by e.received_at, e.id`.execute(db)
  return new Map(
    rows.map(({ interactionId, fromName, fromAddress, ...row }) => [
      interactionId ?? -row.id,
      { ...row, from: { name: fromName, address: fromAddress } },
    ]),
  )
}

/** Letters by their interaction. */
export async function letterParts(db: Db, interactionIds: readonly number[]): Promise<Map<number, LetterPart>> {
  const { rows } = await sql<LetterPart & { interactionId: number }>`${kept}
    select l.interaction_id, l.id, l.message_id, l.to_list as to, l.cc_list as cc, l.bcc_list as bcc, l.subject, l.text,
      l.html, l.state, l.reason, l.delayed, l.maybe_twice, l.due_at, l.cancel_if_replied, l.sent_at,
      ${attachmentsOf(sql`f.letter_id = l.id`)} as attachments
    from letters l where l.interaction_id = any (${[...interactionIds]}::int[])`.execute(db)
  return new Map(rows.map(({ interactionId, ...row }) => [interactionId, row]))
}

/** SQL: the files of one mail or letter, as they lie in it. */
function attachmentsOf(owned: RawBuilder<unknown>): RawBuilder<AttachmentLine[]> {
  return sql`coalesce((select json_agg(json_build_object('id', f.id, 'filename', f.filename, 'contentType', f.content_type,
    'size', f.size, 'inline', f.inline, 'contentId', f.content_id) order by f.position, f.id)
    from attachments f where ${owned}), '[]')`
}
