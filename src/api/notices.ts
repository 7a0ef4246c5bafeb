import { OpenAPIHono, z } from '@hono/zod-openapi'
import { listNotices, noticesByMail, readNotices, setNoticesByMail } from '../desk/rep-notices.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { id, pageOf, paging } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const shape = z
  .object({
    id: z.int(),
    kind: z.enum(['assigned', 'mentioned', 'follow_up', 'watched', 'letter']),
    issue: z.object({ id: z.int(), subject: z.string() }),
    issues: z.int().openapi({ description: 'How many one deed assigned; `issue` is the first' }),
    actionId: z.int().nullable(),
    letterId: z.int().nullable(),
    by: z.object({ id: z.int(), name: z.string() }).nullable(),
    at: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
  })
  .openapi('Notice')

const list = route({
  method: 'get',
  path: '/notices',
  deed: 'read',
  summary: 'What the acting rep should know of, newest first',
  query: z.object({
    unread: z
      .enum(['true', 'false'])
      .transform((s) => s === 'true')
      .optional(),
    ...paging,
  }),
  answer: pageOfShape(shape),
})

const read = route({
  method: 'post',
  path: '/notices/read',
  deed: 'read',
  summary: 'Marks one notice, those of one issue, or all as read',
  body: z.strictObject({ id: id.optional(), issueId: id.optional() }),
  answer: z.object({ read: z.int() }),
})

const settings = z.object({ byMail: z.boolean() })
const readSettings = route({
  method: 'get',
  path: '/notices/settings',
  deed: 'read',
  summary: 'How the acting rep is told',
  answer: settings,
})
const writeSettings = route({
  method: 'put',
  path: '/notices/settings',
  deed: 'read',
  summary: 'Whether notices come by mail too, from an address that takes no answer',
  body: z.strictObject({ byMail: z.boolean() }),
  answer: settings,
})

export function noticeRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { unread, ...query } = c.req.valid('query')
      return c.json(await listNotices(db, repOf(c), { ...pageOf(query), unread }))
    })
    .openapi(read, (c) => {
      const { id, issueId } = c.req.valid('json')
      const which = { ...(id && { id }), ...(issueId && { issueId }) }
      const repId = repOf(c)
      return once(c, db, { status: 200, effect: async (tx) => ({ read: await readNotices(tx, repId, which) }) })
    })
    .openapi(readSettings, async (c) => c.json({ byMail: await noticesByMail(db, repOf(c)) }))
    .openapi(writeSettings, async (c) => {
      const { byMail } = c.req.valid('json')
      await inTransaction(db, (tx) => setNoticesByMail(tx, repOf(c), byMail))
      return c.json({ byMail })
    })
}

function repOf(c: ApiContext): number {
  const { repId } = c.var.actor
  if (repId === null) throw new Refusal(422, 'Notices belong to a rep: use a key that acts as one.')
  return repId
}
