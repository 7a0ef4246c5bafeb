import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

export type Counts = Readonly<{ open: number; unassigned: number; mine: number; needsLook: number }>

/** How much waits in the default lists; sums a few delta rows, never counts issues. */
export async function readCounts(db: Db, repId: number | null): Promise<Counts> {
  const mine = `assignee:${repId ?? 0}`
  const rows = await db
    .selectFrom('issueCounts')
    .select((e) => ['bucket', e.fn.sum<string>('delta').as('n')])
    .where('bucket', 'in', ['open', 'unassigned', 'needs_look', mine])
    .groupBy('bucket')
    .execute()
  const of = (bucket: string) => Number(rows.find((row) => row.bucket === bucket)?.n ?? 0)
  return { open: of('open'), unassigned: of('unassigned'), mine: of(mine), needsLook: of('needs_look') }
}

/** Folds the deltas into one row a bucket; for a cron task. Rows written meanwhile are left for the next time. */
export async function foldCounts(db: Db): Promise<void> {
  await sql`
    with gone as (
      delete from issue_counts where ctid = any (array(select ctid from issue_counts for update skip locked))
      returning bucket, delta
    )
    insert into issue_counts (bucket, delta)
    select bucket, sum(delta) from gone group by bucket having sum(delta) <> 0`.execute(db)
  await sql`
    with gone as (
      delete from issue_type_counts where ctid = any (array(select ctid from issue_type_counts for update skip locked))
      returning types, delta
    )
    insert into issue_type_counts (types, delta)
    select types, sum(delta) from gone group by types having sum(delta) <> 0`.execute(db)
}
