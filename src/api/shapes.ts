import { z } from '@hono/zod-openapi'
import { letterStates } from '../database/tables.ts'

const at = z.iso.datetime()
const address = z.object({ name: z.string(), address: z.string() })
const attachment = z
  .object({ id: z.int(), filename: z.string(), contentType: z.string(), size: z.int() })
  .loose()
  .openapi('Attachment')
const personLine = z.object({ id: z.int(), name: z.string(), email: z.string().nullable() })

export const issueShape = z
  .object({
    id: z.int(),
    subject: z.string(),
    status: z.enum(['open', 'closed']),
    types: z.array(z.string()),
    origin: z.enum(['human', 'automatic', 'campaign']),
    person: personLine,
    orderId: z.string().nullable(),
    openedAt: at,
    closedAt: at.nullable(),
    assignee: z.object({ id: z.int(), name: z.string() }).nullable(),
    group: z.string().nullable(),
    priority: z.enum(['low', 'normal', 'high', 'urgent']),
    lastActivityAt: at,
    needsLook: z.boolean(),
    snoozeUntil: at.nullable(),
    snoozedForReply: z.boolean(),
    dueAt: at.nullable(),
    waitingSince: at.nullable().openapi({ description: 'Since when the customer’s newest words have no answer' }),
    version: z.int(),
  })
  .loose()
  .openapi('Issue')

const emailShape = z
  .object({
    messageId: z.string(),
    from: address,
    to: z.array(address),
    cc: z.array(address),
    subject: z.string(),
    text: z.string(),
    html: z.string().nullable().openapi({ description: 'As it came: sanitise it before showing it' }),
    verified: z.enum(['pass', 'fail', 'none', 'unknown']),
    authentication: z
      .object({ reason: z.string(), domain: z.string() })
      .loose()
      .nullable()
      .openapi({ description: 'What SPF, DKIM, DMARC and ARC came to; null: there was nothing to ask' }),
    why: z.object({ level: z.string(), evidence: z.string(), text: z.string() }),
    marks: z.object({}).loose().openapi({
      description:
        'What holds of signed, encrypted (smime, pgp), bareLineEnds, unpacked, remotePictures, invitations; none of it is verified',
    }),
    attachments: z.array(attachment),
  })
  .loose()
  .openapi('Email')

/** A mail that came as a file within another. */
export const nestedShape = z
  .object({
    from: address,
    to: z.array(address),
    cc: z.array(address),
    subject: z.string(),
    date: at.nullable(),
    text: z.string(),
    html: z.string().nullable().openapi({ description: 'As it came: sanitise it before showing it' }),
    attachments: z.array(z.object({ file: z.int(), filename: z.string(), contentType: z.string(), size: z.int() })),
    trouble: z.string().nullable().openapi({ description: 'What of it could not be read' }),
  })
  .openapi('NestedMail')

export const letterShape = z
  .object({
    id: z.int(),
    messageId: z.string(),
    to: z.array(address),
    subject: z.string(),
    text: z.string(),
    state: z.enum(letterStates),
  })
  .loose()
  .openapi('Letter')

const contact = z.object({
  id: z.int(),
  originator: z.enum(['customer', 'rep', 'automatic']),
  channel: z.string(),
  occurredAt: at,
  rep: z.object({ id: z.int(), name: z.string() }).nullable(),
  person: personLine,
  email: emailShape.optional(),
  letter: letterShape.optional(),
})

const actionParts = {
  id: z.int(),
  details: z.string().nullable(),
  infoUsed: z.array(z.string()),
  followUp: z.string().nullable(),
  toDo: z
    .object({
      dueAt: at.nullable(),
      doneAt: at.nullable(),
      assignee: z.object({ id: z.int(), name: z.string() }).nullable(),
    })
    .nullable()
    .optional()
    .openapi({ description: 'The follow-up as a to-do' }),
}

const issueName = z.object({ id: z.int(), subject: z.string() })

const suggestionShape = z
  .object({
    id: z.int(),
    kind: z
      .enum(['issue', 'sender', 'participant'])
      .openapi({ description: 'The mail may belong to `other`, or be by `writer`; or `writer` may take part' }),
    actionId: z.int(),
    interactionId: z.int(),
    other: issueName.nullable(),
    writer: address.nullable(),
    level: z.string(),
    evidence: z.string(),
    text: z.string(),
  })
  .openapi('Suggestion')

export const wholeIssueShape = issueShape
  .extend({
    actions: z.array(z.object({ ...actionParts, interaction: contact })),
    held: z.array(emailShape).openapi({ description: 'Answers that wait for a rep to say whose they are' }),
    participants: z.array(address),
    suggestions: z.array(suggestionShape).openapi({ description: 'What a rep may accept or dismiss' }),
    continuedBy: z.array(issueName).openapi({ description: 'Issues that go on with this one' }),
    mailboxes: z
      .array(z.object({ id: z.int(), address: z.string() }))
      .openapi({ description: 'In whose queues it is' }),
  })
  .openapi('WholeIssue')

export const interactionShape = contact
  .extend({ actions: z.array(z.object({ ...actionParts, issue: z.object({ id: z.int(), subject: z.string() }) })) })
  .openapi('Interaction')

export const personShape = z
  .object({
    id: z.int(),
    firstNames: z.string(),
    lastName: z.string(),
    names: z.string(),
    emails: z.array(z.string()),
    phone: z.string(),
    postalCode: z.string(),
    other: z.string(),
    createdAt: at,
    version: z.int(),
    shopUser: z.object({ id: z.int() }).loose().optional(),
    matches: z.array(z.object({}).loose()),
  })
  .openapi('Person')

export const mailShape = z
  .object({
    id: z.int(),
    state: z.enum(['kept', 'filed', 'held', 'failed']),
    reason: z.string().nullable(),
    automatic: z.string().nullable(),
    mailbox: z.string(),
    from: z.string(),
    receivedAt: at,
    interactionId: z.int().nullable(),
    issueIds: z.array(z.int()),
  })
  .loose()
  .openapi('Mail')

/** Mail that is being read again: done are emails up to `nextId`, it ends after `lastId`. */
export const refilingShape = z
  .object({
    id: z.int(),
    done: z.int(),
    unreadable: z.int(),
    nextId: z.int(),
    lastId: z.int(),
    askedAt: at,
    finishedAt: at.nullable(),
  })
  .loose()
  .openapi('Refiling')

export const changed = {
  changeId: z.int().nullable().openapi({ description: 'For POST /undo/{changeId}; null: nothing changed' }),
}

/** A page of a list. */
export function pageOfShape<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}
