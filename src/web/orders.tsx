import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { OrderPage, UnknownOrderPage } from '../../templates/order.tsx'
import { OrdersPage, orderPath } from '../../templates/orders.tsx'
import { listIssues } from '../desk/issues.ts'
import { commentOrder } from '../desk/order-comments.ts'
import { customerOfOrder } from '../desk/order-customer.ts'
import { commentsOf } from '../shop/order-comments.ts'
import { findOrder, listOrders } from '../shop/orders.ts'
import { problemsOf } from '../shop/problems.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Orders as the shop told them, with the reps' comment, the issues and the problems that name them. */
export function orderPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/orders', (c) => list(c, desk))
    .get('/orders/:number', async (c) => c.html(await orderPage(c, desk)))
    .post('/orders/:number/comment', (c) => comment(c, desk))
}

async function list(c: Context<Web>, desk: Desk) {
  const q = (c.req.query('q') ?? '').trim().slice(0, 100)
  const page = { cursor: c.req.query('cursor'), limit: 50 }
  const [parts, orders] = await Promise.all([pageParts(c, desk), listOrders(desk.db, q, page)])
  const [only] = orders.items
  if (q && orders.items.length === 1 && only?.number.toLowerCase() === q.toLowerCase())
    return goOn(c, orderPath(only.number))
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.orders.title} place="orders" shape="page">
      <OrdersPage ui={parts.ui} q={q} {...orders} />
    </DeskPage>,
  )
}

async function orderPage(c: Context<Web>, desk: Desk, typed?: string) {
  const { db } = desk
  const number = c.req.param('number') ?? ''
  if (number.length > 100) throw new Refusal(404, 'missing')
  const [parts, order, issues, problems] = await Promise.all([
    pageParts(c, desk),
    findOrder(db, number),
    listIssues(db, { order: number, status: 'all' }, { limit: 50 }),
    problemsOf(db, number),
  ])
  const props = { ui: parts.ui, issues: issues.items, problems }
  if (!order && props.issues.length === 0 && problems.length === 0) throw new Refusal(404, 'missing')
  return (
    <DeskPage {...parts} title={parts.ui.words.orders.one(number)} place="orders" shape="page">
      {order ? (
        <OrderPage
          {...props}
          order={order}
          customer={await customerOfOrder(db, order)}
          comments={await commentsOf(db, order.id)}
          typed={typed}
        />
      ) : (
        <UnknownOrderPage {...props} number={number} />
      )}
    </DeskPage>
  )
}

async function comment(c: Context<Web>, desk: Desk) {
  const form = await formOf(c)
  const orderId = idIn(form.order)
  if (orderId === undefined) throw new Refusal(422, 'bad input')
  const text = plainLines(form.comment).trim().slice(0, 4000)
  const wish = { orderId, comment: text, version: Number(form.version) || 0 }
  const done = await desk.db.transaction().execute((tx) => commentOrder(tx, actorOf(c), wish))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('conflict' in done) return c.html(await orderPage(c, desk, text), 409)
  const path = orderPath(c.req.param('number') ?? '')
  return goOn(c, path, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}
