import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Database, Tx } from '../database/connection.ts'
import { may } from '../reps/roles.ts'
import { putOrders } from '../shop/orders.ts'
import { reportProblem } from '../shop/problems.ts'
import { putProducts } from '../shop/products.ts'
import { putShopUsers } from '../shop/users.ts'
import { addViews } from '../shop/views.ts'
import type { ApiContext } from './env.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { problems } from './route.ts'
import { orderBody, problemBody, productBody, userBody, viewsBody } from './shop-shapes.ts'

const mostLines = 5000
/** Lines written by one statement. */
const together = 500

type Failure = Readonly<{ line: number; detail: string }>

/** What the document says of it: its body is no JSON, and so the call is registered by hand. */
export const batchPath: Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0] = {
  method: 'post',
  path: '/shop/batch',
  summary: 'Many calls of the shop at once, NDJSON: a line each of {put | post: path, body}',
  security: [{ key: [] }],
  'x-deed': 'people',
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: { required: true, content: { 'application/x-ndjson': { schema: z.string() } } },
  },
  responses: {
    200: {
      description: 'How many lines were taken, and what was wrong with the others',
      content: {
        'application/json': {
          schema: z.object({
            done: z.int(),
            failed: z.int(),
            failures: z.array(z.object({ line: z.int(), detail: z.string() })),
          }),
        },
      },
    },
    ...problems,
  },
}

/** A kind of line: which calls it is, and how many of them are written at once. */
type Kind<Item> = Readonly<{
  read: (call: Call) => Item | z.ZodError
  write: (tx: Tx, items: readonly Item[]) => Promise<unknown>
}>

const call = z.union([
  z.strictObject({ put: z.string(), body: z.unknown() }),
  z.strictObject({ post: z.string(), body: z.unknown() }),
])
type Call = Readonly<{ name: string; externalId: string; body: unknown }>

const kinds: Readonly<Record<string, Kind<never>>> = {
  'put users': keyed(userBody, putShopUsers),
  'put products': keyed(productBody, putProducts),
  'put orders': keyed(orderBody, putOrders),
  'post views': kind(
    ({ body }) => parsed(viewsBody, body),
    (tx, lists) => addViews(tx, lists.flat()),
  ),
  'post problems': kind(
    ({ body }) => parsed(problemBody, body),
    async (tx, items) => {
      for (const item of items) await reportProblem(tx, item)
    },
  ),
}

/**
 * POST /shop/batch: NDJSON, each line a call `{"put": "/shop/users/17", "body": {…}}` or `{"post": "/shop/views", …}`,
 * at most 5000 of them. Neighbours of a kind are written together, in order. A wrong line is named in the answer and
 * stops no other. All is one transaction: sending it again with its Idempotency-Key does nothing twice; without a key
 * problems are reported twice.
 */
export async function runBatch(c: ApiContext, db: Database): Promise<Response> {
  if (!may(c.var.key.role as Parameters<typeof may>[0], 'people'))
    throw new Refusal(403, `The role ${c.var.key.role} may not enter shop data: use another key.`)
  const lines = (await c.req.text()).split('\n').filter((line) => line.trim() !== '')
  if (lines.length > mostLines) throw new Refusal(422, `A batch has at most ${mostLines} lines: send this in parts.`)
  const failures: Failure[] = []
  const all = runs(lines, failures)
  const effect = async (tx: Tx) => {
    for (const run of all) await run.kind.write(tx, run.items)
    const done = all.reduce((sum, run) => sum + run.items.length, 0)
    return { done, failed: failures.length, failures: failures.slice(0, 1000) }
  }
  return once(c, db, { status: 200, effect })
}

type Run = { kind: Kind<never>; items: never[] }

/** Neighbouring lines of one kind. */
function runs(lines: readonly string[], failures: Failure[]): Run[] {
  const all: Run[] = []
  for (const [at, text] of lines.entries()) {
    const line = readLine(text)
    if (typeof line === 'string') failures.push({ line: at + 1, detail: line })
    else {
      const last = all.at(-1)
      if (last?.kind === line.kind && last.items.length < together) last.items.push(line.item)
      else all.push({ kind: line.kind, items: [line.item] })
    }
  }
  return all
}

function readLine(text: string): { kind: Kind<never>; item: never } | string {
  const json = parsed(call, jsonOf(text))
  if (json instanceof z.ZodError) return 'must be JSON like {"put": "/shop/users/17", "body": {…}}'
  const path = /^\/shop\/([a-z]+)(?:\/([^/]{1,600}))?$/.exec('put' in json ? json.put : json.post)
  const name = `${'put' in json ? 'put' : 'post'} ${path?.[1]}`
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind || 'put' in json !== (path?.[2] !== undefined)) return 'names no call of the shop that a batch may hold'
  const item: unknown = kind.read({ name, externalId: decoded(path?.[2] ?? ''), body: json.body })
  return item instanceof z.ZodError ? sentence(item) : { kind, item: item as never }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function sentence(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ')
    .slice(0, 500)
    .replaceAll('\0', '')
    .toWellFormed()
}

function parsed<Out>(shape: z.ZodType<Out>, body: unknown): Out | z.ZodError {
  const result = shape.safeParse(body)
  return result.success ? result.data : result.error
}

function keyed<Out extends object>(
  shape: z.ZodType<Out>,
  write: (tx: Tx, items: readonly (Out & { externalId: string })[]) => Promise<unknown>,
): Kind<never> {
  return kind(({ externalId, body }) => {
    const value = parsed(shape, body)
    return value instanceof z.ZodError ? value : { ...value, externalId: externalId.slice(0, 200).toWellFormed() }
  }, write)
}

/** The table forgets what a kind's items are; they only ever meet the `write` of the same kind. */
function kind<Item>(read: Kind<Item>['read'], write: Kind<Item>['write']): Kind<never> {
  return { read, write } as unknown as Kind<never>
}
