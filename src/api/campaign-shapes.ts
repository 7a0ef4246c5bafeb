import { z } from '@hono/zod-openapi'
import { campaignStates, recipientStates } from '../database/tables-campaigns.ts'
import { audienceShape } from './audience-shape.ts'
import { id, paging, text, time, words } from './fields.ts'
import { day, positiveMinor } from './gift-shapes.ts'
import { currency } from './shop-shapes.ts'

/** What the API takes and gives of campaigns. */

const certificate = z
  .strictObject({ amountMinor: positiveMinor, currency, expiresOn: day })
  .openapi({ description: 'One for each recipient; counts against the budget of its program' })

const fields = {
  name: words(200),
  subject: words(500).openapi({ description: 'Liquid' }),
  text: words(100_000).openapi({ description: 'Liquid over Markdown' }),
  html: text(100_000).nullable().openapi({ description: 'Liquid in HTML; null: made from the text' }),
  mailbox: z.union([id, words(254)]).openapi({ description: 'Id or address; the first mailbox where it is left out' }),
  list: text(50).nullable().openapi({ description: 'Slug of the mailing list' }),
  basis: z.enum(['consent', 'softOptIn']),
  audience: audienceShape,
  certificate: certificate.nullable(),
  types: z.array(words(100)).max(20),
  sendAt: time.nullable(),
  policy: z.enum(['hold', 'resend']).openapi({
    description:
      'What becomes of a letter of which nobody knows whether it arrived: held for a person, or sent once more',
  }),
  ratePerSecond: z.number().min(0.01).max(10_000).nullable(),
  expiresAt: time.nullable(),
}

const { name, subject, text: body, basis, audience } = fields
const optional = z
  .strictObject({ ...fields })
  .omit({ name: true, subject: true, text: true, basis: true, audience: true })

export const campaignBody = optional.partial().extend({ name, subject, text: body, basis, audience })
export const campaignPatch = z.strictObject(fields).partial().extend({ version: id.optional() })

const person = z.object({ id: z.int(), name: z.string() }).nullable()
const at = z.iso.datetime().nullable()
const byName = z.record(z.string(), z.int())

export const countsShape = z.object({
  total: z.int(),
  states: z.object(Object.fromEntries(recipientStates.map((state) => [state, z.int()]))),
  skips: byName.openapi({ description: 'How many were skipped, by the reason' }),
  attempts: z.int(),
  hard: z.int().openapi({ description: 'Refused since there is no such address' }),
  policy: z.int().openapi({ description: 'Refused because of who sends' }),
  events: byName.openapi({ description: 'bounce, complaint, reply, automatic, unsubscribe' }),
  looks: byName.openapi({
    description: 'With tracking on: open, openMachine, click, clickMachine; recipients, each once',
  }),
})

export const campaignShape = z
  .object({
    id: z.int(),
    name: z.string(),
    state: z.enum(campaignStates),
    pauseReason: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    mailbox: z.string(),
    list: z.string().nullable(),
    basis: z.enum(['consent', 'softOptIn']),
    audience: z.object({}).loose(),
    certificate: z.object({ amountMinor: z.int(), currency: z.string(), expiresOn: z.string() }).nullable(),
    types: z.array(z.string()),
    sendAt: at,
    policy: z.enum(['hold', 'resend']),
    ratePerSecond: z.number().nullable(),
    expiresAt: at,
    author: person,
    approvedBy: person,
    approvedAt: at,
    launchedBy: person,
    launchedAt: at,
    startedAt: at,
    finishedAt: at,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int(),
  })
  .openapi('Campaign')

export const campaignWithCounts = campaignShape.extend({ counts: countsShape })

export const recipientShape = z
  .object({
    id: z.int(),
    address: z.string(),
    name: z.string(),
    personId: z.int().nullable(),
    state: z.enum(recipientStates),
    skipReason: z.string().nullable(),
    reason: z.string().nullable(),
    attempts: z.int(),
    code: z.int().nullable(),
    reply: z.string().nullable(),
    messageId: z.string().nullable(),
    handedAt: at,
    doneAt: at,
    nextAt: z.iso.datetime(),
    bounced: z.string().nullable(),
    issueId: z.int().nullable(),
    interactionId: z.int().nullable(),
    certificateId: z.int().nullable(),
    last4: z.string().nullable(),
  })
  .openapi('CampaignRecipient')

export const estimateShape = z.object({
  audience: z.int(),
  recipients: z.int().openapi({ description: 'Who would get a letter: what a launch expects' }),
  skips: byName,
  certificateMinor: z.int(),
  needsApproval: z.string().nullable(),
})

export const recipientQuery = z.object({
  state: z.enum(recipientStates).optional(),
  skipReason: text(50).optional(),
  q: text(200).optional(),
  ...paging,
})
export const campaignQuery = z.object({ state: z.enum(campaignStates).optional(), ...paging })
