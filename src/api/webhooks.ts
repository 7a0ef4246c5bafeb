import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Db } from '../database/connection.ts'
import { deliveryStates } from '../database/tables-webhooks.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  rotateWebhook,
  type WebhookFaults,
} from '../desk/webhook-changes.ts'
import { listDeliveries, replay, sendTest } from '../desk/webhook-log.ts'
import { armWebhooks, webhookEvents } from '../desk/webhook-triggers.ts'
import { getWebhook, listWebhooks } from '../desk/webhooks.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, pageOf, paging, text, time } from './fields.ts'
import { once } from './idempotency.ts'
import { stale } from './issues.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'settings'
const events = z.enum(webhookEvents)
const instant = z.iso.datetime()
const shown = { openapi: { description: 'In this answer alone; null when the request is sent again: make another' } }

const hookShape = z
  .object({
    ...{ id: z.int(), url: z.string(), description: z.string(), events: z.array(events), private: z.boolean() },
    disabled: z.boolean(),
    disabledAt: instant.nullable(),
    disabledWhy: z.string().nullable().openapi({ description: 'Why the desk switched it off; null: an admin did' }),
    failingSince: instant.nullable(),
    oldSecretUntil: instant.nullable().openapi({ description: 'Until then the secret before signs as well' }),
    ...{ version: z.int(), createdAt: instant },
  })
  .openapi('Webhook')

const deliveryShape = z
  .object({
    ...{ id: z.int(), messageId: z.string(), type: z.string(), at: instant, state: z.enum(deliveryStates) },
    ...{ attempts: z.int(), nextAt: instant.nullable(), triedAt: instant.nullable() },
    ...{ status: z.int().nullable(), ms: z.int().nullable(), answer: z.string(), why: z.string(), body: z.string() },
  })
  .openapi('WebhookDelivery')

const fields = {
  description: text(200).optional(),
  private: z.boolean().optional().openapi({ description: 'Its host may lie in a private network' }),
  disabled: z.boolean().optional(),
}
const secret = z.string().nullable().openapi(shown.openapi)

const list = route({
  ...{ method: 'get', path: '/webhooks', deed, summary: 'Who is told of what; never a secret' },
  answer: pageOfShape(hookShape),
})
const one = route({
  ...{ method: 'get', path: '/webhooks/{id}', deed, summary: 'One webhook', params: byId },
  answer: hookShape,
})
const make = route({
  ...{ method: 'post', path: '/webhooks', deed, summary: 'Makes a webhook; its secret is in this answer alone' },
  body: z.strictObject({ url: text(2000), events: z.array(events).min(1).max(50), ...fields }),
  answer: hookShape.extend({ secret, ...changed }),
  status: 201,
})
const change = route({
  ...{ method: 'patch', path: '/webhooks/{id}', deed, summary: 'Changes what is named', params: byId },
  body: z.strictObject({
    ...{ url: text(2000).optional(), events: z.array(events).min(1).max(50).optional() },
    ...fields,
    version: id.optional(),
  }),
  answer: hookShape.extend(changed),
})
const remove = route({
  ...{ method: 'delete', path: '/webhooks/{id}', deed, summary: 'Tells it nothing from now on', params: byId },
  answer: z.object({ id: z.int(), ...changed }),
})
const rotate = route({
  ...{ method: 'post', path: '/webhooks/{id}/secret', deed, params: byId },
  summary: 'Another secret; the one before signs as well for 24 hours. It cannot be undone',
  answer: z.object({ secret, ...changed }),
  status: 201,
})
const test = route({
  ...{ method: 'post', path: '/webhooks/{id}/test', deed, params: byId },
  summary: 'Sends it the event webhook.test; see its deliveries for how it went',
  answer: z.object({ queued: z.literal(true) }),
  status: 201,
})
const deliveries = route({
  ...{ method: 'get', path: '/webhooks/{id}/deliveries', deed, params: byId },
  summary: 'What was told to it within 30 days and how it answered, newest first',
  query: z.object({ state: z.enum(deliveryStates).optional(), ...paging }),
  answer: pageOfShape(deliveryShape),
})
const again = route({
  ...{ method: 'post', path: '/webhooks/{id}/replay', deed, params: byId },
  summary: 'Sends one delivery again, or all that failed since a time: same id, same bytes',
  body: z.union([z.strictObject({ deliveryId: id }), z.strictObject({ since: time })]),
  answer: z.object({ queued: z.int() }),
  status: 201,
})

