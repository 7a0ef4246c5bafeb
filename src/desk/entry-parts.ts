import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
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

type EmailRow = Omit<EmailPart, 'from' | 'attachments'> & {
  interactionId: number | null
  fromName: string
  fromAddress: string
}

/** Mails that meet the condition over `e`, by their interaction; held ones (which have none) by minus their id. */
export async function emailParts(db: Db, where: RawBuilder<unknown>): Promise<Map<number, EmailPart>> {
  const { rows } = await sql<EmailRow>`
    select e.interaction_id, e.id, e.delivery_id, e.message_id, e.from_name, e.from_address, e.to_list as to, e.cc_list as cc,
      e.reply_to, e.subject, e.text, e.folds, e.html, e.automatic, e.verified, e.authentication, e.why, e.marks, e.report, e.date, e.received_at
    from emails e where ${where} order by e.received_at, e.id`.execute(db)
  const attachments = await attachmentsOf(db, 'email_id', rows)
  return new Map(
    rows.map(({ interactionId, fromName, fromAddress, ...row }) => [
      interactionId ?? -row.id,
      { ...row, from: { name: fromName, address: fromAddress }, attachments: attachments.get(row.id) ?? [] },
    ]),
  )
}

/** Letters by their interaction. */
export async function letterParts(db: Db, interactionIds: readonly number[]): Promise<Map<number, LetterPart>> {
  const { rows } = await sql<Omit<LetterPart, 'attachments'> & { interactionId: number }>`
    select l.interaction_id, l.id, l.message_id, l.to_list as to, l.cc_list as cc, l.bcc_list as bcc, l.subject, l.text,
      l.html, l.state, l.reason, l.delayed, l.maybe_twice, l.due_at, l.cancel_if_replied, l.sent_at
    from letters l where l.interaction_id = any (${[...interactionIds]}::int[])`.execute(db)
  const attachments = await attachmentsOf(db, 'letter_id', rows)
  return new Map(
    rows.map(({ interactionId, ...row }) => [interactionId, { ...row, attachments: attachments.get(row.id) ?? [] }]),
  )
}

async function attachmentsOf(db: Db, column: 'email_id' | 'letter_id', owners: readonly { id: number }[]) {
  const found = new Map<number, AttachmentLine[]>()
  if (owners.length === 0) return found
  const { rows } = await sql<AttachmentLine & { owner: number }>`
    select ${sql.ref(column)} as owner, id, filename, content_type, size, inline, content_id
    from attachments where ${sql.ref(column)} = any (${owners.map((o) => o.id)}::int[]) order by position, id`.execute(
    db,
  )
  for (const { owner, ...line } of rows) found.set(owner, [...(found.get(owner) ?? []), line])
  return found
}
