import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { MailBucket } from '../database/tables-ledger.ts'

/** How many mails came and where they are; `automatic` is a part of `filed`. received = filed + held + failed + kept. */
export type MailCounts = Readonly<Record<MailBucket, number>>

export type MailboxCounts = MailCounts & Readonly<{ mailboxId: number; mailbox: string }>
export type SourceCounts = MailCounts & Readonly<{ source: string }>

/**
 * The ledger of the last days (1: today; days are UTC days of receipt) in whole, by mailbox and by source. Sums the
 * counters that the writers keep; never counts mail. `missing` is what no state accounts for: 0 unless rows vanished.
 */
export async function readMailCounts(
  db: Db,
  days: number,
): Promise<{ all: MailCounts; missing: number; mailboxes: MailboxCounts[]; sources: SourceCounts[] }> {
  const { rows } = await sql<{ mailboxId: number; mailbox: string; source: string; bucket: MailBucket; n: number }>`
    select c.mailbox_id, coalesce(m.address, '') as mailbox, c.source, c.bucket, sum(c.delta)::int as n
    from mail_counts c left join mailboxes m on m.id = c.mailbox_id
    where c.day > (now() at time zone 'UTC')::date - ${days}::int
    group by 1, 2, 3, 4 order by 1, 3`.execute(db)
  const of = (which: (row: (typeof rows)[number]) => boolean) => counted(rows.filter(which))
  const all = counted(rows)
  const mailboxes = [...new Map(rows.map(({ mailboxId, mailbox }) => [mailboxId, mailbox]))]
  return {
    all,
    missing: all.received - all.filed - all.held - all.failed - all.kept,
    mailboxes: mailboxes.map(([mailboxId, mailbox]) => ({
      mailboxId,
      mailbox,
      ...of((row) => row.mailboxId === mailboxId),
    })),
    sources: [...new Set(rows.map((row) => row.source))].map((source) => ({
      source,
      ...of((row) => row.source === source),
    })),
  }
}

function counted(rows: readonly { bucket: MailBucket; n: number }[]): MailCounts {
  const counts: Record<MailBucket, number> = { received: 0, kept: 0, filed: 0, held: 0, failed: 0, automatic: 0 }
  for (const { bucket, n } of rows) counts[bucket] += n
  return counts
}

/** When the oldest mail came that still waits to be filed; null when none does. */
export async function oldestWaiting(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    select received_at as at from deliveries where state = 'kept' order by id limit 1`.execute(db)
  return rows[0]?.at ?? null
}

/** Folds the deltas into one row a day, mailbox, source and bucket; for a cron task. Rows written meanwhile stay. */
export async function foldMailCounts(db: Db): Promise<void> {
  await sql`
    with gone as (
      delete from mail_counts where ctid = any (array(
        select ctid from mail_counts where day > (now() at time zone 'UTC')::date - 2 for update skip locked))
      returning day, mailbox_id, source, bucket, delta
    )
    insert into mail_counts (day, mailbox_id, source, bucket, delta)
    select day, mailbox_id, source, bucket, sum(delta) from gone group by 1, 2, 3, 4 having sum(delta) <> 0`.execute(db)
}
