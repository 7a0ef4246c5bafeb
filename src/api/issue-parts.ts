import { OpenAPIHono, z } from '@hono/zod-openapi'
import { linkAndJoin } from '../desk/link-action.ts'
import { linkInteraction, unlinkAction } from '../desk/links.ts'
import { mergeIssues } from '../desk/merge.ts'
import { addNote } from '../desk/notes.ts'
import { foreignLink } from '../desk/ownership.ts'
import { reply } from '../letters/reply.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { certificatePart, letterParts, mayGrant } from './letter-fields.ts'
import { force, refuseForeign } from './ownership.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const answer = route({
  method: 'post',
  path: '/issues/{id}/replies',
  deed: 'work',
  summary: 'Answers an issue by mail',
  params: byId,
  body: z.strictObject({
    ...letterParts,
    ...certificatePart,
    alsoIssues: z.array(id).max(20).optional(),
    expectedVersion: id.optional(),
    quote: z.boolean().optional(),
  }),
  status: 201,
  answer: z.object({ interactionId: z.int(), letterId: z.int(), messageId: z.string(), ...changed }),
})

const note = route({
  method: 'post',
  path: '/issues/{id}/notes',
  deed: 'work',
  summary: 'Writes a note that only reps see',
  params: byId,
  body: z.strictObject({ text: words(100_000) }),
  status: 201,
  answer: z.object({ interactionId: z.int(), actionId: z.int(), ...changed }),
})

const link = route({
  method: 'post',
  path: '/issues/{id}/links',
  deed: 'work',
  summary: 'Puts an interaction into this issue too; that of another person takes `force`, or `join`: they take part',
  params: byId,
  body: z.strictObject({
    interactionId: id,
    details: text(100_000).nullish(),
    join: z.boolean().optional(),
    ...force,
  }),
  status: 201,
  answer: z.object({ actionId: z.int(), ...changed }),
})

const unlink = route({
  method: 'delete',
  path: '/issues/{id}/links/{actionId}',
  deed: 'work',
  summary: 'Takes an action out of this issue',
  params: byId.extend({ actionId: idText }),
  answer: z.object(changed),
})

const merge = route({
  method: 'post',
  path: '/issues/{id}/merge',
  deed: 'work',
  summary: 'Merges this issue into another one; that of another person takes `force`',
  params: byId,
  body: z.strictObject({ into: id, ...force }),
  answer: z.object({ into: z.int(), ...changed }),
})

export function issuePartRoutes({ db, secrets, config }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(answer, (c) => {
      const issueId = c.req.valid('param').id
      const body = c.req.valid('json')
      mayGrant(c, body.certificate)
      return once(c, db, {
        effect: async (tx) => {
          const result = await reply(tx, { secrets, config }, c.var.actor, issueId, body)
          if (typeof result === 'object' && 'newer' in result)
            throw new Refusal(409, `Issue ${issueId} has newer messages: read them first.`, { newer: result.newer })
          return done(result, issueId)
        },
      })
    })
    .openapi(note, (c) => {
      const issueId = c.req.valid('param').id
      const { text: words } = c.req.valid('json')
      return once(c, db, { effect: async (tx) => done(await addNote(tx, c.var.actor, issueId, words), issueId) })
    })
    .openapi(link, (c) => {
      const issueId = c.req.valid('param').id
      const { force, join, ...wish } = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          if (!force && !join) refuseForeign(await foreignLink(tx, wish, issueId))
          const link = { ...wish, issueId }
          return done(await (join ? linkAndJoin : linkInteraction)(tx, c.var.actor, link), issueId)
        },
      })
    })
    .openapi(unlink, async (c) => {
      const { id: issueId, actionId } = c.req.valid('param')
      const ids = await inTransaction(db, async (tx) => {
        const result = await unlinkAction(tx, c.var.actor, issueId, actionId)
        if (result === 'not found') throw new Refusal(404, `There is no action ${actionId} in issue ${issueId}.`)
        return done(result, issueId)
      })
      return c.json(ids)
    })
    .openapi(merge, (c) => {
      const issueId = c.req.valid('param').id
      const { into, force } = c.req.valid('json')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          if (!force) refuseForeign(await foreignLink(tx, { from: issueId }, into))
          return { into, ...done(await mergeIssues(tx, c.var.actor, issueId, into), issueId) }
        },
      })
    })
}

/** What was done, or the refusal that the room's answer means. */
function done<T extends object>(result: T | { problem: string } | 'not found', issueId: number): T {
  if (result === 'not found') throw new Refusal(404, `There is no issue ${issueId}.`)
  if ('problem' in result) throw new Refusal(422, String(result.problem))
  return result
}
