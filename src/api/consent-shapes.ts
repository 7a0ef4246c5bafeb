import { z } from '@hono/zod-openapi'
import { memberStates, suppressionScopes } from '../database/tables-consent.ts'
import { text, time, words } from './fields.ts'

const at = z.iso.datetime()

export const listShape = z
  .object({
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    mailboxId: z.int().nullable(),
    doubleOptIn: z.boolean(),
    acceptsUnproven: z.boolean(),
    offered: z.boolean(),
    archived: z.boolean(),
    members: z.object(Object.fromEntries(memberStates.map((state) => [state, z.int()]))),
    version: z.int(),
  })
  .loose()
  .openapi('MailingList')

export const listBody = z.strictObject({
  name: words(100).optional().openapi({ description: 'Needed where there is no such list yet' }),
  description: text(500).optional(),
  mailboxId: z.int().min(1).nullable().optional(),
  doubleOptIn: z.boolean().optional(),
  acceptsUnproven: z
    .boolean()
    .optional()
    .openapi({ description: 'Whether campaigns go to members without evidence; for admins' }),
  offered: z.boolean().optional().openapi({ description: 'Anybody may choose it on the preference page' }),
  archived: z.boolean().optional(),
})

const consentShape = z.object({ kind: z.string(), source: z.string(), wording: z.string(), at: z.string() })

export const memberBody = z.strictObject({
  consent: z
    .strictObject({
      kind: words(50).openapi({ description: 'doubleOptIn: asked twice already' }),
      source: text(200),
      wording: text(2000),
      at: time.refine((day) => +day <= Date.now() + 60_000, 'must not lie in the future'),
    })
    .optional()
    .openapi({ description: 'How they agreed; without it they are unproven' }),
})

export const memberShape = z
  .object({
    id: z.int(),
    address: z.string(),
    state: z.enum(memberStates),
    consent: consentShape.nullable(),
    shopUser: z.string().nullable(),
    personId: z.int().nullable(),
    confirmedAt: at.nullable(),
    createdAt: at,
    updatedAt: at,
  })
  .loose()
  .openapi('ListMember')

export const suppressionShape = z
  .object({
    id: z.int(),
    address: z.string(),
    scope: z.enum(suppressionScopes),
    list: z.object({ slug: z.string(), name: z.string() }).loose().nullable(),
    reason: z.enum(['unsubscribed', 'bounced', 'complained', 'by hand']),
    evidence: z.object({}).loose(),
    rep: z.string().nullable(),
    createdAt: at,
    liftedAt: at.nullable(),
    liftedWhy: z.string().nullable(),
  })
  .openapi('Suppression')

export const senderShape = z
  .object({
    postalAddress: text(2000),
    legalText: text(2000),
    optOutOfferedSince: z.iso
      .date()
      .or(z.iso.datetime({ offset: true }))
      .nullable(),
    optOutWording: text(2000),
  })
  .openapi('BulkSender')
