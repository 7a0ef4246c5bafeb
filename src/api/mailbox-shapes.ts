import { z } from '@hono/zod-openapi'
import { imapAuths, processedDeeds, tlsModes } from '../database/tables-mailboxes.ts'

const at = z.iso.datetime()

const imapShape = z
  .object({
    enabled: z.boolean(),
    host: z.string(),
    port: z.int(),
    tls: z.enum(tlsModes),
    user: z.string(),
    auth: z.enum(imapAuths),
    tokenUrl: z.string(),
    folder: z.string(),
    processed: z.enum(processedDeeds),
    moveTo: z.string(),
    takeOld: z.boolean(),
    health: z
      .object({
        state: z.enum(['new', 'ok', 'retrying', 'stopped']),
        lag: z.int().openapi({ description: 'Seconds since the last look that left nothing behind' }),
        waiting: z.int().openapi({ description: 'Mails that the server could not give yet' }),
        lastSuccessAt: at.nullable(),
        nextRetryAt: at.nullable(),
        lastError: z.string().nullable(),
        reconciledAt: at.nullable(),
        reconciledMails: z.int().nullable(),
        reconciledMissing: z.int().nullable(),
      })
      .loose(),
  })
  .loose()

export const mailboxShape = z
  .object({
    id: z.int(),
    address: z.string(),
    name: z.string(),
    defaultTypes: z.array(z.string()),
    reopenDays: z.int(),
    bySmtp: z.boolean(),
    plusAddresses: z.boolean(),
    plusProvedAt: at.nullable(),
    trustedAuthservId: z.string(),
    imap: imapShape.nullable(),
    version: z.int(),
  })
  .loose()
  .openapi('Mailbox')

export const testShape = z.object({
  ok: z.boolean(),
  steps: z.array(z.object({ ok: z.boolean(), text: z.string() })),
  plusAddresses: z.string().openapi({ description: '"always arrive", "sent", "no relay", or why the relay refused' }),
})
