import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './connection.ts'

export function sha256(bytes: Uint8Array | string): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** Keeps bytes under their hash; a second time costs nothing. Sorted, so that two writers never wait in a ring. */
export async function storeBlobs(db: Db, blobs: readonly Buffer[]): Promise<Buffer[]> {
  const keys = blobs.map((bytes) => sha256(bytes))
  const order = [...blobs.keys()].sort((a, b) => Buffer.compare(keys[a]!, keys[b]!))
  if (order.length === 0) return keys
  const parts = order.map((i) => sql`(${keys[i]!}::bytea, ${blobs[i]!.length}::int, ${blobs[i]!}::bytea)`)
  await sql`insert into blobs (sha256, size, bytes) values ${sql.join(parts)} on conflict do nothing`.execute(db)
  return keys
}

/** node-postgres reads bytes as one string of hex digits: of 25 MB that would hold up everybody for a tenth of a second. */
export const inOneGo = 1 << 20

/** The bytes under a hash, read in pieces of a MiB; undefined when there are none (erased). */
export async function loadBlob(db: Db, key: Buffer): Promise<Buffer | undefined> {
  const first = await piece(db, key, 0)
  if (!first) return undefined
  const pieces = [first.bytes]
  for (let at = inOneGo; at < first.size; at += inOneGo) {
    const next = await piece(db, key, at)
    if (!next) return undefined
    pieces.push(next.bytes)
  }
  return pieces.length === 1 ? first.bytes : Buffer.concat(pieces)
}

function piece(db: Db, key: Buffer, from: number) {
  return db
    .selectFrom('blobs')
    .select(['size', sql<Buffer>`substring(bytes from ${from + 1}::int for ${inOneGo}::int)`.as('bytes')])
    .where('sha256', '=', key)
    .executeTakeFirst()
}
