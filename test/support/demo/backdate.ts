import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { readConfig } from '../../../src/config.ts'
import type { Database } from '../../../src/database/connection.ts'
import { openDatabase } from '../../../src/database/open.ts'
import { shop } from './ports.ts'

export type Age = Readonly<{ issueId: number; days: number }>

/**
 * Gives the demo's issues their ages. Everything came in by the real doors a moment ago; a shop whose whole post is
 * of this minute would look like none. Each conversation is spread from its age until now. Answers the new times by
 * Message-ID.
 */
export function backdate(
  environment: Record<string, string>,
  { ages, past }: Readonly<{ ages: readonly Age[]; past: readonly number[] }>,
): Promise<Map<string, Date>> {
  return withDatabase(environment, async (db) => {
    await untilFiled(db)
    for (const age of ages) await spread(db, age)
    await endWithLastWord(db, past)
    await recountTimes(db)
    await sql`update user_identifications u set created_at = least(created_at, (
      select min(opened_at) from issues i where i.user_identification_id = u.id))`.execute(db)
    const { rows } = await sql<{ messageId: string; at: Date }>`
      select message_id, received_at as at from emails
      union all select message_id, sent_at from letters where sent_at is not null`.execute(db)
    return new Map(rows.map(({ messageId, at }) => [messageId, at]))
  })
}

/** Letters carry the shop's name from now on. */
export function nameMailbox(environment: Record<string, string>): Promise<unknown> {
  return withDatabase(environment, (db) => db.updateTable('mailboxes').set({ name: shop.name }).execute())
}

async function withDatabase<T>(environment: Record<string, string>, deed: (db: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(readConfig(environment), 2)
  try {
    return await deed(database.db)
  } finally {
    await database.stop()
  }
}

async function untilFiled(db: Database) {
  for (let tries = 0; tries < 100; tries++) {
    const kept = await db.selectFrom('deliveries').select('id').where('state', '=', 'kept').limit(1).execute()
    if (kept.length === 0) return
    await sleep(200)
  }
}

/** What was recorded of the past has its own times; only that it is over was noted just now. */
async function endWithLastWord(db: Database, issueIds: readonly number[]) {
  await sql`
    update issues i set last_activity_at = t.ended, last_inbound_at = i.opened_at,
      closed_at = case when i.closed_at is not null then t.ended end
    from (select a.issue_id, max(n.occurred_at) as ended from actions a join interactions n on n.id = a.interaction_id
      where a.issue_id = any(${[...issueIds]}::int[]) group by a.issue_id) t
    where i.id = t.issue_id`.execute(db)
}

/** Response times are written as things happen, which was now: the desk counts them again by the times told. */
async function recountTimes(db: Database) {
  await sql`insert into time_recomputes (todo) select count(*) from issues
    on conflict (one) do update set upto = null, todo = excluded.todo, asked_at = now()`.execute(db)
}

async function spread(db: Database, { issueId, days }: Age) {
  await sql`
    with told as (
      select n.id, n.originator, now() - make_interval(secs => ${days * 86_400}
        * power(0.35, row_number() over (order by n.id) - 1)) as at
      from actions a join interactions n on n.id = a.interaction_id where a.issue_id = ${issueId}
    ), i1 as (update interactions n set occurred_at = t.at from told t where n.id = t.id
    ), e1 as (update emails e set received_at = t.at from told t where e.interaction_id = t.id
    ), l1 as (update letters l set created_at = t.at, due_at = t.at, sent_at = t.at from told t
      where l.interaction_id = t.id and l.state = 'sent')
    update issues set opened_at = (select min(at) from told), last_activity_at = (select max(at) from told),
      last_inbound_at = (select max(at) from told where originator = 'customer'),
      closed_at = case when closed_at is not null then (select max(at) from told) end
    where id = ${issueId} and exists (select from told)`.execute(db)
}
