import { OpenAPIHono, z } from '@hono/zod-openapi'
import { mostPairs, settleProposals } from '../desk/match-many.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { id } from './fields.ts'
import { once } from './idempotency.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const pair = z.strictObject({ personId: id, shopUserId: id })
const pairs = z.array(pair).max(mostPairs, `at most ${mostPairs} pairs`).optional()

const settle = route({
  method: 'post',
  path: '/match-proposals',
  deed: 'people',
  summary: 'Says of many proposals that they are the same person, or are not: one change with one undo',
  body: z.strictObject({ confirm: pairs, dismiss: pairs }),
  answer: z.object({
    confirmed: z.int(),
    dismissed: z.int(),
    left: z.array(pair).openapi({ description: 'Not there, merged, or one customer confirmed as two users' }),
    ...changed,
  }),
})

export function matchProposalRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(settle, (c) => {
    const { confirm = [], dismiss = [] } = c.req.valid('json')
    return once(c, db, {
      status: 200,
      effect: (tx) => settleProposals(tx, c.var.actor, { confirm, dismiss }),
    })
  })
}
