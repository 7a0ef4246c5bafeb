import { z } from '@hono/zod-openapi'
import { text, time, words } from './fields.ts'

/** What a shop sends, as the API takes it; the same shapes serve single calls and the lines of a batch. */

const key = words(200)
const most = Number.MAX_SAFE_INTEGER
const minor = z.int('must be a whole number of minor units').min(-most).max(most)
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in capitals, like EUR')
  .openapi({ example: 'EUR' })

export const userBody = z.strictObject({
  email: text(254),
  firstNames: text(200),
  lastName: text(200),
  phone: text(100).optional(),
  postalCode: text(40).optional(),
  country: text(60).optional(),
  language: text(35).optional(),
  registeredAt: time,
  lastVisitAt: time.optional(),
  classes: z.array(words(100)).max(100).optional(),
})

export const productBody = z.strictObject({
  name: words(500),
  sku: text(200).optional(),
  categories: z.array(words(200)).max(100),
  priceMinor: minor,
  currency,
})

const line = z.strictObject({
  product: key,
  name: text(500).optional(),
  quantity: z.int().min(-1_000_000).max(1_000_000),
  amountMinor: minor,
  state: text(60).optional(),
})

const shipping = z.strictObject({
  addresses: z
    .array(z.strictObject({ kind: text(60), lines: z.array(text(300)).max(12) }))
    .max(10)
    .optional(),
  shipments: z
    .array(
      z.strictObject({
        at: z.iso.datetime({ offset: true }).optional(),
        carrier: text(100).optional(),
        tracking: text(200).optional(),
        state: text(60).optional(),
      }),
    )
    .max(50)
    .optional(),
})

export const orderBody = z
  .strictObject({
    user: key.optional(),
    email: text(254).optional(),
    number: words(100),
    state: words(60),
    placedAt: time,
    currency,
    totalMinor: minor,
    refundedMinor: minor.optional(),
    shipping: shipping.optional(),
    lines: z.array(line).max(500),
  })
  .refine((order) => order.user !== undefined || order.email !== undefined, {
    message: 'must name a user (the shop’s id) or an email',
    path: ['user'],
  })

const view = z
  .strictObject({ user: key, product: key.optional(), category: words(200).optional(), at: time })
  .refine((one) => (one.product === undefined) !== (one.category === undefined), {
    message: 'must name a product or a category, not both',
    path: ['product'],
  })

export const viewsBody = z.array(view).max(5000)

export const problemBody = z.strictObject({ text: words(4000), order: text(100).optional() })

export const byExternalId = z.object({ externalId: key })
