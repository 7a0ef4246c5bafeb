import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { issuesTouched } from './notices.ts'

/** Brings issues back whose snooze is over, into lists and counters; for a cron task every minute. */
export async function wakeSnoozed(db: Db): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    update issues set snooze_until = null where snooze_until <= now() returning id`.execute(db)
  await issuesTouched(
    db,
    rows.map((row) => row.id),
  )
}
