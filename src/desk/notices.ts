import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'

/** Tells live pages that an issue changed; heard when the transaction commits. Channel `desk`, `{"issue": id}`. */
export async function issueTouched(db: Db, issueId: number): Promise<void> {
  await issuesTouched(db, [issueId])
}

/** One statement for many; PostgreSQL folds equal notices of one transaction. */
export async function issuesTouched(db: Db, issueIds: readonly number[]): Promise<void> {
  if (issueIds.length === 0) return
  await sql`${kept} select pg_notify('desk', json_build_object('issue', id)::text) from unnest(${[...issueIds]}::int[]) id`.execute(
    db,
  )
}
