import { OpenAPIHono, z } from '@hono/zod-openapi'
import { lastChangeId } from '../desk/changes.ts'
import { cancelLetter, retryLetter } from '../letters/letters.ts'
import { newLetter } from '../letters/new-letter.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { certificatePart, letterParts, mayGrant } from './letter-fields.ts'
import { force, ownOrderOfIssue } from './ownership.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const write = route({
  method: 'post',
  path: '/letters',
  deed: 'work',
  summary: 'Writes to somebody first: makes an issue with this letter in it',
  body: z.strictObject({
    ...letterParts,
    ...certificatePart,
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
    .openapi(write, (c) => {
      const { force, ...body } = c.req.valid('json')
      if (!body.to && body.personId === undefined) throw new Refusal(422, 'Say to whom it goes: to or personId.')
      mayGrant(c, body.certificate)
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
