import { OpenAPIHono, z } from '@hono/zod-openapi'
import { tlsModes } from '../database/tables-mailboxes.ts'
import { changeRelay, createRelay, deleteRelay, type Faults } from '../letters/relay-changes.ts'
import { testRelay } from '../letters/relay-test.ts'
import { getRelay, listRelays } from '../letters/relays.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, text } from './fields.ts'
import { once } from './idempotency.ts'
import { stale } from './issues.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'settings'
const relayShape = z
  .object({
    id: z.int(),
    ...{ name: z.string(), host: z.string(), port: z.int(), tls: z.enum(tlsModes), user: z.string() },
    hasPassword: z.boolean(),
    connections: z.int(),
    rate: z.number().nullable().openapi({ description: 'Letters a second; null: as fast as it takes them' }),
    standard: z.boolean(),
    mailboxIds: z.array(z.int()),
    version: z.int(),
  })
  .openapi('Relay')

const fields = {
  port: z.int().optional(),
  tls: z.enum(tlsModes).optional(),
  user: text(500).optional(),
  password: text(1000).optional().openapi({ description: 'Sealed when stored, never answered; "" takes it away' }),
  connections: z.int().optional(),
  rate: z.number().nullable().optional(),
  standard: z.boolean().optional(),
  mailboxIds: z.array(id).max(1000).optional(),
}

const list = route({
  method: 'get',
  path: '/relays',
  deed,
  summary: 'Where letters go out',
  answer: pageOfShape(relayShape),
})
const make = route({
  method: 'post',
  path: '/relays',
  deed,
  summary: 'Makes a relay',
  body: z.strictObject({ name: text(100), host: text(253), ...fields }),
  answer: relayShape.extend(changed),
  status: 201,
})
const change = route({
  method: 'patch',
  path: '/relays/{id}',
  deed,
  summary: 'Changes what is named; another host, port, encryption or user needs the password anew',
  params: byId,
  body: z.strictObject({ name: text(100).optional(), host: text(253).optional(), ...fields, version: id.optional() }),
  answer: relayShape.extend(changed),
})
const remove = route({
  method: 'delete',
  path: '/relays/{id}',
  deed,
  summary: 'Takes a relay out of use',
  params: byId,
  answer: z.object({ id: z.int(), ...changed }),
})
const test = route({
  method: 'post',
  path: '/relays/{id}/test',
  deed,
  summary: 'Sends a test letter through it now, and says how far it came',
  params: byId,
  body: z.strictObject({ to: text(500) }),
  answer: z.object({ ok: z.boolean(), steps: z.array(z.object({ ok: z.boolean(), text: z.string() })) }),
})

export function relayRoutes({ db, secrets }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listRelays(db), next: null }))
    .openapi(make, (c) => {
      const { password, ...patch } = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          const made = await createRelay(tx, c.var.actor, secrets, { patch, password })
          if ('faults' in made) throw wrong(made.faults)
          return { id: made.relay.id, changeId: made.changeId }
        },
        body: async (db, { id, changeId }) => ({ ...(await getRelay(db, Number(id)))!, changeId }),
      })
    })
    .openapi(change, async (c) => {
      const relayId = c.req.valid('param').id
      const { version, password, ...patch } = c.req.valid('json')
      const wish = { id: relayId, patch, password, version }
      const done = await inTransaction(db, (tx) => changeRelay(tx, c.var.actor, secrets, wish))
      if (done === 'not found') throw unknown(relayId)
      if ('faults' in done) throw wrong(done.faults)
      if ('conflict' in done) throw stale(`Relay ${relayId}`, { version: done.conflict })
      return c.json({ ...done.relay, changeId: done.changeId })
    })
    .openapi(remove, async (c) => {
      const relayId = c.req.valid('param').id
      const done = await inTransaction(db, (tx) => deleteRelay(tx, c.var.actor, relayId))
      if (done === 'not found') throw unknown(relayId)
      return c.json({ id: relayId, changeId: done.changeId })
    })
    .openapi(test, async (c) => {
      const relayId = c.req.valid('param').id
      const steps = await testRelay({ db, secrets }, relayId, c.req.valid('json').to)
      if (steps === 'not found') throw unknown(relayId)
      return c.json({ ok: steps.every((step) => step.ok), steps }, 200)
    })
}

const unknown = (relayId: number) => new Refusal(404, `There is no relay ${relayId}.`)

function wrong(faults: Faults): Refusal {
  return new Refusal(
    422,
    Object.entries(faults)
      .map(([name, text]) => `${name}: ${text}`)
      .join(' '),
  )
}
