import { OpenAPIHono, z } from '@hono/zod-openapi'
import { auditHeaders, auditLines, auditParts } from '../reports/audit.ts'
import { csvStreams } from '../reports/csv-stream.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { problem } from './problems.ts'
import { route } from './route.ts'

const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional()

const read = route({
  method: 'get',
  path: '/audit',
  deed: 'settings',
  summary: 'Who signed in and who changed what, as lines of JSON: `from` (counted in) to `to`',
  query: z.object({ part: z.enum(auditParts).default('all'), from: time, to: time }),
  media: 'application/x-ndjson',
})

/** The audit as one stream, for whoever keeps it elsewhere. */
export function auditRoutes({ db }: ApiParts) {
  const files = csvStreams()
  return new OpenAPIHono<ApiEnv>().openapi(read, (c) => {
    const stream = files.open(auditLines(db, c.req.valid('query')))
    if (!stream) return problem(503, 'Enough files are being written: send it again.', { retryAfter: 30 })
    return c.body(stream as ReadableStream, 200, auditHeaders)
  })
}
