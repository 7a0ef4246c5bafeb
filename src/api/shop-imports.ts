import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import { sha256 } from '../database/blobs.ts'
import type { Db, Tx } from '../database/connection.ts'
import { keepImport } from '../shop/import-keep.ts'
import { cancelImport, findImport, listFaults, listImports, planImport, type ShopImport } from '../shop/imports.ts'
import { need } from './auth.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, pageOf, paging } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { problems, route } from './route.ts'
import { pageOfShape } from './shapes.ts'
import { type Mapping, mapping, planBy } from './shop-import-mapping.ts'

const mostBytes = 25 << 20

const importShape = z
  .object({
    id: z.int(),
    name: z.string(),
    kind: z.string(),
    state: z.enum(['mapping', 'waiting', 'running', 'done', 'cancelled', 'failed']),
    rows: z.int().openapi({ description: 'As many as the file seems to have until it is done' }),
    readRows: z.int(),
    written: z.int(),
    badRows: z.int(),
    problem: z.string(),
    columns: z.record(z.string(), z.string()),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .openapi('ShopImport')

const start: RouteConfig = {
  method: 'post',
  path: '/shop/import',
  summary: 'Imports a CSV in the background (multipart/form-data with file and mapping, or text/csv with ?mapping=)',
  security: [{ key: [] }],
  'x-deed': 'people',
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({ file: z.string().openapi({ format: 'binary' }), mapping: mapping.optional() }),
        },
        'text/csv': { schema: z.string() },
      },
    },
  },
  responses: {
    201: { description: 'It waits for the worker', content: { 'application/json': { schema: importShape } } },
    ...problems,
  },
}

const list = route({
  ...{ method: 'get', path: '/shop/imports', deed: 'people', summary: 'Imports of shop data, newest first' },
  query: z.object(paging),
  answer: pageOfShape(importShape),
} as const)

const read = route({
  method: 'get',
  path: '/shop/imports/{id}',
  deed: 'people',
  summary: 'How far an import is, with its first 100 bad rows once it is over',
  params: byId,
  answer: importShape.extend({
    faults: z.array(z.object({ row: z.int(), field: z.string(), why: z.string(), value: z.string() })),
  }),
})

const cancel = route({
  method: 'post',
  path: '/shop/imports/{id}/cancel',
  deed: 'people',
  summary: 'Stops an import; what it has written stays',
  params: byId,
  answer: importShape,
})

export function shopImportRoutes({ db }: ApiParts) {
  const app = new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { items, next } = await listImports(db, pageOf(c.req.valid('query')))
      return c.json({ items: items.map(bodyOf), next })
    })
    .openapi(read, async (c) => {
      const shop = await importOf(db, c.req.valid('param').id)
      const faults = await listFaults(db, shop.id, { after: 0, limit: 100 })
      return c.json({ ...bodyOf(shop), faults: faults.map(({ id: _, ...fault }) => fault) })
    })
    .openapi(cancel, (c) => {
      const { id } = c.req.valid('param')
      const effect = async (tx: Tx) => {
        await importOf(tx, id)
        if (!(await cancelImport(tx, id))) throw new Refusal(409, `Import ${id} is over already.`)
        return { id }
      }
      return once(c, db, { status: 200, effect, body: async (db) => bodyOf(await importOf(db, id)) })
    })
  app.openAPIRegistry.registerPath(start)
  app.post(start.path, need('people'), async (c) => {
    const file = await uploaded(c)
    const sameAs = `${file.name} ${JSON.stringify(file.mapping)} ${sha256(file.bytes).toString('hex')}`
    const effect = (tx: Tx) => keepAndStart(tx, c.var.actor.repId, file)
    return once(c, db, { sameAs, effect, body: async (db, { id }) => bodyOf(await importOf(db, Number(id))) })
  })
  return app
}

async function importOf(db: Db, id: number): Promise<ShopImport> {
  const shop = await findImport(db, id)
  if (!shop) throw new Refusal(404, `There is no import ${id}.`)
  return shop
}

function bodyOf({ id, name, plan, state, header, ...shop }: ShopImport) {
  const { rows, readRows, written, badRows, problem, createdAt, endedAt } = shop
  const columns = Object.fromEntries(header.map((name, at) => [name, plan.columns[at] ?? '']))
  const times = { createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null }
  return { id, name, kind: plan.kind, state, rows, readRows, written, badRows, problem, columns, ...times }
}

type Uploaded = Readonly<{ name: string; bytes: Uint8Array; mapping: Mapping }>

async function keepAndStart(tx: Tx, repId: number | null, { name, bytes, mapping }: Uploaded) {
  async function* whole() {
    yield bytes
  }
  const kept = await keepImport(tx, { name, repId, bytes: whole(), most: mostBytes })
  if ('problem' in kept) throw new Refusal(422, kept.problem)
  const shop = await importOf(tx, kept.id)
  const plan = planBy(shop, mapping)
  if ('problem' in plan) throw new Refusal(422, plan.problem)
  const done = await planImport(tx, kept.id, { plan, start: true })
  if (typeof done === 'object')
    throw new Refusal(422, `${done.problem} The file has the columns ${shop.header.join(', ').slice(0, 1000)}.`)
  return { id: kept.id }
}

async function uploaded(c: ApiContext): Promise<Uploaded> {
  const type = c.req.header('content-type') ?? ''
  if (/^text\/csv\b/i.test(type)) {
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    return { name: c.req.query('name') ?? 'api.csv', bytes, mapping: mappingOf(c.req.query('mapping')) }
  }
  if (!/^multipart\/form-data\b/i.test(type))
    throw new Refusal(415, 'Send text/csv, or multipart/form-data with “file”.')
  const form = await c.req.formData().catch(() => undefined)
  if (!form) throw new Refusal(400, 'The multipart body cannot be read: check its boundary.')
  const file = [...form.values()].find((part) => part instanceof File)
  if (!file) throw new Refusal(422, 'The part “file” is missing: name the file part “file”.')
  const told = form.get('mapping')
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { name: file.name, bytes, mapping: mappingOf(typeof told === 'string' ? told : undefined) }
}

function mappingOf(text: string | undefined): Mapping {
  if (!text) return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Refusal(422, 'mapping must be JSON like {"kind": "users", "columns": {"Mail": "email"}}.')
  }
  const read = mapping.safeParse(json)
  if (!read.success)
    throw new Refusal(422, `mapping: ${read.error.issues[0]?.path.join('.')} ${read.error.issues[0]?.message}`)
  return read.data
}
