import { OpenAPIHono, z } from '@hono/zod-openapi'
import { hideFirstSteps, readFirstSteps, stepNames } from '../desk/first-steps.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { route } from './route.ts'
import { inTransaction } from './transaction.ts'

const shape = z.object({
  hidden: z.boolean().openapi({ description: 'Left out of the front page' }),
  steps: z.array(z.object({ name: z.enum(stepNames), done: z.boolean() })),
})
const read = route({
  ...{ method: 'get', path: '/first-steps', deed: 'settings', answer: shape },
  summary: 'How far a new desk is on its way',
})
const hide = route({
  ...{ method: 'put', path: '/first-steps', deed: 'settings', body: z.strictObject({ hidden: z.boolean() }) },
  summary: 'Hides the first steps on the front page, or shows them again',
  answer: shape.extend({ changeId: z.int().nullable() }),
})

export function firstStepRoutes({ db, config }: ApiParts) {
  const now = async () => {
    const { hidden, steps } = await readFirstSteps(db, config.relayUrl)
    return { hidden, steps: [...steps] }
  }
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, async (c) => c.json(await now()))
    .openapi(hide, async (c) => {
      const { hidden } = c.req.valid('json')
      const changeId = await inTransaction(db, (tx) => hideFirstSteps(tx, c.var.actor, hidden))
      return c.json({ ...(await now()), changeId })
    })
}
