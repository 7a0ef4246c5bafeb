import { z } from '@hono/zod-openapi'
import { id, text, time, words } from './fields.ts'

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
