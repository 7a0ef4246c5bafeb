import { OpenAPIHono, z } from '@hono/zod-openapi'
import { letterStates } from '../database/tables.ts'
import { lastChangeId } from '../desk/changes.ts'
import { bulkLetters, letterDeeds, mostLetters } from '../letters/bulk-letters.ts'
import { countStates, dismissFailure, getLetter, letterKinds, listLetters, mostCounted } from '../letters/letters.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, pageOf, paging } from './fields.ts'
import { once } from './idempotency.ts'
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

/** What became of letters, and what is done about many of them. */
export function outboxRoutes({ db }: ApiParts) {
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
      if (!letter) throw unknown()
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
          if ((await dismissFailure(tx, c.var.actor, letterId)) === 'not found') throw unknown()
          return { letterId, changeId: await lastChangeId(tx) }
        },
      })
    })
}

const unknown = () => new Refusal(404, 'There is no such letter.')
