import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'

/** What a webhook may be told of, in the order of the settings page. */
export const webhookEvents = [
  'issue.opened',
  'issue.closed',
  'issue.reopened',
  'issue.assigned',
  'interaction.recorded',
  'letter.sent',
  'letter.failed',
  'person.changed',
  'certificate.granted',
  'certificate.redeemed',
  'campaign.finished',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]

type Trigger = readonly [table: string, clauses: string]

/** The functions stand in migration 0039; each takes the name of its event. */
const triggers: Readonly<Record<WebhookEvent, Trigger>> = {
  'issue.opened': [
    'issues',
    'after insert on issues referencing new table as opened for each statement execute function webhook_issues_opened',
  ],
  'issue.closed': [
    'issues',
    'after update of closed_at on issues for each row when (old.closed_at is null and new.closed_at is not null) execute function webhook_issue_changed',
  ],
  'issue.reopened': [
    'issues',
    'after update of closed_at on issues for each row when (old.closed_at is not null and new.closed_at is null) execute function webhook_issue_changed',
  ],
  'issue.assigned': [
    'issues',
    'after update of assignee_id on issues for each row when (old.assignee_id is distinct from new.assignee_id) execute function webhook_issue_changed',
  ],
  'interaction.recorded': [
    'interactions',
    'after insert on interactions referencing new table as recorded for each statement execute function webhook_interactions_recorded',
  ],
  'letter.sent': [
    'letters',
    "after update of state on letters for each row when (new.state = 'sent' and old.state <> 'sent') execute function webhook_letter_changed",
  ],
  'letter.failed': [
    'letters',
    "after update of state on letters for each row when (new.state in ('failed', 'bounced') and old.state not in ('failed', 'bounced')) execute function webhook_letter_changed",
  ],
  'person.changed': [
    'changes',
    "after insert on changes for each row when (new.user_identification_id is not null and new.kind like 'person.%') execute function webhook_person_changed",
  ],
  'certificate.granted': [
    'gift_entries',
    "after insert on gift_entries for each row when (new.kind = 'issue') execute function webhook_certificate_moved",
  ],
  'certificate.redeemed': [
    'gift_entries',
    "after insert on gift_entries for each row when (new.kind = 'redeem') execute function webhook_certificate_moved",
  ],
  'campaign.finished': [
    'campaigns',
    "after update of state on campaigns for each row when (new.state = 'finished' and old.state <> 'finished') execute function webhook_campaign_finished",
  ],
}

const nameOf = (event: WebhookEvent) => `webhook_${event.replace('.', '_')}`

/**
 * Sees to it that what live hooks want to hear is written down in the transaction where it happens, and nothing else:
 * without a hook no trigger is there, and filing mail costs what it did. A trigger that cannot be made within 3 s,
 * since others write that table, is made the next time. Answers whether all is as it should be.
 */
export async function armWebhooks(db: Database): Promise<boolean> {
  const { rows } = await sql<{ wanted: string[]; there: string[] }>`
    select array(select distinct e from webhooks, unnest(events) e where deleted_at is null and disabled_at is null) as wanted,
      array(select t.tgname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = current_schema()::regnamespace and t.tgname like 'webhook\\_%') as there`.execute(db)
  const { wanted, there } = rows[0]!
  let done = true
  for (const event of webhookEvents) {
    const [wish, has] = [wanted.includes(event), there.includes(nameOf(event))]
    if (wish !== has && !(await turn(db, event, wish))) done = false
  }
  return done
}

/** Each in a transaction of its own: to hold two tables would make writers wait in a ring. */
async function turn(db: Database, event: WebhookEvent, on: boolean): Promise<boolean> {
  const [table, clauses] = triggers[event]
  const name = nameOf(event)
  const statement = on ? `create trigger ${name} ${clauses}('${event}')` : `drop trigger if exists ${name} on ${table}`
  try {
    await db.transaction().execute(async (tx) => {
      await sql`set local lock_timeout = '3s'`.execute(tx)
      await sql.raw(statement).execute(tx)
    })
    return true
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === '42710') return true // another node was quicker
    if (code === '55P03' || code === '40P01') return false
    throw error
  }
}
