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

/** The bytes under a hash; undefined when there are none (erased). */
export async function loadBlob(db: Db, key: Buffer): Promise<Buffer | undefined> {
  const row = await db.selectFrom('blobs').select('bytes').where('sha256', '=', key).executeTakeFirst()
  return row?.bytes
}
