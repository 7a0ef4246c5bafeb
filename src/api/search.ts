import { OpenAPIHono, z } from '@hono/zod-openapi'
import { search } from '../desk/search.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { pageOf, paging, text } from './fields.ts'
import { route } from './route.ts'

const excerpt = z
  .object({ text: z.string(), marks: z.array(z.tuple([z.int(), z.int()])) })
  .openapi('Excerpt', { description: 'A piece of plain text; `marks` are start and end of what was looked for' })

const hit = z
  .object({
    kind: z.enum(['issue', 'person', 'order', 'mail', 'letter', 'note']),
    id: z.int(),
    at: z.iso.datetime(),
    title: excerpt,
    excerpt,
    issue: z.object({ id: z.int(), subject: z.string(), status: z.enum(['open', 'closed']) }).nullable(),
    actionId: z.int().nullable().openapi({ description: 'Where in the issue' }),
    person: z.object({ id: z.int(), name: z.string(), email: z.string().nullable() }).nullable(),
    by: z.string(),
    channel: z.string().nullable(),
  })
  .openapi('SearchHit')

const find = route({
  method: 'get',
  path: '/search',
  deed: 'read',
  summary:
    'Hits over mail, letters, notes, people, orders and issues. Words (also parts of words), "phrases", -not, and ' +
    'from: to: subject: person: issue: order: product: type: is: has: filename: before: after:',
  query: z.object({ q: text(300), ...paging }),
  answer: z.object({
    items: z.array(hit).openapi({
      description: 'On the first page issues, people and orders that are named; then what was said, newest first',
    }),
    next: z.string().nullable(),
    unknown: z
      .array(z.string())
      .openapi({ description: 'What of the query was not understood, and so not looked for' }),
    short: z.boolean().openapi({ description: 'Only the newest were compared: older hits may be missing' }),
  }),
})

export function searchRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(find, async (c) => {
    const { q, ...query } = c.req.valid('query')
    return c.json(await search(db, q, { ...pageOf(query), viewer: c.var.actor.repId ?? undefined }))
  })
}
