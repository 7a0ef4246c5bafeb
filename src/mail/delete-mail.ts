import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/**
 * Takes mails away as if they had never come, with their deliveries and in the counters of the ledger: only for what
 * was no mail, such as demo data. Answers the hashes of bytes that may be needed by nobody now.
 */
export async function deleteMail(tx: Tx, interactionIds: readonly number[]): Promise<Buffer[]> {
  const { rows: deliveries } = await sql<{ id: number }>`
    with own as (select delivery_id as id from emails where interaction_id = any(${[...interactionIds]}::int[]))
    select id from own union select d.id from deliveries d join own on d.copy_of_id = own.id`.execute(tx)
  const ids = sql`any(${deliveries.map(({ id }) => id)}::int[])`
  const { rows } = await sql<{ sha256: Buffer }>`
    select a.sha256 from attachments a join emails e on e.id = a.email_id where e.delivery_id = ${ids}
    union select raw_sha256 from deliveries where id = ${ids}`.execute(tx)
  await sql`delete from emails where delivery_id = ${ids}`.execute(tx)
  await sql`delete from refilings where delivery_id = ${ids}`.execute(tx)
  await sql`
    with gone as (delete from deliveries where id = ${ids} returning received_at, mailbox_id, source, state, automatic)
    insert into mail_counts (day, mailbox_id, source, bucket, delta)
    select (received_at at time zone 'UTC')::date, mailbox_id, source, b.bucket, -count(*)
    from gone, lateral (values ('received', true), (state, true), ('automatic', automatic and state = 'filed')) b (bucket, counts)
    where b.counts group by 1, 2, 3, 4`.execute(tx)
  return rows.map((row) => row.sha256)
}
