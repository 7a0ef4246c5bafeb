import { OpenAPIHono } from '@hono/zod-openapi'
import { getInteraction } from '../desk/person-history.ts'
import { toInteraction } from './answers.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { interactionShape } from './shapes.ts'

const read = route({
  method: 'get',
  path: '/interactions/{id}',
  deed: 'read',
  summary: 'One contact with its actions and their issues',
  params: byId,
  answer: interactionShape,
})

export function interactionRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(read, async (c) => {
    const { id } = c.req.valid('param')
    const found = await getInteraction(db, id)
    if (!found) throw new Refusal(404, `There is no interaction ${id}.`)
    return c.json(toInteraction(found))
  })
}
