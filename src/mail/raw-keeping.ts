import { sql } from 'kysely'
import { z } from 'zod'
import { sha256, storeBlobs } from '../database/blobs.ts'
import type { Database, Db, Tx } from '../database/connection.ts'
import { readSetting, writeSetting } from '../settings/settings.ts'
import { dropBlobs } from './erase-mail.ts'

/** Months after the closing of its last issue for which a mail’s bytes are kept; null: for good. */
export type RawKeeping = Readonly<{ months: number | null }>

export const keepingChoices = [6, 12, 24, 36, 60, 120] as const
const shape = z.object({ months: z.int().min(1).max(1200).nullable() }).catch({ months: null })
const name = 'raw_keeping'

export async function readRawKeeping(db: Db): Promise<RawKeeping> {
  return shape.parse((await readSetting(db, name)) ?? { months: null })
}

export async function writeRawKeeping(tx: Tx, keeping: RawKeeping): Promise<void> {
  await writeSetting(tx, name, keeping)
}

/** What stands in the place of the bytes: every delivery names some. */
const inPlace = Buffer.from('The bytes of this mail were dropped after the time that is set for them.\r\n')
const atOnce = 200

/**
 * Drops the bytes of mails whose issues are all closed for so long, in small transactions; answers how many. What was
 * read from them stays: words, addresses, files, how they were judged. Nothing goes where no time is set, and nothing
 * that is held, failed, or in no issue.
 */
export async function dropOldRaw(db: Database): Promise<number> {
  const { months } = await readRawKeeping(db)
  if (months === null) return 0
  let dropped = 0
  for (let after = 0; ; ) {
    const ids = await nextOld(db, months, after)
    if (ids.length === 0) return dropped
    await db.transaction().execute((tx) => drop(tx, ids))
    dropped += ids.length
    after = ids.at(-1)!
  }
}

async function nextOld(db: Db, months: number, after: number): Promise<number[]> {
  const ago = sql`now() - make_interval(months => ${months}::int)`
  const { rows } = await sql<{ id: number }>`
    select d.id from deliveries d join emails e on e.delivery_id = d.id
    where d.id > ${after} and d.state = 'filed' and d.received_at < ${ago} and not d.flags ?| array['erased', 'dropped']
      and exists (select from actions a where a.interaction_id = e.interaction_id)
      and not exists (select from actions a join issues i on i.id = a.issue_id
        where a.interaction_id = e.interaction_id and (i.closed_at is null or i.closed_at > ${ago} or i.needs_look))
    order by d.id limit ${atOnce}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Copies of a mail, which came by another way or again, go with it. */
async function drop(tx: Tx, ids: readonly number[]) {
  const these = sql`(id = any(${[...ids]}::int[]) or copy_of_id = any(${[...ids]}::int[]))`
  const { rows } = await sql<{ rawSha256: Buffer }>`select distinct raw_sha256 from deliveries where ${these}`.execute(
    tx,
  )
  await storeBlobs(tx, [inPlace])
  await sql`update deliveries set raw_sha256 = ${sha256(inPlace)}, flags = flags || '{"dropped": true}' where ${these}`.execute(
    tx,
  )
  await dropBlobs(
    tx,
    rows.map(({ rawSha256 }) => rawSha256),
  )
}
