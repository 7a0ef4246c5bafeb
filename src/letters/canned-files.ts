import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'

const mostFiles = 10
const mostBytes = 15 << 20

/** Copies uploads of this rep (or key) that no letter has taken, so that they may go along with many letters. */
export async function keepFiles(tx: Tx, repId: number | null, attachmentIds: readonly number[]): Promise<number[]> {
  if (attachmentIds.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    insert into canned_files (filename, content_type, size, sha256)
    select a.filename, a.content_type, a.size, a.sha256
    from unnest(${[...attachmentIds].slice(0, 50)}::int[]) with ordinality w (id, place) join attachments a on a.id = w.id
    where a.rep_id is not distinct from ${repId}::int and a.email_id is null and a.letter_id is null
    order by w.place returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Makes these files uploads of a rep, for the letter that he writes; answers their ids as attachments, in order. */
export async function takeAlong(tx: Tx, repId: number | null, fileIds: readonly number[]): Promise<number[]> {
  if (fileIds.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    insert into attachments (filename, content_type, size, sha256, rep_id)
    select f.filename, f.content_type, f.size, f.sha256, ${repId}::int
    from unnest(${[...fileIds]}::int[]) with ordinality w (id, place) join canned_files f on f.id = w.id
    order by w.place returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Why a letter could not take all of them along; undefined when it can. */
export async function filesProblem(db: Db, ids: readonly number[]): Promise<string | undefined> {
  if (ids.length === 0) return undefined
  if (ids.length > mostFiles) return `These are ${ids.length} files: a response takes at most ${mostFiles} along.`
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(size), 0)::float8 as bytes from canned_files where id = any(${[...ids]}::int[])`.execute(db)
  const { bytes } = rows[0]!
  if (bytes <= mostBytes) return undefined
  return `The files have ${(bytes / (1 << 20)).toFixed(1)} MiB together: a response takes at most ${mostBytes >> 20} along.`
}

/** The bytes of a file of some response; undefined where there is none. */
export function loadCannedFile(db: Db, id: number) {
  return db
    .selectFrom('cannedFiles as f')
    .innerJoin('blobs as b', 'b.sha256', 'f.sha256')
    .select(['f.filename', 'f.contentType', 'b.bytes'])
    .where('f.id', '=', id)
    .executeTakeFirst()
}
