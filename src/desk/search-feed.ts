import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database, Tx } from '../database/connection.ts'
import { startWorker, type Worker } from '../jobs/queue.ts'
import { lexemesOf, searchVector } from '../mail/lexemes.ts'

const atOnce = 400
const sources = ['emails', 'letters'] as const

/**
 * Feeds the dictionary of words (search_words) from new mail and letters, and gives notes the words to find them by.
 * Whole words of mail are found without it; a part of a word a few seconds later. It rests while mail waits.
 */
export function startSearchFeed({ db, log }: Readonly<{ db: Database; log: Logger }>): Worker {
  return startWorker(
    async () => !(await mailWaits(db)) && (await feedRound(db)) > 0,
    (error) => log.error({ err: error }, 'feeding the search failed, it goes on'),
  )
}

/** Feeds all that is committed now, waiting for older transactions to end, at most 10 s; for tests and data sets. */
export async function feedSearch(db: Database): Promise<void> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const fed = await feedRound(db)
    if (fed === 0 && (await isFed(db))) return
    if (Date.now() > deadline) throw new Error('The feed of the search waits for a transaction that does not end.')
    if (fed === 0) await sleep(20)
  }
}

async function isFed(db: Database): Promise<boolean> {
  const { rows } = await sql<{ fed: boolean }>`
    select bool_and(f.done_id >= case f.source when 'emails' then (select coalesce(max(id), 0) from emails)
      else (select coalesce(max(id), 0) from letters) end) as fed from search_feeds f`.execute(db)
  return rows[0]!.fed
}

async function mailWaits(db: Database): Promise<boolean> {
  const { rows } = await sql`select from deliveries where state = 'kept' limit 1`.execute(db)
  return rows.length > 0
}

/** One round, by one process at a time; answers how many rows it fed. */
async function feedRound(db: Database): Promise<number> {
  let fed = await feedNotes(db)
  for (const source of sources) fed += await db.transaction().execute((tx) => feedSource(tx, source))
  return fed
}

type Feed = { doneId: number; fenceId: number; passed: boolean }

/**
 * Ids are given before rows are committed, so that a larger one may be seen earlier: the feed goes up to a fence, and
 * only once every transaction of this database has ended that ran when the fence was set.
 */
async function feedSource(tx: Tx, source: (typeof sources)[number]): Promise<number> {
  const { rows } = await sql<Feed>`
    select done_id, fence_id, not exists (select from pg_stat_activity
      where datname = current_database() and backend_xid is not null and age(backend_xid) > age(xid(fence_xid))) as passed
    from search_feeds where source = ${source} for update skip locked`.execute(tx)
  const feed = rows[0]
  if (!feed?.passed) return 0
  if (feed.doneId >= feed.fenceId) return moveFence(tx, source, feed.fenceId)
  const to = Math.min(feed.fenceId, feed.doneId + atOnce)
  await sql`
    insert into search_words (word)
    select distinct w.lexeme from ${sql.table(source)} s, unnest(s.search) w
    where s.id > ${feed.doneId} and s.id <= ${to} and length(w.lexeme) between 3 and 40
      and not exists (select from search_words o where o.word = w.lexeme collate "C")
    order by 1 on conflict do nothing`.execute(tx)
  await sql`update search_feeds set done_id = ${to} where source = ${source}`.execute(tx)
  return to - feed.doneId
}

async function moveFence(tx: Tx, source: (typeof sources)[number], fenceId: number): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`select max(id) as last from ${sql.table(source)}`.execute(tx)
  const last = rows[0]?.last ?? 0
  if (last <= fenceId) return 0
  await sql`update search_feeds set fence_id = ${last}, fence_xid = pg_snapshot_xmax(pg_current_snapshot())
    where source = ${source}`.execute(tx)
  return 1
}

/** Gives actions with details their words. */
async function feedNotes(db: Database): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number; details: string; occurredAt: Date }>`
      select a.id, left(a.details, 100000) as details, n.occurred_at from actions a join interactions n on n.id = a.interaction_id
      where a.details is not null and a.search is null order by a.id limit ${atOnce} for update of a skip locked`.execute(
      tx,
    )
    const texts = rows.map(({ details }) => lexemesOf(details))
    if (rows.length === 0) return 0
    await sql`
      update actions a set search = ${searchVector(sql.ref('t.lexemes'))}, said_at = t.at
      from unnest(${rows.map((row) => row.id)}::int[], ${texts}::text[], ${rows.map((row) => row.occurredAt)}::timestamptz[]) t(id, lexemes, at)
      where a.id = t.id`.execute(tx)
    await addWords(tx, texts)
    return rows.length
  })
}

async function addWords(tx: Tx, texts: readonly string[]) {
  const words = new Set(
    texts.flatMap((text) => text.split(' ')).filter((word) => word.length >= 3 && word.length <= 40),
  )
  await sql`insert into search_words (word) select word collate "C" from unnest(${[...words].sort()}::text[]) word
    order by 1 on conflict do nothing`.execute(tx)
}
