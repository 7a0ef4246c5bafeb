import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { claim, startWorker, type Worker } from '../jobs/queue.ts'
import { handOutEvents } from './webhook-messages.ts'
import { sendDelivery, type WebhookParts } from './webhook-send.ts'
import { armWebhooks } from './webhook-triggers.ts'

/** To one hook at once, by one worker: one that answers slowly keeps no other waiting. */
const perHook = 4
/** How long a new hook, made on another node, may wait for its triggers where no NOTIFY came. */
const armEvery = 10_000

/**
 * Tells webhooks what happened: hands new events out, then sends what is due. `wake()` when a NOTIFY says that
 * something happened or that hooks changed; `stop()` waits for what is being sent, 15 s at most.
 */
export function startWebhooks(parts: WebhookParts): Worker {
  const { db, log } = parts
  const sending = new Map<number, number>()
  const inHand = new Set<Promise<void>>()
  let armAt = 0

  async function round(): Promise<boolean> {
    if (Date.now() >= armAt && (await armWebhooks(db))) armAt = Date.now() + armEvery
    const more = await handOutEvents(db)
    const started = await sendDue()
    return more || started
  }

  async function sendDue(): Promise<boolean> {
    const hooks = await hooksWithWork(db)
    const free = hooks.filter((id) => (sending.get(id) ?? 0) < perHook)
    if (free.length === 0) return false
    const ids = await claim(db, {
      table: 'webhook_deliveries',
      ready: sql`state = 'waiting' and due_at <= now()`,
      order: sql`due_at, id`,
      leaseSeconds: 60,
      limit: perHook,
      among: { column: 'webhook_id', values: free },
    })
    for (const { id, webhookId } of await hooksOf(db, ids)) begin(id, webhookId)
    return ids.length > 0
  }

  function begin(id: number, hook: number) {
    sending.set(hook, (sending.get(hook) ?? 0) + 1)
    const work = sendDelivery(parts, id)
      .catch((error) => log.error({ error: String(error), delivery: id }, 'a webhook delivery could not be settled'))
      .finally(() => {
        sending.set(hook, sending.get(hook)! - 1)
        inHand.delete(work)
        worker.wake()
      })
    inHand.add(work)
  }

  const worker = startWorker(round, (error) => log.error({ error: String(error) }, 'webhooks could not be told'))
  return {
    wake() {
      armAt = 0
      worker.wake()
    },
    healthy: worker.healthy,
    async stop() {
      await worker.stop()
      await Promise.all(inHand)
    },
  }
}

/** Live hooks with something due; a few rows, found by the index of each. */
async function hooksWithWork(db: Database): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select h.id from webhooks h where h.deleted_at is null and h.disabled_at is null and exists (
      select from webhook_deliveries d where d.webhook_id = h.id and d.state = 'waiting' and d.due_at <= now()
        and (d.lease_until is null or d.lease_until < now()))`.execute(db)
  return rows.map(({ id }) => id)
}

async function hooksOf(db: Database, ids: readonly number[]) {
  if (ids.length === 0) return []
  return db.selectFrom('webhookDeliveries').select(['id', 'webhookId']).where('id', 'in', ids).orderBy('id').execute()
}
