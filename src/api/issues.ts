import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { IssueFilter } from '../desk/issue-filter.ts'
import { changeIssue, listIssues, openIssue } from '../desk/issues.ts'
import { wholeIssue } from './answers.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, pageOf, paging, text, time, words } from './fields.ts'
import { once } from './idempotency.ts'
import { snooze } from './issue-work.ts'
import { force, ownOrder, ownOrderOfIssue } from './ownership.ts'
import { personFor, whose } from './person-for.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, issueShape, pageOfShape, wholeIssueShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const truth = z
  .enum(['true', 'false'])
  .transform((s) => s === 'true')
  .optional()
const types = z.array(words(100)).max(20, 'at most 20 types')

const list = route({
  method: 'get',
  path: '/issues',
  deed: 'read',
  summary: 'Issues, newest activity first; oldest first if asked',
  query: z.object({
    status: z.enum(['open', 'closed', 'all']).default('open'),
    type: text(100).optional().openapi({ description: '“none” for issues without a type (uncategorized)' }),
    uncategorized: truth.openapi({ description: 'true: the same as type=none' }),
    offList: truth.openapi({ description: 'true: with a type that the picklist does not offer (“all others”)' }),
    opened: z
      .enum(['24h', 'day', 'week', 'month'])
      .transform((window) => (window === '24h' ? 'day' : window))
      .optional()
      .openapi({ description: 'Opened within the last 24 hours, 7 or 30 days' }),
    oldestFirst: truth,
    assignee: z
      .union([idText, z.literal('none'), z.literal('me')], 'must be the id of a rep, “none” or “me”')
      .optional(),
    group: text(100).optional().openapi({ description: '“none” for issues without a group' }),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
    snoozed: truth,
    overdue: truth,
    person: idText.optional(),
    order: text(100).optional(),
    mailbox: idText.optional().openapi({ description: 'Issues in the queue of this mailbox' }),
    origin: z.enum(['human', 'automatic', 'campaign', 'all']).optional(),
    q: text(200).optional(),
    needsLook: truth,
    ...paging,
  }),
  answer: pageOfShape(issueShape),
})

const read = route({
  method: 'get',
  path: '/issues/{id}',
  deed: 'read',
  summary: 'One issue with everything said in it',
  params: byId,
  answer: wholeIssueShape,
})

const open = route({
  method: 'post',
  path: '/issues',
  deed: 'work',
  summary: 'Opens an issue for a person',
  body: z.strictObject({
    ...whose,
    subject: words(500),
    types: types.optional(),
    orderId: words(100).nullish(),
    ...force,
  }),
  status: 201,
  answer: wholeIssueShape.extend(changed),
})

const change = route({
  method: 'patch',
  path: '/issues/{id}',
  deed: 'work',
  summary: 'Changes an issue; with `version`, only if it is the newest',
  params: byId,
  body: z.strictObject({
    status: z.enum(['open', 'closed']).optional(),
    types: types.optional(),
    assignee: id.nullable().optional(),
    group: text(100).nullable().optional(),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
    orderId: text(100).nullable().optional(),
    snoozeUntil: snooze
      .optional()
      .openapi({ type: ['string', 'null'], description: 'A time; “reply”: until the customer writes' }),
    dueAt: time
      .nullable()
      .optional()
      .openapi({ type: ['string', 'null'], format: 'date-time' }),
    addTypes: types.optional(),
    removeTypes: types.optional(),
    subject: words(500).optional(),
    version: id.optional(),
    ...force,
  }),
  answer: issueShape.extend(changed),
})

export function issueRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { uncategorized, oldestFirst, ...query } = c.req.valid('query')
      const filter: IssueFilter = { ...query, ...(uncategorized && { type: 'none' }) }
      return c.json(await listIssues(db, filter, { ...pageOf(query), viewer: viewer(c), oldestFirst }))
    })
    .openapi(read, async (c) => c.json(await wholeIssue(db, c.req.valid('param').id, c.var.actor.repId)))
    .openapi(open, (c) => {
      const { personId, person, force, ...issue } = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          const owner = await personFor(tx, c.var.actor, { personId, person })
          await ownOrder(tx, { orderId: issue.orderId, personId: owner, force })
          return openIssue(tx, c.var.actor, { ...issue, personId: owner })
        },
        body: async (reader, { issueId, changeId }) => ({
          ...(await wholeIssue(reader, issueId as number, c.var.actor.repId)),
          changeId,
        }),
      })
    })
    .openapi(change, async (c) => {
      const issueId = c.req.valid('param').id
      const { force, ...patch } = c.req.valid('json')
      const { issue, changeId } = await inTransaction(db, async (tx) => {
        if (!force) await ownOrderOfIssue(tx, patch.orderId, issueId)
        const result = await changeIssue(tx, c.var.actor, issueId, patch)
        if (result === 'not found') throw new Refusal(404, `There is no issue ${issueId}.`)
        if ('problem' in result) throw new Refusal(422, result.problem)
        if ('conflict' in result) throw stale(`Issue ${issueId}`, result.conflict)
        return result
      })
      return c.json({ ...issue, changeId })
    })
}

/** 409 with what somebody else changed meanwhile. */
export function stale(what: string, conflict: Readonly<Record<string, unknown>>): Refusal {
  const fields = Object.keys(conflict).join(', ') || 'it got new messages'
  const detail = `${what} was changed since the version you saw (${fields}): read it again, then send the version you read.`
  return new Refusal(409, detail, { changed: conflict })
}

function viewer(c: ApiContext): number | undefined {
  return c.var.actor.repId ?? undefined
}
