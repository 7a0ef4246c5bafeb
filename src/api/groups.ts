import { OpenAPIHono, z } from '@hono/zod-openapi'
import { changeGroup, createGroup, type GroupResult, getGroup, listGroups } from '../desk/groups.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const shape = z
  .object({
    id: z.int(),
    name: z.string(),
    members: z.array(z.int()).openapi({ description: 'Reps by their ids' }),
    types: z.array(z.string()).openapi({ description: 'New issues of these types join the group' }),
    retired: z.boolean(),
    version: z.int(),
  })
  .openapi('Group')

const fields = { members: z.array(id).max(1000).optional(), types: z.array(words(100)).max(200).optional() }

const list = route({
  method: 'get',
  path: '/groups',
  deed: 'read',
  summary: 'Groups (departments), the retired ones last',
  answer: z.object({ items: z.array(shape), next: z.null() }),
})

const create = route({
  method: 'post',
  path: '/groups',
  deed: 'settings',
  summary: 'Makes a group',
  body: z.strictObject({ name: words(100), ...fields }),
  status: 201,
  answer: shape.extend(changed),
})

const change = route({
  method: 'patch',
  path: '/groups/{id}',
  deed: 'settings',
  summary: 'Changes a group: its issues follow a new name; `retired` takes no new ones',
  params: byId,
  body: z.strictObject({
    name: words(100).optional(),
    ...fields,
    retired: z.boolean().optional(),
    version: id.optional(),
  }),
  answer: shape.extend(changed),
})

const retire = route({
  method: 'delete',
  path: '/groups/{id}',
  deed: 'settings',
  summary: 'Retires a group: issues that are in it stay',
  params: byId,
  answer: shape.extend(changed),
})

export function groupRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listGroups(db), next: null }))
    .openapi(create, (c) =>
      once(c, db, {
        effect: async (tx) => {
          const { id, changeId } = done(await createGroup(tx, c.var.actor, c.req.valid('json')), 0)
          return { id, changeId }
        },
        body: async (reader, { id, changeId }) => ({ ...(await getGroup(reader, id as number)), changeId }),
      }),
    )
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const wish = c.req.valid('json')
      return c.json(await inTransaction(db, async (tx) => done(await changeGroup(tx, c.var.actor, id, wish), id)))
    })
    .openapi(retire, async (c) => {
      const { id } = c.req.valid('param')
      const wish = { retired: true }
      return c.json(await inTransaction(db, async (tx) => done(await changeGroup(tx, c.var.actor, id, wish), id)))
    })
}

function done(result: GroupResult, id: number) {
  if (result === 'not found') throw new Refusal(404, `There is no group ${id}.`)
  if ('problem' in result) throw new Refusal(422, result.problem)
  if ('newer' in result)
    throw new Refusal(
      409,
      `Group ${id} was changed since the version you saw: read it again, then send that version.`,
      {
        changed: result.newer,
      },
    )
  return { ...result.group, changeId: result.changeId }
}