/** Webhooks, for admins' programs. */
export function webhookRoutes({ db, secrets }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listWebhooks(db), next: null }))
    .openapi(one, async (c) => c.json(await known(db, c.req.valid('param').id)))
    .openapi(make, async (c) => {
      let secret: string | null = null
      const answer = await once(c, db, {
        effect: async (tx) => {
          const made = await createWebhook(tx, c.var.actor, secrets, c.req.valid('json'))
          if ('faults' in made) throw wrong(made.faults)
          secret = made.secret
          return { id: made.webhook.id, changeId: made.changeId }
        },
        body: async (db, ids) => ({ ...(await getWebhook(db, Number(ids.id)))!, secret, changeId: ids.changeId }),
      })
      await armWebhooks(db)
      return answer
    })
    .openapi(change, async (c) => {
      const webhookId = c.req.valid('param').id
      const { version, ...wish } = c.req.valid('json')
      const done = await inTransaction(db, (tx) => changeWebhook(tx, c.var.actor, { id: webhookId, wish, version }))
      if (done === 'not found') throw unknown(webhookId)
      if ('faults' in done) throw wrong(done.faults)
      if ('conflict' in done) throw stale(`Webhook ${webhookId}`, { version: done.conflict })
      await armWebhooks(db)
      return c.json({ ...done.webhook, changeId: done.changeId })
    })
    .openapi(remove, async (c) => {
      const webhookId = c.req.valid('param').id
      const done = await inTransaction(db, (tx) => deleteWebhook(tx, c.var.actor, webhookId))
      if (done === 'not found') throw unknown(webhookId)
      await armWebhooks(db)
      return c.json({ id: webhookId, changeId: done.changeId })
    })
    .route('/', deliveryRoutes({ db, secrets }))
}

/** Their secrets, tests, and what was told to them. */
function deliveryRoutes({ db, secrets }: Pick<ApiParts, 'db' | 'secrets'>) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(rotate, (c) => {
      let secret: string | null = null
      return once(c, db, {
        effect: async (tx) => {
          const done = await rotateWebhook(tx, c.var.actor, secrets, c.req.valid('param').id)
          if (done === 'not found') throw unknown(c.req.valid('param').id)
          secret = done.secret
          return { changeId: done.changeId }
        },
        body: async (_, ids) => ({ secret, ...ids }),
      })
    })
    .openapi(test, async (c) => {
      const hook = await known(db, c.req.valid('param').id)
      if (hook.disabled) throw new Refusal(409, `Webhook ${hook.id} is switched off: switch it on first.`)
      return once(c, db, {
        effect: async (tx) => {
          await sendTest(tx, hook.id)
          return { queued: true }
        },
      })
    })
    .openapi(deliveries, async (c) => {
      const { id: webhookId } = await known(db, c.req.valid('param').id)
      const { state, ...page } = c.req.valid('query')
      return c.json(await listDeliveries(db, { webhookId, state }, pageOf(page)))
    })
    .openapi(again, async (c) => {
      const { id: webhookId } = await known(db, c.req.valid('param').id)
      const wish = { webhookId, ...c.req.valid('json') }
      return once(c, db, { effect: async (tx) => ({ queued: await replay(tx, wish) }) })
    })
}

async function known(db: Db, webhookId: number) {
  const hook = await getWebhook(db, webhookId)
  if (!hook) throw unknown(webhookId)
  return hook
}

const unknown = (webhookId: number) => new Refusal(404, `There is no webhook ${webhookId}.`)

function wrong(faults: WebhookFaults): Refusal {
  return new Refusal(
    422,
    Object.entries(faults)
      .map(([name, fault]) => `${name}: ${fault}`)
      .join(' '),
  )
}
