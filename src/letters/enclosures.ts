import type { Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import type { Enclosure } from './compose.ts'

export type Enclosures = Readonly<{ ids: readonly number[]; files: Enclosure[] }>

/** Most relays take 25 MB; base64 makes four bytes of three. */
const mostBytes = 18 << 20

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
  if (total > mostBytes)
    return { problem: `The attachments have ${mib(total)} MiB together: a letter takes at most ${mib(mostBytes)} MiB.` }
  const files = await Promise.all(wanted.map((id) => load(tx, rows.find((row) => row.id === id)!)))
  return { ids: wanted, files }
}

type Row = Omit<Enclosure, 'bytes'> & { sha256: Buffer }

async function load(tx: Tx, { filename, contentType, contentId, sha256 }: Row): Promise<Enclosure> {
  const { bytes } = await tx.selectFrom('blobs').select('bytes').where('sha256', '=', sha256).executeTakeFirstOrThrow()
  return { filename, contentType, contentId, bytes }
}

export async function attachTo(tx: Tx, letterId: number, { ids }: Enclosures): Promise<void> {
  for (const [position, id] of ids.entries())
    await tx.updateTable('attachments').set({ letterId, position }).where('id', '=', id).execute()
}

function mib(bytes: number): string {
  return (bytes / (1 << 20)).toFixed(1)
}
