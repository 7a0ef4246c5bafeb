import { OpenAPIHono, z } from '@hono/zod-openapi'
import { changeIssues, mostIssues } from '../desk/bulk.ts'
import { deleteIssue } from '../desk/delete-issue.ts'
import { issueHistory } from '../desk/issue-history.ts'
import { relateIssues, tiesOf, watchIssue } from '../desk/ties.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, text, time, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

/** A time, "reply" for until the customer writes, null for awake. */
export const snooze = z.union([z.literal('reply'), time], 'must be a time, or “reply”').nullable()
const types = z.array(words(100)).max(20, 'at most 20 types')

const bulk = route({
  method: 'post',
  path: '/issues/bulk',
  deed: 'work',
  summary: 'Changes up to 1000 issues as one change with one undo',
  body: z.strictObject({
    ids: z.array(id).min(1, 'must name at least one issue').max(mostIssues, `at most ${mostIssues} issues`),
    status: z.enum(['open', 'closed']).optional(),
    addTypes: types.optional(),
    removeTypes: types.optional(),
    assignee: id.nullable().optional(),
    group: text(100).nullable().optional(),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
    snoozeUntil: snooze.optional().openapi({ type: ['string', 'null'] }),
    dueAt: time
      .nullable()
      .optional()
      .openapi({ type: ['string', 'null'], format: 'date-time' }),
  }),
  answer: z.object({
    changed: z.array(z.int()),
    skipped: z.array(z.int()).openapi({ description: 'Not there, deleted or merged' }),
    ...changed,
  }),
})

const history = route({
  method: 'get',
  path: '/issues/{id}/history',
  deed: 'read',
  summary: 'Everything done to an issue, newest first',
  params: byId,
  query: z.object({ before: idText.optional(), limit: idText.optional() }),
  answer: z.object({
    items: z.array(
      z
        .object({
          changeId: z.int(),
          at: z.iso.datetime(),
          actor: z.enum(['rep', 'system', 'mail']),
          rep: z.object({ id: z.int(), name: z.string() }).nullable(),
          kind: z.string(),
          undone: z.boolean(),
          fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
        })
        .loose(),
    ),
    next: z.int().nullable().openapi({ description: 'Send it as `before`' }),
  }),
})

const remove = route({
  method: 'delete',
  path: '/issues/{id}',
  deed: 'settings',
  summary: 'Takes an issue out of every list; its undo brings it back',
  params: byId,
  answer: z.object(changed),
})

const watch = route({
  method: 'post',
  path: '/issues/{id}/watch',
  deed: 'read',
  summary: 'Tells the acting rep of every human mail in the issue from now on',
  params: byId,
  answer: z.object(changed),
})

const unwatch = route({
  method: 'delete',
  path: '/issues/{id}/watch',
  deed: 'read',
  summary: 'Tells the acting rep no more',
  params: byId,
  answer: z.object(changed),
})

const tiesShape = z.object({
  related: z.array(z.object({ id: z.int(), subject: z.string(), status: z.enum(['open', 'closed']) })),
  watchers: z.array(z.object({ id: z.int(), name: z.string() })),
})

const ties = route({
  method: 'get',
  path: '/issues/{id}/ties',
  deed: 'read',
  summary: 'Related issues, and who watches',
  params: byId,
  answer: tiesShape,
})

const relate = route({
  method: 'post',
  path: '/issues/{id}/related',
  deed: 'work',
  summary: 'Says that two issues have to do with each other',
  params: byId,
  body: z.strictObject({ issue: id }),
  status: 201,
  answer: z.object(changed),
})

const part = route({
  method: 'delete',
  path: '/issues/{id}/related/{other}',
  deed: 'work',
  summary: 'Says that two issues have nothing to do with each other',
  params: byId.extend({ other: idText }),
  answer: z.object(changed),
})

/** What is done to issues besides changing one: many at once, history, watching, relations, deleting. */
export function issueWorkRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(bulk, (c) => {
      const { ids, ...patch } = c.req.valid('json')
      return once(c, db, {
        status: 200,
        effect: async (tx) => done(await changeIssues(tx, c.var.actor, ids, patch), 0),
      })
    })
    .openapi(history, async (c) => {
      const { before, limit = 100 } = c.req.valid('query')
      return c.json(await issueHistory(db, c.req.valid('param').id, { before, limit: Math.min(500, limit) }))
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await inTransaction(db, async (tx) => done(await deleteIssue(tx, c.var.actor, id), id)))
    })
    .openapi(watch, (c) => {
      const { id } = c.req.valid('param')
      const effect = once(c, db, {
        status: 200,
        effect: async (tx) => done(await watchIssue(tx, c.var.actor, id, true), id),
      })
      return effect
    })
    .openapi(unwatch, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await inTransaction(db, async (tx) => done(await watchIssue(tx, c.var.actor, id, false), id)))
    })
    .openapi(ties, async (c) => c.json(await tiesOf(db, c.req.valid('param').id)))
    .openapi(relate, (c) => {
      const wish = { issueId: c.req.valid('param').id, other: c.req.valid('json').issue, related: true }
      return once(c, db, { effect: async (tx) => done(await relateIssues(tx, c.var.actor, wish), wish.issueId) })
    })
    .openapi(part, async (c) => {
      const { id: issueId, other } = c.req.valid('param')
      const wish = { issueId, other, related: false }
      return c.json(await inTransaction(db, async (tx) => done(await relateIssues(tx, c.var.actor, wish), issueId)))
    })
}

/** What was done, or the refusal that the room's answer means. */
function done<T extends object>(result: T | { problem: string } | 'not found', issueId: number): T {
  if (result === 'not found') throw new Refusal(404, `There is no issue ${issueId}.`)
  if ('problem' in result) throw new Refusal(422, String(result.problem))
  return result
}
