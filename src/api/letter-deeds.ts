import { OpenAPIHono, z } from '@hono/zod-openapi'
import { checkLetter } from '../letters/checks.ts'
import { forward } from '../letters/forward.ts'
import { reschedule } from '../letters/schedule.ts'
import { mailboxSignatures, type Owner, setSignature, signatureText } from '../letters/signatures.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, id, text, time } from './fields.ts'
import { once } from './idempotency.ts'
import { letterParts } from './letter-fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const finding = z.object({
  kind: z.string(),
  text: z.string(),
  where: z.object({ field: z.enum(['text', 'subject']), start: z.int(), end: z.int() }).optional(),
  stop: z.boolean().optional(),
})

const check = route({
  method: 'post',
  path: '/letters/check',
  deed: 'work',
  summary: 'What should be looked at before a letter goes: the same that the composer asks. Writes nothing',
  body: z.strictObject({
    issueId: id.optional(),
    forward: z.boolean().optional(),
    personId: id.optional(),
    mailboxId: id.optional(),
    to: z.array(text(500)).max(50).optional(),
    cc: z.array(text(500)).max(50).optional(),
    bcc: z.array(text(500)).max(50).optional(),
    subject: text(900).optional(),
    text: text(200_000),
    attachmentIds: z.array(id).max(100).default([]),
    alsoIssues: z.array(id).max(20).default([]),
    seenActionId: id.optional(),
    language: text(20).optional(),
  }),
  answer: z.object({ findings: z.array(finding) }),
})

const forwarding = route({
  method: 'post',
  path: '/issues/{id}/forwards',
  deed: 'work',
  summary: 'Sends the newest mail of an issue on to others, who take no part in it',
  params: byId,
  body: z.strictObject({ ...letterParts, text: text(200_000).default(''), files: z.array(id).max(100).optional() }),
  status: 201,
  answer: z.object({ interactionId: z.int(), letterId: z.int(), messageId: z.string(), ...changed }),
})

const schedule = route({
  method: 'patch',
  path: '/letters/{id}',
  deed: 'work',
  summary: 'Another time for a letter that waits for one',
  params: byId,
  body: z.strictObject({
    sendAt: z.union([time, z.literal('now')]).optional(),
    cancelIfReplied: z.boolean().optional(),
  }),
  answer: z.object({ letterId: z.int(), ...changed }),
})

const signatures = route({
  method: 'get',
  path: '/signatures',
  deed: 'read',
  summary: 'The lines below letters: the acting rep’s own, and those of each mailbox',
  answer: z.object({
    own: z.string().nullable(),
    mailboxes: z.array(z.object({ id: z.int(), address: z.string(), text: z.string() })),
  }),
})

const words = z.strictObject({ text: text(10_000) })
const ownSignature = route({
  method: 'put',
  path: '/signatures/own',
  deed: 'read',
  summary: 'Writes the acting rep’s signature; empty: none',
  body: words,
  answer: z.object(changed),
})
const mailboxSignature = route({
  method: 'put',
  path: '/signatures/mailboxes/{id}',
  deed: 'settings',
  summary: 'Writes a mailbox’s signature; empty: none',
  params: byId,
  body: words,
  answer: z.object(changed),
})

/** What else a letter can do: be looked at first, go on to others, wait for another time, be signed. */
export function letterDeedRoutes(parts: ApiParts) {
  const { db } = parts
  return new OpenAPIHono<ApiEnv>()
    .openapi(check, async (c) => {
      const { subject = '…', ...draft } = c.req.valid('json')
      return c.json({ findings: await checkLetter(db, { ...draft, subject, repId: c.var.actor.repId }, parts) })
    })
    .openapi(forwarding, (c) => {
      const issueId = c.req.valid('param').id
      const wish = { ...c.req.valid('json'), issueId }
      return once(c, db, {
        effect: async (tx) => {
          const done = await forward(tx, parts, c.var.actor, wish)
          if (done === 'not found') throw new Refusal(404, `There is no issue ${issueId}.`)
          if ('problem' in done) throw new Refusal(422, done.problem)
          return done
        },
      })
    })
    .openapi(schedule, async (c) => {
      const letterId = c.req.valid('param').id
      const wish = c.req.valid('json')
      const done = await inTransaction(db, async (tx) => {
        const result = await reschedule(tx, c.var.actor, letterId, wish)
        if (result === 'not found') throw new Refusal(404, 'There is no such letter.')
        if (result === 'not waiting') throw new Refusal(409, 'The letter does not wait for its time any more.')
        if ('problem' in result) throw new Refusal(422, result.problem)
        return { letterId, changeId: result.changeId }
      })
      return c.json(done)
    })
    .openapi(signatures, async (c) => {
      const { repId } = c.var.actor
      const own = repId === null ? null : await signatureText(db, { repId })
      return c.json({ own, mailboxes: await mailboxSignatures(db) })
    })
    .openapi(ownSignature, async (c) => {
      const { repId } = c.var.actor
      if (repId === null) throw new Refusal(422, 'A signature is a rep’s own: use a key that acts as a rep.')
      return c.json(await sign(c, db, { repId }, c.req.valid('json').text))
    })
    .openapi(mailboxSignature, async (c) =>
      c.json(await sign(c, db, { mailboxId: c.req.valid('param').id }, c.req.valid('json').text)),
    )
}

function sign(c: ApiContext, db: ApiParts['db'], owner: Owner, typed: string) {
  return inTransaction(db, async (tx) => {
    const done = await setSignature(tx, c.var.actor, owner, typed)
    if (done === 'not found') throw new Refusal(404, 'There is no such mailbox.')
    if ('problem' in done) throw new Refusal(422, done.problem)
    return done
  })
}
