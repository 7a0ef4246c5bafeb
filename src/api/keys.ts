import { OpenAPIHono, z } from '@hono/zod-openapi'
import { endKey, makeKey } from '../desk/key-changes.ts'
import { listApiKeys } from '../reps/api-keys.ts'
import { keyRoleNames } from '../reps/roles.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { keyShape } from './staff-shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'settings'

const list = route({
  method: 'get',
  path: '/api-keys',
  deed,
  summary: 'The live keys by name, then those revoked within 90 days; never a key itself',
  answer: z.object({ items: z.array(keyShape), next: z.null() }),
})
const create = route({
  method: 'post',
  path: '/api-keys',
  deed,
  summary: 'Makes a key, which is in this answer alone',
  body: z.strictObject({
    name: words(200),
    role: z.enum(keyRoleNames as [string, ...string[]]),
    repEmail: text(254).optional().openapi({ description: 'As whom it acts; the desk itself where left out' }),
  }),
  status: 201,
  answer: z.object({
    key: z.string().nullable().openapi({ description: 'Null when the request is sent again: revoke it, make another' }),
    ...changed,
  }),
})
const revoke = route({
  method: 'delete',
  path: '/api-keys/{id}',
  deed,
  summary: 'Ends a key for good: its change cannot be undone, since whoever had it may have copied it',
  params: byId,
  answer: z.object(changed),
})

/** The keys of programs, for admins' programs. */
export function keyRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listApiKeys(db), next: null }))
    .openapi(create, (c) => {
      const wish = c.req.valid('json')
      let key: string | null = null
      return once(c, db, {
        effect: async (tx) => {
          const made = await makeKey(tx, c.var.actor, wish)
          if ('problem' in made) throw new Refusal(422, made.problem)
          key = made.key
          return { changeId: made.changeId }
        },
        body: async (_, ids) => ({ key, ...ids }),
      })
    })
    .openapi(revoke, async (c) => {
      const { id } = c.req.valid('param')
      const done = await inTransaction(db, (tx) => endKey(tx, c.var.actor, id))
      if (done === 'not found') throw new Refusal(404, `There is no live API key ${id}.`)
      return c.json(done)
    })
}
