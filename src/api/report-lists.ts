import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Db } from '../database/connection.ts'
import { countRows } from '../reports/counts.ts'
import { csvOf } from '../reports/csv.ts'
import { csvHeaders, csvStreams } from '../reports/csv-stream.ts'
import { deskZone, presets } from '../reports/period.ts'
import { type Ask, choicesFor, type Query, type Report, readAsk, type Viewer } from '../reports/report.ts'
import { reportNamed, reports } from '../reports/reports.ts'
import { listRows, order, readPlace } from '../reports/rows.ts'
import { sumsOf } from '../reports/sums.ts'
import { may } from '../reps/roles.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { paging } from './fields.ts'
import { problem, Refusal } from './problems.ts'
import { route } from './route.ts'

const choice = z.object({ value: z.string(), label: z.string() })
const reportShape = z.object({
  name: z.string(),
  sort: z.string().openapi({ description: 'The order without `sort`; a leading minus: the largest first' }),
  columns: z.array(z.object({ name: z.string(), kind: z.string(), names: z.string().nullable() })),
  filters: z.array(z.object({ name: z.string(), kind: z.string(), choices: z.array(choice).nullable() })),
})

const all = route({
  method: 'get',
  path: '/reports',
  deed: 'read',
  summary: 'Every report with its columns and filters',
  answer: z.object({ items: z.array(reportShape), zone: z.string(), periods: z.array(z.string()) }),
})

const day = z.string().optional().openapi({ description: 'A day in the desk’s time zone, counted in: 2026-03-01' })
const one = route({
  method: 'get',
  path: '/reports/{name}',
  deed: 'read',
  summary: 'Rows of a report, by its filters and any of its columns; Accept: text/csv streams all of them',
  params: z.object({ name: z.string() }),
  query: z
    .object({
      from: day,
      to: day,
      period: z
        .string()
        .optional()
        .openapi({ description: `Instead of days: ${presets.join(', ')}` }),
      sort: z.string().optional().openapi({ description: 'A column; with a leading minus the largest first' }),
      cursor: z.string().optional(),
      limit: paging.limit,
    })
    .catchall(z.string())
    .openapi({ description: 'Beside these, the filters that GET /reports names' }),
  answer: z.object({
    items: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    next: z.string().nullable(),
    total: z.int().nullable().openapi({ description: 'All rows; on the first page only' }),
    sums: z
      .array(z.object({ column: z.string(), currency: z.string(), minor: z.int() }))
      .nullable()
      .openapi({ description: 'What all rows come to, in minor units; on the first page only' }),
  }),
})

/** Reports as lists. Comes after whatever else lies below /reports. */
export function reportListRoutes({ db }: ApiParts) {
  const files = csvStreams()
  return new OpenAPIHono<ApiEnv>()
    .openapi(all, async (c) => {
      const viewer = keyViewer(c)
      const items = await Promise.all(reports.map((report) => described(db, report, viewer)))
      return c.json({ items, zone: await deskZone(db), periods: [...presets] })
    })
    .openapi(one, async (c) => {
      const report = reportNamed(c.req.valid('param').name)
      if (!report) throw new Refusal(404, 'There is no such report: GET /reports names them.')
      const ask = await asked(c, db, report)
      if (!/\btext\/csv\b/.test(c.req.header('accept') ?? '')) return c.json(await page(c, db, { report, ask }))
      const stream = files.open(csvOf(db, report, ask))
      if (!stream) return problem(503, 'Enough files are being written: send it again.', { retryAfter: 30 })
      return c.body(stream as ReadableStream, 200, csvHeaders(report.name))
    })
}

/** A key acts as its rep; without the deed “team” it sees that one's numbers and those of the whole desk. */
export function keyViewer(c: ApiContext): Viewer {
  const { role, repId } = c.var.key
  return { repId, team: may(role, 'team') }
}

async function described(db: Db, { name, sort, columns, filters }: Report, viewer: Viewer) {
  return {
    name,
    sort,
    columns: Object.entries(columns).map(([column, { kind, noun }]) => ({ name: column, kind, names: noun ?? null })),
    filters: await Promise.all(
      Object.entries(filters).map(async ([filter, its]) => {
        const choices = its.choices ? [...(await choicesFor(db, its, viewer))] : null
        return { name: filter, kind: its.kind, choices }
      }),
    ),
  }
}

const own = ['from', 'to', 'period', 'sort', 'cursor', 'limit']

/** Refuses (422) with the names of all parameters that the report does not take. */
async function asked(c: ApiContext, db: Db, report: Report): Promise<Ask> {
  const query: Query = c.req.query()
  const { ask, faults } = readAsk(report, query, await deskZone(db), keyViewer(c))
  const unknown = Object.keys(query).filter((name) => !own.includes(name) && !Object.hasOwn(report.filters, name))
  const lost = query.cursor && !readPlace(query.cursor, order(report, ask).kind) ? ['cursor'] : []
  const errors = [...faults, ...unknown, ...lost].map((field) => ({ field, message: 'is none that this report takes' }))
  if (errors.length === 0) return ask
  const names = errors.map(({ field }) => field.slice(0, 100)).join(', ')
  throw new Refusal(422, `Correct these parameters: ${names}. GET /reports names columns and filters.`, { errors })
}

async function page(c: ApiContext, db: Db, { report, ask }: { report: Report; ask: Ask }) {
  const { cursor, limit } = c.req.query()
  const [{ items, next }, total, sums] = await Promise.all([
    listRows(db, report, ask, { cursor, limit: Number(limit ?? 100) }),
    cursor ? null : countRows(db, report, ask),
    cursor ? null : sumsOf(db, report, ask),
  ])
  return { items: items.map(({ key: _, ...row }) => row), next, total, sums }
}
