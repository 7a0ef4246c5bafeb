import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Db } from '../database/connection.ts'
import { addItem, changeItem, orderItems, type PicklistDone } from '../desk/picklist-changes.ts'
import { addPicklist, changePicklist } from '../desk/picklist-lists.ts'
import { readPicklist, readPicklists } from '../desk/picklists.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { id, idText, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const item = z.object({
  id: z.int(),
  label: z.string(),
  retired: z.boolean(),
  version: z.int(),
  changedAt: z.iso.datetime(),
  changedBy: z.string().nullable(),
})
const shape = z
  .object({
    name: z.string(),
    title: z.string(),
    builtin: z.boolean(),
    revision: z.int().openapi({ description: 'Grows when items come, go or move' }),
    items: z.array(item),
  })
  .openapi('Picklist')
const whole = shape.extend(changed)
const byName = z.object({ name: words(60) })
const byItem = z.object({ name: words(60), id: idText })
const deed = 'settings'

const list = route({
  method: 'get',
  path: '/picklists',
  deed: 'read',
  summary: 'Every picklist with its items in order; all in one page',
  answer: z.object({ items: z.array(shape), next: z.null() }),
})
const read = route({
  method: 'get',
  path: '/picklists/{name}',
  deed: 'read',
  summary: 'One picklist: issue_type, info_used, inquired_via or one of your own',
  params: byName,
  answer: shape,
})
const make = route({
  method: 'post',
  path: '/picklists',
  deed,
  summary: 'Makes a list of your own; its name comes from the title unless given',
  body: z.strictObject({ title: words(100), name: text(60).optional() }),
  status: 201,
  answer: whole,
})
const change = route({
  method: 'patch',
  path: '/picklists/{name}',
  deed,
  summary: 'Gives a list of your own another title, or any list another order: `order` names all offered items',
  params: byName,
  body: z.strictObject({
    title: words(100).optional(),
    order: z.array(id).max(500).optional(),
    revision: id.optional(),
  }),
  answer: whole,
})
const remove = route({
  method: 'delete',
  path: '/picklists/{name}',
  deed,
  summary: 'Takes a list of your own out of use; data keeps its text',
  params: byName,
  answer: z.object({ name: z.string(), ...changed }),
})
const add = route({
  method: 'post',
  path: '/picklists/{name}/items',
  deed,
  summary: 'Adds an item at the end; a retired one of that label comes back',
  params: byName,
  body: z.strictObject({ label: words(100), revision: id.optional() }),
  status: 201,
  answer: whole.extend({ itemId: z.int() }),
})
const edit = route({
  method: 'patch',
  path: '/picklists/{name}/items/{id}',
  deed,
  summary: 'Renames (`carry`: with everything that uses it), retires or brings back',
  params: byItem,
  body: z.strictObject({
    label: words(100).optional(),
    retired: z.boolean().optional(),
    carry: z.boolean().optional(),
    version: id.optional(),
  }),
  answer: whole.extend({ carried: z.int().nullable() }),
})
const retire = route({
  method: 'delete',
  path: '/picklists/{name}/items/{id}',
  deed,
  summary: 'Retires an item: no form offers it any more, data keeps its text',
  params: byItem,
  answer: whole,
})

export function picklistRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await readPicklists(db), next: null }))
    .openapi(read, async (c) => c.json(await wholeList(db, c.req.valid('param').name)))
    .openapi(make, (c) =>
      once(c, db, {
        effect: async (tx) => ({ ...accepted(await addPicklist(tx, c.var.actor, c.req.valid('json'))) }),
        body: async (reader, ids) => ({ ...(await wholeList(reader, String(ids.name))), changeId: ids.changeId }),
      }),
    )
    .openapi(change, async (c) => {
      const { name } = c.req.valid('param')
      const { order, revision, title } = c.req.valid('json')
      const done = await inTransaction(db, async (tx) => {
        const titled = title === undefined ? null : accepted(await changePicklist(tx, c.var.actor, name, { title }))
        if (!order) return titled
        const now = revision ?? (await wholeList(tx, name)).revision
        return accepted(await orderItems(tx, c.var.actor, { picklist: name, ids: order, revision: now }))
      })
      return c.json({ ...(await wholeList(db, name)), changeId: done?.changeId ?? null })
    })
    .openapi(remove, async (c) => {
      const { name } = c.req.valid('param')
      const gone = (tx: Parameters<typeof changePicklist>[0]) =>
        changePicklist(tx, c.var.actor, name, { retired: true })
      const { changeId } = await inTransaction(db, async (tx) => accepted(await gone(tx)))
      return c.json({ name, changeId })
    })
    .openapi(add, (c) => {
      const { name } = c.req.valid('param')
      const wish = { picklist: name, ...c.req.valid('json') }
      return once(c, db, {
        effect: async (tx) => ({ ...accepted(await addItem(tx, c.var.actor, wish)) }),
        body: async (reader, { id, changeId }) => ({ ...(await wholeList(reader, name)), itemId: id, changeId }),
      })
    })
    .openapi(edit, (c) => changesItem(c.req.valid('param'), c.req.valid('json'), c.var.actor))
    .openapi(retire, (c) => changesItem(c.req.valid('param'), { retired: true }, c.var.actor))

  async function changesItem(
    at: { name: string; id: number },
    wish: Omit<Parameters<typeof changeItem>[2], 'id'>,
    actor: Parameters<typeof changeItem>[1],
  ) {
    const { changeId, carried } = await inTransaction(db, async (tx) => {
      const { items } = await wholeList(tx, at.name)
      if (!items.some((each) => each.id === at.id)) throw new Refusal(404, `${at.name} has no item ${at.id}.`)
      return accepted(await changeItem(tx, actor, { ...wish, id: at.id }))
    })
    return Response.json({ ...(await wholeList(db, at.name)), changeId, carried: carried ?? null })
  }
}

async function wholeList(db: Db, name: string) {
  const found = await readPicklist(db, name)
  if (!found) throw new Refusal(404, `There is no picklist ${name}.`)
  return found
}

function accepted<Done extends PicklistDone>(done: Done) {
  if (done === 'not found') throw new Refusal(404, 'There is no such picklist or item.')
  if (done === 'stale') throw new Refusal(409, 'The list was changed since you read it: read it again, then try again.')
  if (typeof done === 'object' && 'problem' in done) throw new Refusal(422, done.problem)
  return done as Exclude<Done, string | { problem: string }>
}
