import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

/** Drops what nobody can use any more: old idempotency keys, saved forms, ended sessions, links and counted tries, uploads that no letter took and no draft names. For cron. */
export async function dropStale(db: Db): Promise<void> {
  await sql`delete from idempotency_keys where created_at < now() - interval '48 hours'`.execute(db)
  await sql`delete from sessions where expires_at < now() or created_at < now() - interval '31 days'`.execute(db)
  await sql`delete from sign_ins where at < now() - interval '1 year'`.execute(db)
  await sql`delete from verifications where expires_at < now()`.execute(db)
  await sql`delete from rep_links where expires_at < now()`.execute(db)
  await sql`delete from rate_limits where last_request < extract(epoch from now() - interval '1 day') * 1000`.execute(
    db,
  )
  await sql`delete from submissions where created_at < now() - interval '48 hours'`.execute(db)
  await sql`delete from interaction_forms where created_at < now() - interval '2 days'`.execute(db)
  await sql`delete from attachments a where a.email_id is null and a.letter_id is null
    and a.created_at < now() - interval '2 days'
    and not exists (select from drafts d where d.rep_id = a.rep_id and d.fields->'uploads' @> to_jsonb(a.id))`.execute(
    db,
  )
}
