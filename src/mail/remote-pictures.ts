import { sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Db } from '../database/connection.ts'
import { fetchGuarded, type Guard } from '../settings/fetch-guard.ts'

/** Of one mail at most so many pictures are fetched; the rest stays blocked. */
export const mostPictures = 200

/** 5 MB and 5 s a picture (inbound.md C4). */
const limits = {
  maxBytes: 5_000_000,
  deadline: 5_000,
  headers: { accept: 'image/png,image/jpeg,image/gif,image/webp' },
}

/** Remembers that a rep wants to see these pictures of a mail; they are good for a week. */
export async function askForPictures(db: Db, emailId: number, urls: readonly string[]): Promise<void> {
  const unique = [...new Set(urls)].slice(0, mostPictures)
  if (unique.length === 0) return
  const expiresAt = new Date(Date.now() + 7 * 86_400_000)
  await db
    .insertInto('remotePictures')
    .values(unique.map((url) => ({ emailId, urlHash: sha256(url), url, expiresAt })))
    .onConflict((conflict) => conflict.columns(['emailId', 'urlHash']).doNothing())
    .execute()
}

/** The pictures of a mail that may be shown, by address; those that could not be had are left out. */
export async function askedPictures(db: Db, emailId: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('remotePictures')
    .select(['id', 'url'])
    .where('emailId', '=', emailId)
    .where('state', '<>', 'refused')
    .where('expiresAt', '>', sql<Date>`now()`)
    .execute()
  return new Map(rows.map((row) => [row.url, row.id]))
}

export type Picture = Readonly<{ contentType: string; bytes: Buffer }>

/**
 * A picture that was asked for: from the table, or from outside the first time, through the guard. Undefined where it
 * cannot be had, or is no picture made of pixels; that is remembered too.
 */
export async function remotePicture(db: Db, id: number, guard: Partial<Guard> = {}): Promise<Picture | undefined> {
  const row = await db
    .selectFrom('remotePictures')
    .select(['url', 'state', 'contentType', 'bytes'])
    .where('id', '=', id)
    .where('expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirst()
  if (!row || row.state === 'refused') return undefined
  if (row.bytes && row.contentType) return { contentType: row.contentType, bytes: row.bytes }
  const found = await fetchPicture(row.url, guard)
  const result =
    'refused' in found ? { state: 'refused' as const, reason: found.refused } : { state: 'fetched' as const, ...found }
  await db.updateTable('remotePictures').set(result).where('id', '=', id).execute()
  return 'refused' in found ? undefined : found
}

async function fetchPicture(url: string, guard: Partial<Guard>): Promise<Picture | { refused: string }> {
  const found = await fetchGuarded(url, { ...limits, ...guard })
  if ('refused' in found) return found
  if (found.status !== 200) return { refused: `its server answers ${found.status}` }
  const contentType = rasterType(found.bytes)
  return contentType ? { contentType, bytes: found.bytes } : { refused: 'it is no picture' }
}

/** What the bytes are, whatever their server calls them: a picture of pixels, or undefined. SVG is a document. */
export function rasterType(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 16).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  return head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP' ? 'image/webp' : undefined
}

/** Forgets what is past its week. */
export async function dropOldPictures(db: Db): Promise<void> {
  await db.deleteFrom('remotePictures').where('expiresAt', '<', sql<Date>`now()`).execute()
}
