import { sql } from 'kysely'
import type { Database, Tx } from '../database/connection.ts'

const batch = 500

type Event = Readonly<{ id: number; type: string; data: object; at: Date; issueIds: number[] | null }>

/**
 * Makes messages of what happened and hands them to the hooks that listen. The bytes are written once, so that each try
 * and each replay sends the same. What nobody wants to hear any more is dropped. True when there may be more.
 */
export async function handOutEvents(db: Database): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const events = await newEvents(tx)
    if (events.length === 0) return false
    const ids = events.map(({ id }) => id)
    await writeBodies(tx, events)
    await sql`
      insert into webhook_deliveries (webhook_id, event_id)
      select h.id, e.id from webhook_events e join webhooks h on h.deleted_at is null and h.disabled_at is null
        and (h.id = e.webhook_id or (e.webhook_id is null and e.type = any(h.events)))
      where e.id = any(${ids}::int[]) order by e.id, h.id on conflict do nothing`.execute(tx)
    await sql`
      delete from webhook_events e where e.id = any(${ids}::int[])
        and not exists (select from webhook_deliveries d where d.event_id = e.id)`.execute(tx)
    return events.length === batch
  })
}

/** An interaction's actions are written after it, so its issues are looked up here. */
async function newEvents(tx: Tx): Promise<Event[]> {
  const { rows } = await sql<Event>`
    select e.id, e.type, e.data, e.at, case when e.type = 'interaction.recorded' then
        array(select a.issue_id from actions a where a.interaction_id = (e.data->>'id')::int and a.deleted_at is null
          order by a.id) end as issue_ids
    from webhook_events e where e.body is null order by e.id limit ${batch} for update skip locked`.execute(tx)
  return rows
}

async function writeBodies(tx: Tx, events: readonly Event[]) {
  const rows = events.map(({ id, type, data, at, issueIds }) => {
    const whole = issueIds ? { ...data, issueIds } : data
    return { id, body: JSON.stringify({ type, timestamp: at.toISOString(), data: whole }) }
  })
  await sql`
    update webhook_events e set body = b.body from json_to_recordset(${JSON.stringify(rows)}::json) as b(id int, body text)
    where b.id = e.id`.execute(tx)
}
