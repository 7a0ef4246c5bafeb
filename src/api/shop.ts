import { OpenAPIHono, z } from '@hono/zod-openapi'
import { settleProblem } from '../desk/problem-changes.ts'
import { putOrders } from '../shop/orders.ts'
import { reportProblem } from '../shop/problems.ts'
import { putProducts } from '../shop/products.ts'
import { putShopUsers } from '../shop/users.ts'
import { addViews } from '../shop/views.ts'
import { need } from './auth.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { batchPath, runBatch } from './shop-batch.ts'
import { byExternalId, orderBody, problemBody, productBody, userBody, viewsBody } from './shop-shapes.ts'
import { inTransaction } from './transaction.ts'

const put = { method: 'put', deed: 'people', params: byExternalId } as const
const kept = z.object({ externalId: z.string() })

const user = route({
  ...put,
  path: '/shop/users/{externalId}',
  summary: 'A registered user of the shop: the whole of it; classes left out stay as they are',
  body: userBody,
  answer: kept,
})

const product = route({
  ...put,
  path: '/shop/products/{externalId}',
  summary: 'A product: the whole of it',
  body: productBody,
  answer: kept,
})

const order = route({
  ...put,
  path: '/shop/orders/{externalId}',
  summary: 'An order with its lines: the whole of it. A user we were not told of yet may follow: send the order again',
  body: orderBody,
  answer: kept,
})

const views = route({
  method: 'post',
  path: '/shop/views',
  deed: 'people',
  summary: 'What users looked at; views of unknown users and products are left out',
  body: viewsBody,
  answer: z.object({ taken: z.int(), unknown: z.int() }),
})

const problem = route({
  method: 'post',
  path: '/shop/problems',
  deed: 'people',
  summary: 'Something that the shop could not settle by itself, for a rep to look at',
  body: problemBody,
  answer: z.object({ id: z.int() }),
  status: 201,
})

const resolve = route({
  method: 'post',
  path: '/shop/problems/{id}/resolve',
  deed: 'work',
  summary: 'A rep settled it',
  params: byId,
  answer: z.object({ id: z.int(), ...changed }),
})

/** Shop data is the shop's own truth: what it sent wrong it sends again, so that there is no undo but of `resolve`. */
export function shopRoutes(parts: ApiParts) {
  const { db } = parts
  const app = new OpenAPIHono<ApiEnv>()
    .openapi(user, async (c) => {
      const { externalId } = c.req.valid('param')
      await inTransaction(db, (tx) => putShopUsers(tx, [{ ...c.req.valid('json'), externalId }]))
      return c.json({ externalId })
    })
    .openapi(product, async (c) => {
      const { externalId } = c.req.valid('param')
      await inTransaction(db, (tx) => putProducts(tx, [{ ...c.req.valid('json'), externalId }]))
      return c.json({ externalId })
    })
    .openapi(order, async (c) => {
      const { externalId } = c.req.valid('param')
      await inTransaction(db, (tx) => putOrders(tx, [{ ...c.req.valid('json'), externalId }]))
      return c.json({ externalId })
    })
    .openapi(views, (c) => {
      const seen = c.req.valid('json')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const taken = await addViews(tx, seen)
          return { taken, unknown: seen.length - taken }
        },
      })
    })
    .openapi(problem, (c) =>
      once(c, db, { effect: async (tx) => ({ id: await reportProblem(tx, c.req.valid('json')) }) }),
    )
    .openapi(resolve, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const done = await settleProblem(tx, c.var.actor, id, true)
          if (done === 'settled already') throw new Refusal(404, `There is no open problem ${id}.`)
          return { id, ...done }
        },
      })
    })
  app.openAPIRegistry.registerPath(batchPath)
  app.post('/shop/batch', need('people'), (c) => runBatch(c, parts))
  return app
}
