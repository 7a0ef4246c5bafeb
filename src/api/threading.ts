import { OpenAPIHono, z } from '@hono/zod-openapi'
import { answerHeld, heldAnswers } from '../desk/held-answers.ts'
import { detachAction, moveAction } from '../desk/move.ts'
import { changeParticipants } from '../desk/participants.ts'
import { acceptSuggestion, dismissSuggestion } from '../desk/suggestions.ts'
import { parseAddress } from '../letters/recipients.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const byAction = byId.extend({ actionId: idText })
const placed = z.object({ issueId: z.int().openapi({ description: 'Where it is now' }), ...changed })

const move = route({
  method: 'post',
  path: '/issues/{id}/actions/{actionId}/move',
  deed: 'work',
  summary: 'Moves what was said into another issue; its sender takes part there',
  params: byAction,
  body: z.strictObject({ into: id }),
  answer: placed,
})

const detach = route({
  method: 'post',
  path: '/issues/{id}/actions/{actionId}/detach',
  deed: 'work',
  summary: 'Takes what was said out of an issue into a new one',
  params: byAction,
  status: 201,
  answer: placed,
})

const settle = route({
  method: 'post',
  path: '/issues/{id}/suggestions/{suggestionId}/{decision}',
  deed: 'work',
  summary: 'Does what was suggested, or says that it is wrong',
  params: byId.extend({ suggestionId: idText, decision: z.enum(['accept', 'dismiss']) }),
  answer: placed,
})

const held = route({
  method: 'post',
  path: '/issues/{id}/held/{mailId}',
  deed: 'work',
  summary: 'Says whose a held answer is: it is filed here, or as a new issue',
  params: byId.extend({ mailId: idText }),
  body: z.strictObject({ answer: z.enum(heldAnswers) }),
  answer: z.object({ id: z.int(), ...changed }),
})

const join = route({
  method: 'post',
  path: '/issues/{id}/participants',
  deed: 'work',
  summary: 'Lets an address take part: answers go there too, and what it writes belongs here',
  params: byId,
  body: z.strictObject({ address: words(254), name: text(200).optional() }),
  answer: z.object(changed),
})

const leave = route({
  method: 'delete',
  path: '/issues/{id}/participants/{address}',
  deed: 'work',
  summary: 'Takes an address out of an issue',
  params: byId.extend({ address: z.string().max(254) }),
  answer: z.object(changed),
})

/** Where mail belongs: the deeds of a rep who knows better. */
export function threadingRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(move, (c) => {
      const { id: issueId, actionId } = c.req.valid('param')
      const { into } = c.req.valid('json')
      return once(c, db, {
        status: 200,
        effect: async (tx) =>
          done(
            await moveAction(tx, c.var.actor, { issueId, actionId, into }),
            `action ${actionId} in issue ${issueId}`,
          ),
      })
    })
    .openapi(detach, (c) => {
      const { id: issueId, actionId } = c.req.valid('param')
      return once(c, db, {
        effect: async (tx) =>
          done(await detachAction(tx, c.var.actor, { issueId, actionId }), `action ${actionId} in issue ${issueId}`),
      })
    })
    .openapi(settle, (c) => {
      const { id: issueId, suggestionId, decision } = c.req.valid('param')
      const deed = decision === 'accept' ? acceptSuggestion : dismissSuggestion
      return once(c, db, {
        status: 200,
        effect: async (tx) => ({
          issueId,
          ...done(
            await deed(tx, c.var.actor, { issueId, suggestionId }),
            `open suggestion ${suggestionId} in issue ${issueId}`,
          ),
        }),
      })
    })
}

/** Whose a held answer is, and who takes part in an issue. */
export function participantRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(held, (c) => {
      const { id: issueId, mailId } = c.req.valid('param')
      const { answer } = c.req.valid('json')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const result = await answerHeld(tx, c.var.actor, { issueId, deliveryId: mailId, answer })
          return { id: mailId, changeId: done(result, `mail ${mailId} held for issue ${issueId}`).changeId }
        },
      })
    })
    .openapi(join, (c) => {
      const issueId = c.req.valid('param').id
      const { address, name = '' } = c.req.valid('json')
      const one = parseAddress(address)
      if (!one)
        throw new Refusal(422, `“${address.slice(0, 80)}” is not an e-mail address: write it like ann@example.com.`)
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const added = [{ address: one.address, name: name || one.name }]
          const result = await changeParticipants(tx, c.var.actor, issueId, { added, removed: [] })
          return done(result, `issue ${issueId}`)
        },
      })
    })
    .openapi(leave, (c) => {
      const { id: issueId, address } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const removed = [{ address, name: '' }]
          return done(await changeParticipants(tx, c.var.actor, issueId, { added: [], removed }), `issue ${issueId}`)
        },
      })
    })
}

/** What was done, or the refusal that the room's answer means. */
function done<T extends object>(result: T | { problem: string } | 'not found', what: string): T {
  if (result === 'not found') throw new Refusal(404, `There is no ${what}.`)
  if ('problem' in result) throw new Refusal(422, String(result.problem))
  return result
}
