import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import type { Enclosure } from './compose.ts'

export type Enclosures = Readonly<{ ids: readonly number[]; files: Enclosure[] }>

/** Most relays take 25 MB; base64 makes four bytes of three. */
export const mostEnclosed = 18 << 20

/** The uploads that a letter takes along: unused ones of the same rep (or key), locked. The problem names the wrong one. */
export async function enclosuresOf(
  tx: Tx,
  actor: Actor,
  ids: readonly number[] = [],
): Promise<Enclosures | { problem: string }> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return { ids: [], files: [] }
  const rows = await tx
    .selectFrom('attachments')
    .select(['id', 'filename', 'contentType', 'contentId', 'size', 'sha256'])
    .where('id', 'in', wanted)
    .where('emailId', 'is', null)
    .where('letterId', 'is', null)
    .where('repId', 'is not distinct from', actor.repId)
    .forUpdate()
    .execute()
  const unknown = wanted.find((id) => !rows.some((row) => row.id === id))
  if (unknown !== undefined)
    return { problem: `Attachment ${unknown} is not yours or is used already: upload it again.` }
  const total = rows.reduce((sum, row) => sum + row.size, 0)
  if (total > mostEnclosed)
    return {
      problem: `The attachments have ${mib(total)} MiB together: a letter takes at most ${mib(mostEnclosed)} MiB.`,
    }
  const files = await Promise.all(wanted.map((id) => load(tx, rows.find((row) => row.id === id)!)))
  return { ids: wanted, files }
}

type Row = Omit<Enclosure, 'bytes'> & { sha256: Buffer }

async function load(tx: Tx, { filename, contentType, contentId, sha256 }: Row): Promise<Enclosure> {
  const { bytes } = await tx.selectFrom('blobs').select('bytes').where('sha256', '=', sha256).executeTakeFirstOrThrow()
  return { filename, contentType, contentId, bytes }
}

export async function attachTo(tx: Tx, letterId: number, { ids, files }: Enclosures): Promise<void> {
  for (const [position, id] of ids.entries()) {
    const contentId = files[position]?.contentId ?? null
    const place = { letterId, position, contentId, inline: contentId !== null }
    await tx.updateTable('attachments').set(place).where('id', '=', id).execute()
  }
}

/**
 * Files of mails and letters in an issue, as uploads of whoever forwards them; `problem` names one that is of no
 * message there.
 */
export async function copyFiles(
  tx: Tx,
  actor: Actor,
  issueId: number,
  ids: readonly number[],
): Promise<number[] | { problem: string }> {
  const copies: number[] = []
  for (const id of new Set(ids)) {
    const { rows } = await sql<{ id: number }>`
      insert into attachments (filename, content_type, size, sha256, rep_id)
      select f.filename, f.content_type, f.size, f.sha256, ${actor.repId} from attachments f
      where f.id = ${id} and exists (select from actions a
        left join emails e on e.interaction_id = a.interaction_id left join letters l on l.interaction_id = a.interaction_id
        where a.issue_id = ${issueId} and a.deleted_at is null and (e.id = f.email_id or l.id = f.letter_id))
      returning id`.execute(tx)
    if (!rows[0]) return { problem: `Attachment ${id} is of no message in issue ${issueId}: leave it out.` }
    copies.push(rows[0].id)
  }
  return copies
}

/** How many bytes these uploads have together. */
export async function enclosedBytes(db: Db, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await db.selectFrom('attachments').select('size').where('id', 'in', ids).execute()
  return rows.reduce((sum, row) => sum + row.size, 0)
}

function mib(bytes: number): string {
  return (bytes / (1 << 20)).toFixed(1)
}
