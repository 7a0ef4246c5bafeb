import { z } from '@hono/zod-openapi'
import { id, text, words } from './fields.ts'
import { currency } from './shop-shapes.ts'

/** What the API takes and gives of gift certificates. Money is in minor units of its currency. */

const most = 1_000_000_000_00
export const positiveMinor = z.int('must be a whole number of minor units').min(1, 'must be more than 0').max(most)
export const day = z.iso
  .date('must be a day, like 2027-03-31')
  .refine((text) => text >= '1970' && text < '9999', 'must be from 1970 to 9999')

export const certificateShape = z
  .object({
    id: z.int(),
    program: z.object({ id: z.int(), name: z.string() }),
    kind: z.enum(['promotional', 'sold']),
    status: z.enum(['pending', 'active', 'exhausted', 'expired', 'void']),
    last4: z.string().openapi({ description: 'Of the code, which is never shown again' }),
    currency,
    initialMinor: z.int(),
    balanceMinor: z.int(),
    person: z.object({ id: z.int(), name: z.string() }).nullable(),
    issueId: z.int().nullable(),
    issuedBy: z.string().nullable(),
    issuedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    voidReason: z.string(),
  })
  .loose()
  .openapi('GiftCertificate')

export const entryShape = z
  .object({
    id: z.int(),
    kind: z.enum(['issue', 'redeem', 'refund', 'expire', 'void', 'adjust']),
    amountMinor: z.int(),
    balanceAfter: z.int(),
    orderNumber: z.string().nullable(),
    rep: z.string().nullable(),
    reason: z.string(),
    at: z.iso.datetime(),
  })
  .openapi('GiftEntry')

export const grantBody = z.strictObject({
  personId: id.optional().openapi({ description: 'Whose it is; a sold one may be claimed later' }),
  amountMinor: positiveMinor,
  currency,
  expiresOn: day.optional().openapi({ description: 'The last day it is good for; else as its program says' }),
  issueId: id.optional(),
  kind: z.enum(['promotional', 'sold']).optional(),
  programId: id.optional(),
  recipientEmail: text(254).optional(),
  message: text(2000).optional(),
})

const code = words(100).openapi({ description: 'As it was typed: case, blanks and dashes do not matter' })

export const balanceBody = z.strictObject({ code })
const payment = { amountMinor: positiveMinor, currency, orderId: words(100) }
export const redeemBody = z.strictObject({
  code: code.optional(),
  personId: id.optional().openapi({ description: 'Instead of code: pays from all certificates of this customer' }),
  ...payment,
})
export const holdBody = z.strictObject({ code, ...payment, minutes: z.int().min(1).max(60).optional() })
export const claimBody = z.strictObject({
  code,
  personId: id.optional().openapi({ description: 'Who claims it; else whom the buyer named by e-mail' }),
})

export const redeemedShape = z.object({
  id: z.int().openapi({ description: 'The redemption, for a refund' }),
  redeemedMinor: z.int(),
  balanceMinor: z.int(),
  currency,
  parts: z
    .array(z.object({ entryId: z.int(), certificateId: z.int(), redeemedMinor: z.int() }))
    .optional()
    .openapi({ description: 'Of a payment by personId: what each certificate gave, those that end soonest first' }),
})

const moved = z.int()
export const liabilityShape = z.object({
  from: day,
  to: day,
  programs: z.array(
    z.object({
      programId: z.int(),
      program: z.string(),
      kind: z.enum(['promotional', 'sold']),
      currency,
      openingMinor: moved,
      issuedMinor: moved,
      redeemedMinor: moved,
      refundedMinor: moved,
      expiredMinor: moved,
      voidedMinor: moved,
      adjustedMinor: moved,
      closingMinor: moved,
      entries: z.int(),
    }),
  ),
  byExpiry: z.array(monthShape()),
  byIssue: z.array(monthShape()),
})

function monthShape() {
  return z.object({ currency, kind: z.enum(['promotional', 'sold']), month: z.string(), closingMinor: z.int() })
}

const programFields = {
  eachMinor: positiveMinor,
  repEachMinor: positiveMinor.nullable().openapi({ description: 'At once by a rep who is no admin' }),
  repDayMinor: z.int().min(0).max(most).nullable(),
  budgetMinor: z.int().min(0).max(most).nullable(),
  validDays: z.int().min(1).max(36_500),
  timeZone: words(60).refine((zone) => isZone(zone), 'must be a time zone, like Europe/Berlin'),
  terms: text(10_000),
}

export const programShape = z
  .object({
    id: z.int(),
    name: z.string(),
    kind: z.enum(['promotional', 'sold']),
    currency,
    ...programFields,
    issuedMinor: z.int(),
    termsVersion: z.int(),
    active: z.boolean(),
    version: z.int(),
  })
  .openapi('GiftProgram')

export const programBody = z.strictObject({
  name: words(100),
  kind: z.enum(['promotional', 'sold']),
  currency,
  eachMinor: positiveMinor,
  repEachMinor: programFields.repEachMinor.optional(),
  repDayMinor: programFields.repDayMinor.optional(),
  budgetMinor: programFields.budgetMinor.optional(),
  validDays: programFields.validDays.optional(),
  timeZone: programFields.timeZone.optional(),
  terms: programFields.terms.optional(),
})

export const programPatch = programBody
  .omit({ kind: true, currency: true })
  .partial()
  .extend({ active: z.boolean().optional(), version: id.optional() })

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
