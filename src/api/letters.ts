import { OpenAPIHono, z } from '@hono/zod-openapi'
import { letterStates } from '../database/tables.ts'
import { lastChangeId } from '../desk/changes.ts'
import { bulkLetters, letterDeeds, mostLetters } from '../letters/bulk-letters.ts'
import {
  cancelLetter,
  countStates,
  dismissFailure,
  getLetter,
  letterKinds,
  listLetters,
  mostCounted,
  retryLetter,
} from '../letters/letters.ts'
import { newLetter } from '../letters/new-letter.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, pageOf, paging, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { letterParts } from './letter-fields.ts'
import { force, ownOrderOfIssue } from './ownership.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, letterShape, pageOfShape } from './shapes.ts'

const list = route({
  method: 'get',
  path: '/letters',
  deed: 'read',
  summary: 'Letters, newest first',
  query: z.object({
    state: z.enum(letterStates).optional(),
    rep: idText.optional(),
    mailbox: idText.optional(),
    kind: z.enum(letterKinds).optional(),
    trouble: z.enum(['true']).optional().openapi({ description: 'Only failures that nobody dismissed' }),
    ...paging,
  }),
  answer: pageOfShape(letterShape),
})

const counts = route({
  method: 'get',
  path: '/letters/counts',
  deed: 'read',
  summary: `How many letters are in each state that is not an end, at most ${mostCounted} each`,
  answer: z.object({ counts: z.record(z.string(), z.int()) }),
})

const read = route({
  method: 'get',
  path: '/letters/{id}',
  deed: 'read',
  summary: 'One letter',
  params: byId,
  answer: letterShape,
})

const dismiss = route({
  method: 'post',
  path: '/letters/{id}/dismiss',
  deed: 'work',
  summary: 'Takes a letter off the list of failures',
  params: byId,
  answer: z.object({ letterId: z.int(), ...changed }),
})

const bulk = route({
  method: 'post',
  path: '/letters/bulk',
  deed: 'work',
  summary: 'Tries letters again, keeps them from going, or dismisses their failures; one undo for all',
  body: z.strictObject({ deed: z.enum(letterDeeds), ids: z.array(id).min(1).max(mostLetters) }),
  answer: z.object({ done: z.int(), left: z.int(), ...changed }),
})

const write = route({
  method: 'post',
  path: '/letters',
  deed: 'work',
  summary: 'Writes to somebody first: makes an issue with this letter in it',
  body: z.strictObject({
    ...letterParts,
    subject: words(900),
    personId: id.optional(),
    mailboxId: id.optional(),
    types: z.array(words(100)).max(20).optional(),
    orderId: text(100).optional(),
    ...force,
  }),
  status: 201,
  answer: z.object({
    issueId: z.int(),
    interactionId: z.int(),
    letterId: z.int(),
    messageId: z.string(),
    ...changed,
  }),
})

const cancel = route({
  method: 'post',
  path: '/letters/{id}/cancel',
  deed: 'work',
  summary: 'Keeps a letter from going, while it waits',
  params: byId,
  answer: z.object({ letterId: z.int(), ...changed }),
})

const retry = route({
  method: 'post',
  path: '/letters/{id}/retry',
  deed: 'work',
  summary: 'Sends again what did not go',
  params: byId,
  answer: z.object({ letterId: z.int(), ...changed }),
})

const refusals: Record<'not found' | 'already cancelled' | 'too late' | 'not waiting', [404 | 409, string]> = {
  'not found': [404, 'There is no such letter.'],
  'already cancelled': [409, 'The letter is cancelled already: nothing is left to do.'],
  'too late': [409, 'The letter is with the relay already and cannot be called back: write another one.'],
  'not waiting': [409, 'The letter went, is on its way or was cancelled: there is nothing to send again.'],
}

function refusal(result: keyof typeof refusals): Refusal {
  const [status, detail] = refusals[result]
  return new Refusal(status, detail)
}

export function letterRoutes({ db, secrets, config }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { state, rep: repId, mailbox: mailboxId, kind } = query
      const filter = { state, repId, mailboxId, kind, trouble: query.trouble === 'true' }
      return c.json(await listLetters(db, filter, pageOf(query)))
    })
    .openapi(counts, async (c) => c.json({ counts: Object.fromEntries(await countStates(db)) }))
    .openapi(read, async (c) => {
      const letter = await getLetter(db, c.req.valid('param').id)
      if (!letter) throw refusal('not found')
      return c.json(letter)
    })
    .openapi(bulk, (c) => {
      const asked = c.req.valid('json')
      return once(c, db, { status: 200, effect: async (tx) => bulkLetters(tx, c.var.actor, asked) })
    })
    .openapi(dismiss, (c) => {
      const letterId = c.req.valid('param').id
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          if ((await dismissFailure(tx, c.var.actor, letterId)) === 'not found') throw refusal('not found')
          return { letterId, changeId: await lastChangeId(tx) }
        },
      })
    })
    .openapi(write, (c) => {
      const { force, ...body } = c.req.valid('json')
      if (!body.to && body.personId === undefined) throw new Refusal(422, 'Say to whom it goes: to or personId.')
      return once(c, db, {
        effect: async (tx) => {
          const result = await newLetter(tx, { secrets, config }, c.var.actor, body)
          if ('problem' in result) throw new Refusal(422, result.problem)
          if (!force) await ownOrderOfIssue(tx, body.orderId, result.issueId)
          return result
        },
      })
    })
    .openapi(cancel, (c) => {
      const letterId = c.req.valid('param').id
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const result = await cancelLetter(tx, c.var.actor, letterId)
          if (result !== 'cancelled') throw refusal(result)
          return { letterId, changeId: await lastChangeId(tx) }
        },
      })
    })
    .openapi(retry, (c) => {
      const letterId = c.req.valid('param').id
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const result = await retryLetter(tx, c.var.actor, letterId)
          if (result !== 'queued') throw refusal(result)
          return { letterId, changeId: await lastChangeId(tx) }
        },
      })
    })
}
