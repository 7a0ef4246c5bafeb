import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'

export type Counts = Readonly<{ open: number; unassigned: number; mine: number; needsLook: number }>

/** How much waits in the default lists; sums a few delta rows, never counts issues. */
export async function readCounts(db: Db, repId: number | null): Promise<Counts> {
  const { rows } = await sql<Counts>`select ${countColumns(repId)}`.execute(db)
  return rows[0]!
}

/** SQL: the counts as columns, for a statement that reads more. */
export function countColumns(repId: number | null): RawBuilder<unknown> {
  const of = (bucket: string) => sql`(select coalesce(sum(delta), 0)::int from issue_counts where bucket = ${bucket})`
  return sql`${of('open')} as open, ${of('unassigned')} as unassigned, ${of('needs_look')} as needs_look,
    ${of(`assignee:${repId ?? 0}`)} as mine`
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
