import { OpenAPIHono, z } from '@hono/zod-openapi'
import { listDeletedIssues } from '../desk/deleted-issues.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { pageOf, paging } from './fields.ts'
import { route } from './route.ts'
import { pageOfShape } from './shapes.ts'

const list = route({
  method: 'get',
  path: '/deleted-issues',
  deed: 'settings',
  summary: 'Issues that were deleted, newest first; POST /undo/{changeId} brings one back',
  query: z.object(paging),
  answer: pageOfShape(
    z
      .object({
        id: z.int(),
        subject: z.string(),
        person: z.object({ id: z.int(), name: z.string(), email: z.string().nullable() }),
        deletedAt: z.iso.datetime(),
        deletedBy: z.object({ id: z.int(), name: z.string() }).nullable(),
        changeId: z.int(),
      })
      .openapi('DeletedIssue'),
  ),
})

export function deletedIssueRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(list, async (c) =>
    c.json(await listDeletedIssues(db, pageOf(c.req.valid('query')))),
  )
}
