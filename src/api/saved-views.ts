import { OpenAPIHono, z } from '@hono/zod-openapi'
import { changeSavedView, createSavedView, listSavedViews, type ViewResult } from '../desk/saved-views.ts'
import { may } from '../reps/roles.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, id, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

/** What a saved view may ask of the list: the same as GET /issues. */
const filter = z.strictObject({
  status: z.enum(['open', 'closed', 'all']).optional(),
  type: text(100).optional(),
  assignee: z.union([id, z.enum(['none', 'me'])], 'must be the id of a rep, “none” or “me”').optional(),
  group: text(100).optional(),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
  snoozed: z.boolean().optional(),
  overdue: z.boolean().optional(),
  needsLook: z.boolean().optional(),
  mailbox: id.optional(),
  order: text(100).optional(),
  origin: z.enum(['human', 'automatic', 'campaign', 'all']).optional(),
  q: text(200).optional(),
})

const shape = z
  .object({
    id: z.int(),
    repId: z.int().nullable().openapi({ description: 'Whose it is; null: the desk’s' }),
    name: z.string(),
    shared: z.boolean(),
    filter: z.object({}).loose(),
    version: z.int(),
  })
  .openapi('SavedView')

const list = route({
  method: 'get',
  path: '/saved-views',
  deed: 'read',
  summary: 'The acting rep’s own saved views and the shared ones',
  answer: z.object({ items: z.array(shape), next: z.null() }),
})

const create = route({
  method: 'post',
  path: '/saved-views',
  deed: 'read',
  summary: 'Saves a filter of the list under a name',
  body: z.strictObject({ name: words(100), shared: z.boolean().default(false), filter }),
  status: 201,
  answer: shape.extend(changed),
})

const change = route({
  method: 'patch',
  path: '/saved-views/{id}',
  deed: 'read',
  summary: 'Changes a saved view of one’s own; admins change shared ones too',
  params: byId,
  body: z.strictObject({
    name: words(100).optional(),
    shared: z.boolean().optional(),
    filter: filter.optional(),
    version: id.optional(),
  }),
  answer: shape.extend(changed),
})

const remove = route({
  method: 'delete',
  path: '/saved-views/{id}',
  deed: 'read',
  summary: 'Takes a saved view away; its undo brings it back',
  params: byId,
  answer: z.object(changed),
})

export function savedViewRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listSavedViews(db, c.var.actor.repId), next: null }))
    .openapi(create, (c) => {
      const wish = c.req.valid('json')
      if (wish.shared) mayShare(c)
      return once(c, db, {
        effect: async (tx) => done(await createSavedView(tx, c.var.actor, wish), 0),
      })
    })
    .openapi(change, async (c) => {
      const wish = c.req.valid('json')
      if (wish.shared) mayShare(c)
      return c.json(await patched(c, c.req.valid('param').id, wish))
    })
    .openapi(remove, async (c) => {
      const { changeId } = await patched(c, c.req.valid('param').id, { deleted: true })
      return c.json({ changeId })
    })

  function patched(c: ApiContext, id: number, wish: Parameters<typeof changeSavedView>[3]) {
    const who = { actor: c.var.actor, admin: may(c.var.key.role, 'settings') }
    return inTransaction(db, async (tx) => done(await changeSavedView(tx, who, id, wish), id))
  }
}

/** Everybody may keep views of his own; what all see takes somebody who works on issues. */
function mayShare(c: ApiContext) {
  const { role } = c.var.key
  if (!may(role, 'work')) throw new Refusal(403, `The role ${role} may not share views: keep it to yourself.`)
}

function done(result: ViewResult, id: number) {
  if (result === 'not found') throw new Refusal(404, `There is no saved view ${id}.`)
  if (result === 'not yours') throw new Refusal(403, `Saved view ${id} is somebody else’s: save one of your own.`)
  if ('problem' in result) throw new Refusal(422, result.problem)
  if ('newer' in result)
    throw new Refusal(409, `Saved view ${id} was changed since the version you saw: read it again.`, {
      changed: result.newer,
    })
  return { ...result.view, changeId: result.changeId }
}
