import { OpenAPIHono, z } from '@hono/zod-openapi'
import { withCampaignLetters } from '../campaigns/read-letters.ts'
import type { Tx } from '../database/connection.ts'
import { getInteraction } from '../desk/person-history.ts'
import { addToInteraction, type NewAction, recordInteraction } from '../desk/record-interaction.ts'
import { toInteraction } from './answers.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, text, time, words } from './fields.ts'
import { once } from './idempotency.ts'
import { personFor, whose } from './person-for.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, interactionShape } from './shapes.ts'

const read = route({
  method: 'get',
  path: '/interactions/{id}',
  deed: 'read',
  summary: 'One contact with its actions and their issues',
  params: byId,
  answer: interactionShape,
})

const action = z.strictObject({
  issueId: id.optional(),
  issue: z
    .strictObject({ subject: words(500), types: z.array(words(100)).max(20).optional(), orderId: words(100).nullish() })
    .optional(),
  details: words(100_000),
  infoUsed: z.array(words(100)).max(20).optional(),
  followUp: text(4000).nullish(),
  followUpDueAt: time.nullish(),
  followUpAssignee: id.nullish(),
  close: z.boolean().optional(),
})

const recordedShape = z.object({
  id: z.int(),
  personId: z.int(),
  actions: z.array(z.object({ id: z.int(), issueId: z.int() })),
  ...changed,
})

const record = route({
  method: 'post',
  path: '/interactions',
  deed: 'work',
  summary: 'Records a call, a fax or a visit, and what was done in each issue',
  body: z.strictObject({
    ...whose,
    channel: words(100),
    originator: z.enum(['customer', 'rep', 'automatic']),
    occurredAt: time.optional(),
    actions: z.array(action).min(1, 'must name at least one issue').max(20),
  }),
  status: 201,
  answer: recordedShape,
})

const more = route({
  method: 'post',
  path: '/interactions/{id}/actions',
  deed: 'work',
  summary: 'Adds issues that a recorded contact dealt with as well, in the same sitting',
  params: byId,
  body: z.strictObject({ actions: z.array(action).min(1, 'must name at least one issue').max(20) }),
  status: 201,
  answer: recordedShape,
})

export function interactionRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, async (c) => {
      const interactionId = c.req.valid('param').id
      const found = await getInteraction(db, interactionId)
      if (!found) throw new Refusal(404, `There is no interaction ${interactionId}.`)
      const [shown] = await withCampaignLetters(db, [found])
      return c.json(toInteraction(shown!))
    })
    .openapi(record, (c) => {
      const { actor } = c.var
      const { personId, person, actions, ...contact } = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          const whom = await personFor(tx, actor, { personId, person })
          const result = await recordInteraction(tx, actor, {
            ...contact,
            personId: whom,
            actions: actions.map(oneIssue),
          })
          return recorded(result, 0)
        },
      })
    })
    .openapi(more, (c) => {
      const interactionId = c.req.valid('param').id
      const actions = c.req.valid('json').actions.map(oneIssue)
      const effect = async (tx: Tx) =>
        recorded(await addToInteraction(tx, c.var.actor, interactionId, actions), interactionId)
      return once(c, db, { effect })
    })
}

/** Somebody else's issue or order is refused with `offer`: whom it could be recorded for instead. */
function recorded(result: Awaited<ReturnType<typeof addToInteraction>>, id: number) {
  if (result === 'not found') throw new Refusal(404, `There is no interaction ${id}.`)
  if ('problem' in result) throw new Refusal(422, result.problem, result.offer ? { offer: result.offer } : {})
  return result
}

function oneIssue({ issueId, issue, ...rest }: z.output<typeof action>): NewAction {
  if (issueId !== undefined && issue === undefined) return { ...rest, issueId }
  if (issueId === undefined && issue !== undefined) return { ...rest, issue }
  throw new Refusal(422, 'Each action names its issue by issueId or by issue, one of the two.')
}
