import { OpenAPIHono, z } from '@hono/zod-openapi'
import { redeemCredit } from '../certificates/credit.ts'
import { capture, hold, release } from '../certificates/holds.ts'
import { type Redemption, redeem, refund } from '../certificates/ledger.ts'
import type { Tx } from '../database/connection.ts'
import { findCustomer, recordIds } from '../desk/customer.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, text } from './fields.ts'
import { codeFinder } from './gift-claims.ts'
import { holdBody, positiveMinor, redeemBody, redeemedShape } from './gift-shapes.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'

const spend = route({
  method: 'post',
  path: '/gift-certificates/redemptions',
  deed: 'certificates',
  summary: 'Pays an order with a certificate, as far as it goes; an order takes from it once',
  body: redeemBody,
  status: 201,
  answer: redeemedShape,
})

const giveBack = route({
  method: 'post',
  path: '/gift-certificates/redemptions/{id}/refund',
  deed: 'certificates',
  summary: 'Puts what an order was paid with back on the same certificate, all or a part',
  params: byId,
  body: z.strictObject({ amountMinor: positiveMinor.optional(), reason: text(500).optional() }),
  status: 201,
  answer: z.object({ id: z.int(), refundedMinor: z.int(), balanceMinor: z.int() }),
})

const putAside = route({
  method: 'post',
  path: '/gift-certificates/holds',
  deed: 'certificates',
  summary: 'Puts an amount aside while an order is being paid, 30 minutes unless said otherwise',
  body: holdBody,
  status: 201,
  answer: z.object({ id: z.int(), heldMinor: z.int(), expiresAt: z.iso.datetime() }),
})

const take = route({
  method: 'post',
  path: '/gift-certificates/holds/{id}/capture',
  deed: 'certificates',
  summary: 'The order is paid: redeems what was put aside',
  params: byId,
  status: 201,
  answer: redeemedShape,
})

const free = route({
  method: 'post',
  path: '/gift-certificates/holds/{id}/release',
  deed: 'certificates',
  summary: 'The order came to nothing: frees what was put aside',
  params: byId,
  status: 201,
  answer: z.object({ released: z.boolean() }),
})

async function credit(tx: Tx, personId: number, wish: Redemption) {
  const customer = await findCustomer(tx, personId)
  if (!customer) throw new Refusal(404, `There is no customer ${personId}.`)
  const done = await redeemCredit(tx, recordIds(customer), wish)
  return 'problem' in done ? done : { entryId: done.parts[0]!.entryId, ...done }
}

/** How a shop's checkout spends certificates: every call has one effect, with an Idempotency-Key or by its order. */
export function giftRedemptionRoutes({ db, secrets }: ApiParts) {
  const known = codeFinder(db, secrets)

  return new OpenAPIHono<ApiEnv>()
    .openapi(spend, async (c) => {
      const { code, personId, orderId: orderNumber, ...sum } = c.req.valid('json')
      const wish = { ...sum, orderNumber }
      if ((code === undefined) === (personId === undefined))
        throw new Refusal(422, 'Say what pays: either code or personId.')
      if (personId !== undefined) return paid(c, (tx) => credit(tx, personId, wish))
      const id = await known(c, code!)
      return paid(c, (tx) => redeem(tx, id, wish))
    })
    .openapi(giveBack, async (c) => {
      const { amountMinor, reason = '' } = c.req.valid('json')
      const wish = { amountMinor, reason, repId: c.var.actor.repId }
      return paid(c, (tx) => refund(tx, c.req.valid('param').id, wish))
    })
    .openapi(putAside, async (c) => {
      const { code, orderId: orderNumber, minutes = 30, ...wish } = c.req.valid('json')
      const id = await known(c, code)
      return paid(c, async (tx) => {
        const done = await hold(tx, id, { ...wish, orderNumber, minutes })
        return 'problem' in done ? done : { entryId: done.holdId, heldMinor: done.heldMinor, expiresAt: done.expiresAt }
      })
    })
    .openapi(take, (c) => paid(c, (tx) => capture(tx, c.req.valid('param').id)))
    .openapi(free, (c) =>
      once(c, db, { effect: async (tx) => ({ released: await release(tx, c.req.valid('param').id) }) }),
    )

  function paid(c: ApiContext, work: (tx: Tx) => Promise<{ entryId: number } | { problem: string }>) {
    return once(c, db, {
      effect: async (tx) => {
        const done = await work(tx)
        if ('problem' in done) throw new Refusal(409, done.problem)
        const { entryId, ...rest } = done
        return { id: entryId, ...rest }
      },
    })
  }
}
