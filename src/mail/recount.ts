import { sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'

/** What the nightly look at every delivery found. `tookMs` in milliseconds. */
export type Recount = Readonly<{
  at: Date
  tookMs: number
  received: number
  filed: number
  held: number
  failed: number
  kept: number
  missing: number
  missingIds: number[]
  corrected: number
  olderParser: number
}>

/**
 * Counts every delivery anew and looks for each where its state says that it is: a filed one in the history or beside
 * the mail it copies, any other with its bytes. Sets right what counters drifted, and writes down what it found. One
 * snapshot, so that mail that comes in meanwhile disturbs nothing; slow, and at night.
 */
export async function recountMail(db: Database, parserVersion: number): Promise<Recount> {
  const begin = performance.now()
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set local statement_timeout = '10min'`.execute(tx)
      const missingIds = await missingMails(tx)
      const corrected = await correctCounts(tx)
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from emails where parser_version < ${parserVersion} and interaction_id is not null`.execute(
        tx,
      )
      await sql`
        insert into mail_recounts (took_ms, received, filed, held, failed, kept, missing, missing_ids, corrected, older_parser)
        select ${Math.round(performance.now() - begin)}, count(*), count(*) filter (where state = 'filed'),
          count(*) filter (where state = 'held'), count(*) filter (where state = 'failed'),
          count(*) filter (where state = 'kept'), ${missingIds.length}, ${missingIds.slice(0, 100)}, ${corrected}, ${rows[0]!.n}
        from deliveries`.execute(tx)
    })
  return (await lastRecount(db))!
}

export async function lastRecount(db: Db): Promise<Recount | undefined> {
  return db
    .selectFrom('mailRecounts')
    .select(['at', 'tookMs', 'received', 'filed', 'held', 'failed', 'kept', 'missing', 'missingIds'])
    .select(['corrected', 'olderParser'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Numbers given out and never written are no mails: a batch that was rolled back leaves such gaps. */
async function missingMails(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select d.id from deliveries d
    left join emails e on e.delivery_id = coalesce(d.copy_of_id, d.id)
    where (d.state = 'filed' and not d.flags ? 'erased' and (e.id is null or (d.copy_of_id is null and e.interaction_id is null)))
      or (d.state <> 'filed' and not exists (select from blobs b where b.sha256 = d.raw_sha256))
    order by d.id limit 100000`.execute(db)
  return rows.map((row) => row.id)
}

/** In one snapshot the counters and the rows agree to the last one, since both are written together. */
async function correctCounts(db: Db): Promise<number> {
  const { rows } = await sql`
    with drift as (
      select day, mailbox_id, source, bucket, sum(n)::int as n
      from (
        select (received_at at time zone 'UTC')::date as day, mailbox_id, source, b.bucket, count(*) as n
        from deliveries d, lateral (values ('received', true), (d.state, true), ('automatic', d.automatic and d.state = 'filed')) b (bucket, counts)
        where b.counts group by 1, 2, 3, 4
        union all
        select day, mailbox_id, source, bucket, -sum(delta) from mail_counts group by 1, 2, 3, 4
      ) x group by 1, 2, 3, 4 having sum(n) <> 0
    )
    insert into mail_counts (day, mailbox_id, source, bucket, delta)
    select day, mailbox_id, source, bucket, n from drift where bucket <> 'received' or n > 0
    returning 1`.execute(db)
  return rows.length
}
