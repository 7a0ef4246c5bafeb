import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { type MemberLine, putMembers } from '../campaigns/batch-members.ts'
import type { Database, Tx } from '../database/connection.ts'
import { putMailingList } from '../desk/mailing-list-changes.ts'
import { may } from '../reps/roles.ts'
import { putOrders } from '../shop/orders.ts'
import { reportProblem } from '../shop/problems.ts'
import { putProducts } from '../shop/products.ts'
import { putShopUsers } from '../shop/users.ts'
import { addViews } from '../shop/views.ts'
import { listBody, memberBody } from './consent-shapes.ts'
import type { ApiContext, ApiParts } from './env.ts'
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
  /** Whether `write` answers for each item what was wrong with it, or undefined. Those lines are about consent. */
  answers?: true
  write: (tx: Tx, items: readonly Item[], by: By) => Promise<unknown>
}>

/** Who sends the batch, and what a confirmation letter needs. */
type By = Readonly<{ parts: ApiParts; actor: ApiContext['var']['actor'] }>

const call = z.union([
  z.strictObject({ put: z.string(), body: z.unknown() }),
  z.strictObject({ post: z.string(), body: z.unknown() }),
])
type Call = Readonly<{ name: string; externalId: string; slug: string; body: unknown }>

const kinds: Readonly<Record<string, Kind<never>>> = {
  'put users': keyed(userBody, putShopUsers),
  'put products': keyed(productBody, putProducts),
  'put orders': keyed(orderBody, putOrders),
  'post views': kind(
    ({ body }) => parsed(viewsBody, body),
    (tx, lists) => addViews(tx, lists.flat()),
  ),
  'put lists': answering(
    ({ slug, body }) => {
      const value = parsed(listBody.omit({ acceptsUnproven: true }), body)
      return value instanceof z.ZodError ? value : { slug, value }
    },
    async (tx, items, { actor }) => {
      const answers: (string | undefined)[] = []
      for (const { slug, value } of items) {
        const done = await putMailingList(tx, actor, slug, value)
        answers.push('problem' in done ? done.problem : undefined)
      }
      return answers
    },
  ),
  'put members': answering(
    ({ slug, externalId, body }): MemberLine | z.ZodError => {
      const value = parsed(memberBody, body)
      if (value instanceof z.ZodError) return value
      const { consent } = value
      const member = externalId.slice(0, 254).toWellFormed()
      return { slug, member, consent: consent ? { ...consent, at: consent.at.toISOString() } : null }
    },
    (tx, items, { parts }) => putMembers(tx, parts, items),
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
 * or one of `/mailing-lists/…`, at most 5000 of them. Neighbours of a kind are written together, in order. A wrong line is named in the answer and
 * stops no other. All is one transaction: sending it again with its Idempotency-Key does nothing twice; without a key
 * problems are reported twice.
 */
export async function runBatch(c: ApiContext, parts: ApiParts): Promise<Response> {
  const { db }: { db: Database } = parts
  if (!may(c.var.key.role as Parameters<typeof may>[0], 'people'))
    throw new Refusal(403, `The role ${c.var.key.role} may not enter shop data: use another key.`)
  const lines = (await c.req.text()).split('\n').filter((line) => line.trim() !== '')
  if (lines.length > mostLines) throw new Refusal(422, `A batch has at most ${mostLines} lines: send this in parts.`)
  const failures: Failure[] = []
  const all = runs(lines, failures)
  const by: By = { parts, actor: c.var.actor }
  if (all.some((run) => run.kind.answers) && !may(c.var.key.role as Parameters<typeof may>[0], 'consent'))
    throw new Refusal(403, `The role ${c.var.key.role} may not put anybody on mailing lists: use another key.`)
  const effect = async (tx: Tx) => {
    const late: Failure[] = []
    for (const run of all) {
      const answers = await run.kind.write(tx, run.items, by)
      if (run.kind.answers) late.push(...lateFailures(run, answers))
    }
    const wrong = [...failures, ...late].sort((a, b) => a.line - b.line)
    const done = all.reduce((sum, run) => sum + run.items.length, 0) - late.length
    return { done, failed: wrong.length, failures: wrong.slice(0, 1000) }
  }
  return once(c, db, { status: 200, effect })
}

/** What only showed while it was written. */
function lateFailures({ lines }: Run, answers: unknown): Failure[] {
  return (answers as readonly (string | undefined)[]).flatMap((detail, i) =>
    detail ? [{ line: lines[i]!, detail }] : [],
  )
}

type Run = { kind: Kind<never>; items: never[]; lines: number[] }

/** Neighbouring lines of one kind. */
function runs(lines: readonly string[], failures: Failure[]): Run[] {
  const all: Run[] = []
  for (const [at, text] of lines.entries()) {
    const line = readLine(text)
    if (typeof line === 'string') failures.push({ line: at + 1, detail: line })
    else {
      const last = all.at(-1)
      if (last?.kind === line.kind && last.items.length < together) {
        last.items.push(line.item)
        last.lines.push(at + 1)
      } else all.push({ kind: line.kind, items: [line.item], lines: [at + 1] })
    }
  }
  return all
}

function readLine(text: string): { kind: Kind<never>; item: never } | string {
  const json = parsed(call, jsonOf(text))
  if (json instanceof z.ZodError) return 'must be JSON like {"put": "/shop/users/17", "body": {…}}'
  const said = 'put' in json ? json.put : json.post
  const path = pathOf(said)
  const name = `${'put' in json ? 'put' : 'post'} ${path?.name}`
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind || !path || 'put' in json !== (path.externalId !== undefined))
    return 'names no call of the shop that a batch may hold'
  const item: unknown = kind.read({
    name,
    slug: path.slug ?? '',
    externalId: decoded(path.externalId ?? ''),
    body: json.body,
  })
  return item instanceof z.ZodError ? sentence(item) : { kind, item: item as never }
}

/** `externalId` is what a PUT names last. */
function pathOf(path: string): { name: string; externalId?: string; slug?: string } | undefined {
  const shop = /^\/shop\/([a-z]+)(?:\/([^/]{1,600}))?$/.exec(path)
  if (shop) return { name: shop[1]!, ...(shop[2] !== undefined && { externalId: shop[2] }) }
  const list = /^\/mailing-lists\/([^/]{1,50})(?:\/members\/([^/]{1,600}))?$/.exec(path)
  if (!list) return undefined
  const [, slug = '', member] = list
  return member === undefined
    ? { name: 'lists', externalId: slug, slug }
    : { name: 'members', externalId: member, slug }
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

function answering<Item>(read: Kind<Item>['read'], write: Kind<Item>['write']): Kind<never> {
  return { ...kind(read, write), answers: true }
}

/** The table forgets what a kind's items are; they only ever meet the `write` of the same kind. */
function kind<Item>(read: Kind<Item>['read'], write: Kind<Item>['write']): Kind<never> {
  return { read, write } as unknown as Kind<never>
}
