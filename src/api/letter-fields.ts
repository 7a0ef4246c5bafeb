import { z } from '@hono/zod-openapi'
import { may } from '../reps/roles.ts'
import type { ApiContext } from './env.ts'
import { id, text, time, words } from './fields.ts'
import { day, positiveMinor } from './gift-shapes.ts'
import { Refusal } from './problems.ts'
import { currency } from './shop-shapes.ts'

/** `a@b` or `Name <a@b>`, or as the API shows addresses. */
const recipient = z.union([
  text(500),
  z.strictObject({ name: text(200).optional(), address: text(254) }).transform(({ name, address }) => {
    const plain = name?.replace(/["<>\p{Cc}]/gu, ' ').trim()
    return plain ? `"${plain}" <${address}>` : address
  }),
])

function recipients(min: number) {
  const several = z.array(recipient).min(min, 'must name somebody').max(50, 'at most 50 addresses')
  return z.union([several, recipient.transform((one) => [one])]).optional()
}

/** What a letter says and to whom. */
export const letterParts = {
  text: words(200_000),
  html: text(1_000_000).optional(),
  subject: text(900).optional(),
  to: recipients(1),
  cc: recipients(0),
  bcc: recipients(0),
  attachmentIds: z.array(id).max(100).optional(),
  close: z.boolean().optional(),
  sendAt: time.optional(),
  cancelIfReplied: z.boolean().optional(),
  format: z.enum(['plain', 'markdown']).optional(),
  signature: z.boolean().optional(),
}

/** A letter to a customer may bring a gift certificate. */
export const certificatePart = {
  certificate: z
    .strictObject({
      amountMinor: positiveMinor,
      currency,
      expiresOn: day.optional().openapi({ description: 'The last day it is good for; else as its program says' }),
      programId: id.optional(),
    })
    .optional()
    .openapi({
      description:
        'A gift certificate, granted with the letter; its code stands where the text has {{ certificate.code }}, else in a paragraph at the end',
    }),
}

/** Who may write letters may not always give something away with one. */
export function mayGrant(c: ApiContext, certificate: object | undefined): void {
  if (certificate && !may(c.var.key.role, 'certificates'))
    throw new Refusal(403, `The role ${c.var.key.role} grants no gift certificates: leave certificate out.`)
}
