import { OpenAPIHono, z } from '@hono/zod-openapi'
import { changeFollowUp, getFollowUp, listFollowUps } from '../desk/follow-ups.ts'
import { addNote } from '../desk/notes.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, pageOf, paging, text, time, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const rep = z.object({ id: z.int(), name: z.string() }).nullable()
const shape = z
  .object({
    id: z.int().openapi({ description: 'The id of the action that it came out of' }),
    text: z.string(),
    dueAt: z.iso.datetime().nullable(),
    assignee: rep,
    doneAt: z.iso.datetime().nullable(),
    doneBy: rep,
    issue: z.object({ id: z.int(), subject: z.string(), status: z.enum(['open', 'closed']) }),
    person: z.object({ id: z.int(), name: z.string(), email: z.string().nullable() }),
  })
  .openapi('FollowUp')

const list = route({
  method: 'get',
  path: '/follow-ups',
  deed: 'read',
  summary: 'What was promised: due first, without a time last; those done, newest first',
  query: z.object({
    assignee: z.union([idText, z.enum(['me', 'none'])], 'must be the id of a rep, “none” or “me”').optional(),
    done: z
      .enum(['true', 'false'])
      .transform((s) => s === 'true')
      .optional(),
    ...paging,
  }),
  answer: pageOfShape(shape),
})

const dueAt = time
  .nullable()
  .optional()
  .openapi({ type: ['string', 'null'], format: 'date-time' })

const change = route({
  method: 'patch',
  path: '/follow-ups/{id}',
  deed: 'work',
  summary: 'Changes a follow-up, or marks it done; an empty text takes it away',
  params: byId,
  body: z.strictObject({
    text: text(4000).optional(),
    dueAt,
    assignee: id.nullable().optional(),
    done: z.boolean().optional(),
  }),
  answer: z.object({ followUp: shape.nullable(), ...changed }),
})

const add = route({
  method: 'post',
  path: '/issues/{id}/follow-ups',
  deed: 'work',
  summary: 'Writes a follow-up into an issue, with a note where `note` has words',
  params: byId,
  body: z.strictObject({
    text: words(4000),
    dueAt,
    assignee: id.nullable().optional(),
    note: text(100_000).optional(),
  }),
  status: 201,
  answer: z.object({ id: z.int(), interactionId: z.int(), ...changed }),
})

export function followUpRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { assignee, done, ...query } = c.req.valid('query')
      const whose = assignee === 'me' ? (c.var.actor.repId ?? 0) : assignee
      return c.json(await listFollowUps(db, { assignee: whose, done }, pageOf(query)))
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const changeId = await inTransaction(db, async (tx) => {
        const done = await changeFollowUp(tx, c.var.actor, id, c.req.valid('json'))
        if (done === 'not found') throw new Refusal(404, `There is no action ${id}.`)
        if ('problem' in done) throw new Refusal(422, done.problem)
        return done.changeId
      })
      return c.json({ followUp: (await getFollowUp(db, id)) ?? null, changeId })
    })
    .openapi(add, (c) => {
      const { id: issueId } = c.req.valid('param')
      const { text: toDo, note = '', dueAt, assignee = c.var.actor.repId } = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          const followUp = { text: toDo.trim(), toDo: { dueAt, assigneeId: assignee } }
          const added = await addNote(tx, c.var.actor, issueId, note, followUp)
          if (added === 'not found') throw new Refusal(404, `There is no issue ${issueId}.`)
          const { actionId: id, interactionId, changeId } = added
          return { id, interactionId, changeId }
        },
      })
    })
}
