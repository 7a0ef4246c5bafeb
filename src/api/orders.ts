import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Db } from '../database/connection.ts'
import { commentOrder } from '../desk/order-comments.ts'
import { customerOfOrder } from '../desk/order-customer.ts'
import { findOrder, listOrders, type Order } from '../shop/orders.ts'
import { listProblems, problemsOf } from '../shop/problems.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { id, pageOf, paging, text, words } from './fields.ts'
import { stale } from './issues.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const orderShape = z
  .object({
    externalId: z.string(),
    number: z.string(),
    state: z.string(),
    placedAt: z.iso.datetime(),
    currency: z.string(),
    totalMinor: z.int(),
    refundedMinor: z.int(),
    comment: z.string(),
    commentVersion: z.int(),
  })
  .loose()
  .openapi('Order')

const problemShape = z
  .object({
    id: z.int(),
    text: z.string(),
    orderNumber: z.string().nullable(),
    createdAt: z.iso.datetime(),
    resolvedAt: z.iso.datetime().nullable(),
    resolvedBy: z.string().nullable(),
  })
  .openapi('ShopProblem')

const byNumber = z.object({ number: words(100) })

const list = route({
  method: 'get',
  path: '/shop/orders',
  deed: 'read',
  summary: 'Orders, newest first; `q` is how the number begins',
  query: z.object({ q: text(100).optional(), ...paging }),
  answer: pageOfShape(orderShape),
})

const read = route({
  method: 'get',
  path: '/shop/orders/{number}',
  deed: 'read',
  summary: 'The order that people call so, with the reps’ comment and its problems; the newest of several',
  params: byNumber,
  answer: orderShape,
})

const comment = route({
  method: 'patch',
  path: '/shop/orders/{number}',
  deed: 'work',
  summary: 'Sets the reps’ comment; `version` is the commentVersion that you saw',
  params: byNumber,
  body: z.strictObject({ comment: text(4000), version: id.optional() }),
  answer: orderShape.extend(changed),
})

const problems = route({
  method: 'get',
  path: '/shop/problems',
  deed: 'read',
  summary: 'Problems that the shop reported, newest first: open ones, or those that are resolved',
  query: z.object({ state: z.enum(['open', 'resolved']).optional(), ...paging }),
  answer: pageOfShape(problemShape),
})

/** What the shop told, to be read; and the one thing that the desk adds to it. */
export function orderRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      return c.json(await listOrders(db, query.q ?? '', pageOf(query)))
    })
    .openapi(read, async (c) => c.json(await wholeOrder(db, await known(db, c.req.valid('param').number))))
    .openapi(comment, async (c) => {
      const order = await known(db, c.req.valid('param').number)
      const wish = { orderId: order.id, ...c.req.valid('json') }
      const changeId = await inTransaction(db, async (tx) => {
        const done = await commentOrder(tx, c.var.actor, wish)
        if (done === 'not found') throw noOrder(order.number)
        if ('conflict' in done) throw stale(`The comment on order ${order.number}`, done.conflict)
        return done.changeId
      })
      return c.json({ ...(await wholeOrder(db, await known(db, order.number))), changeId })
    })
    .openapi(problems, async (c) => {
      const query = c.req.valid('query')
      return c.json(await listProblems(db, query.state === 'resolved', pageOf(query)))
    })
}

function noOrder(number: string): Refusal {
  return new Refusal(404, `There is no order ${number}: the shop tells of it with PUT /shop/orders/{externalId}.`)
}

async function known(db: Db, number: string): Promise<Order> {
  const order = await findOrder(db, number)
  if (!order) throw noOrder(number)
  return order
}

async function wholeOrder(db: Db, order: Order): Promise<object> {
  const [customer, found] = await Promise.all([customerOfOrder(db, order), problemsOf(db, order.number)])
  return { ...order, customer, problems: found }
}
