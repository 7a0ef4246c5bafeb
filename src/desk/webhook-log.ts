import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'
import { notify } from '../database/listen.ts'
import type { WebhookDeliveryState } from '../database/tables-webhooks.ts'

/** One message for one hook; status, ms, answer and why are those of the last try. */
export type WebhookDelivery = Readonly<{
  id: number
  messageId: string
  type: string
  at: Date
  state: WebhookDeliveryState
  attempts: number
  /** When it is tried next; null: no more. */
  nextAt: Date | null
  triedAt: Date | null
  status: number | null
  ms: number | null
  answer: string
  why: string
  body: string
}>

const keptDays = 30

/** What was told to a hook and how it answered, newest first. */
export async function listDeliveries(
  db: Db,
  { webhookId, state }: { webhookId: number; state?: WebhookDeliveryState | undefined },
  page: Page,
): Promise<{ items: WebhookDelivery[]; next: string | null }> {
  const cursor = readCursor(page.cursor)
  const { rows } = await sql<WebhookDelivery & { micros: string }>`
    select d.id, e.message_id, e.type, e.at, d.state, d.attempts, case when d.state = 'waiting' then d.due_at end as next_at,
      t.at as tried_at, t.status, t.ms, coalesce(t.answer, '') as answer, coalesce(t.why, '') as why,
      coalesce(e.body, '') as body, '0' as micros
    from webhook_deliveries d join webhook_events e on e.id = d.event_id
      left join lateral (select * from webhook_attempts a where a.delivery_id = d.id order by a.id desc limit 1) t on true
    where d.webhook_id = ${webhookId} and d.id < ${cursor?.id ?? 2 ** 31 - 1}
      ${state ? sql`and d.state = ${state}` : sql``}
    order by d.id desc limit ${page.limit + 1}`.execute(db)
  const { rows: kept, next } = cutPage(rows, page.limit)
  return { items: kept.map(({ micros: _, ...row }) => row), next }
}

/** An event that only this hook hears, to see that it works; one that is switched off hears nothing. */
export async function sendTest(tx: Tx, webhookId: number): Promise<void> {
  const data = JSON.stringify({ webhookId })
  await tx.insertInto('webhookEvents').values({ type: 'webhook.test', data, webhookId }).execute()
  await notify(tx, 'webhooks')
}

/** Which deliveries go out again: one, or all that failed or still fail since a time. */
export type Replay = Readonly<{ webhookId: number } & ({ deliveryId: number } | { since: Date })>

/** Sends again, at once, with the same id and the same bytes; answers how many. One that is being sent is left alone. */
export async function replay(tx: Tx, wish: Replay): Promise<number> {
  const which =
    'deliveryId' in wish
      ? sql`d.id = ${wish.deliveryId}`
      : sql`(d.state = 'failed' or (d.state = 'waiting' and d.attempts > 0)) and e.at >= ${wish.since}`
  const { numAffectedRows = 0n } = await sql`
    update webhook_deliveries d set state = 'waiting', attempts = 0, due_at = now(), lease_until = null
    from webhook_events e where e.id = d.event_id and d.webhook_id = ${wish.webhookId} and ${which}
      and (d.lease_until is null or d.lease_until < now())`.execute(tx)
  if (numAffectedRows) await notify(tx, 'webhooks')
  return Number(numAffectedRows)
}

/** Forgets messages of which everything is older than 30 days. */
export async function dropOldMessages(db: Database): Promise<void> {
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from webhook_events where id in (
        select id from webhook_events where at < now() - make_interval(days => ${keptDays}) order by at limit 5000)`.execute(
      db,
    )
    if (numAffectedRows < 5000n) return
  }
}
