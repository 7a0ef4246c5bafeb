import { loadBlob, storeBlobs } from '../database/blobs.ts'
import type { Db, Tx } from '../database/connection.ts'

/** What came with a mail or goes with a letter; the bytes are a blob. `size` in bytes. */
export type AttachmentLine = Readonly<{
  id: number
  filename: string
  contentType: string
  size: number
  inline: boolean
  contentId: string | null
}>

export type NewAttachment = Readonly<{
  emailId: number
  position: number
  filename: string
  contentType: string
  contentId: string | null
  inline: boolean
  bytes: Buffer
}>

export const attachmentColumns = ['id', 'filename', 'contentType', 'size', 'inline', 'contentId'] as const

/** Writes the attachments of many mails in two statements. */
export async function addAttachments(tx: Tx, attachments: readonly NewAttachment[]): Promise<void> {
  if (attachments.length === 0) return
  const keys = await storeBlobs(
    tx,
    attachments.map((attachment) => attachment.bytes),
  )
  const rows = attachments.map(({ bytes, ...rest }, i) => ({ ...rest, size: bytes.length, sha256: keys[i]! }))
  await tx.insertInto('attachments').values(rows).execute()
}

export type Upload = Readonly<{ filename: string; contentType: string; bytes: Buffer }>

/** Keeps files that a rep uploaded for a letter; nobody else may use them. Answers their ids in order. */
export async function keepUploads(tx: Tx, repId: number | null, files: readonly Upload[]): Promise<number[]> {
  if (files.length === 0) return []
  const keys = await storeBlobs(
    tx,
    files.map((file) => file.bytes),
  )
  const rows = files.map(({ filename, contentType, bytes }, i) => ({
    filename: cleanFilename(filename),
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream',
    size: bytes.length,
    sha256: keys[i]!,
    repId,
  }))
  const kept = await tx.insertInto('attachments').values(rows).returning('id').execute()
  return kept.map((row) => row.id)
}

/** A name without folders or control characters; the bytes speak for themselves. */
function cleanFilename(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  return (
    last
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 200) || 'attachment'
  )
}

/** Uploads of this rep that no letter has taken yet. */
export async function listUploads(db: Db, repId: number, ids: readonly number[]): Promise<AttachmentLine[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('attachments')
    .select(attachmentColumns)
    .where('id', 'in', ids)
    .where('repId', '=', repId)
    .where('letterId', 'is', null)
    .where('emailId', 'is', null)
    .orderBy('id')
    .execute()
}

/** An attachment and its bytes; undefined where there is none. The caller decides who may see it. */
export async function loadAttachment(
  db: Db,
  id: number,
): Promise<(AttachmentLine & { bytes: Buffer; emailId: number | null; letterId: number | null }) | undefined> {
  const row = await db
    .selectFrom('attachments')
    .select([...attachmentColumns, 'emailId', 'letterId', 'sha256'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { sha256, ...line } = row
  const bytes = await loadBlob(db, sha256)
  return bytes && { ...line, bytes }
}

/** The issue where a mail is shown, filed or held; undefined where there is none. */
export async function issueOfEmail(db: Db, emailId: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('emails as e')
    .leftJoin('actions as a', (join) =>
      join.onRef('a.interactionId', '=', 'e.interactionId').on('a.deletedAt', 'is', null),
    )
    .select(['e.heldForIssueId', 'a.issueId'])
    .where('e.id', '=', emailId)
    .orderBy('a.id')
    .executeTakeFirst()
  return row?.issueId ?? row?.heldForIssueId ?? undefined
}
