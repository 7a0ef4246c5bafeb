import { OpenAPIHono, z } from '@hono/zod-openapi'
import { dismissSurge, listSurges } from '../desk/surges.ts'
import { deskZone, presets } from '../reports/period.ts'
import { measureNames } from '../reports/response-times.ts'
import { readService, readServiceAsk } from '../reports/service.ts'
import { waitsBy } from '../reports/waits.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { keyViewer } from './report-lists.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const list = z.string().openapi({ description: 'GET it below /api/v1 for the rows that the number counts' })
const listed = z.object({ count: z.int(), list })
const times = z
  .object({ count: z.int(), median: z.int(), p90: z.int(), medianBusiness: z.int(), p90Business: z.int(), list })
  .openapi({ description: 'Seconds, by the clock and in the hours in which the mailbox is open' })
const rate = z.object({ value: z.string(), label: z.string(), contacts: listed, orders: listed })
const day = z.string().optional().openapi({ description: 'A day in the desk’s time zone, counted in: 2026-03-01' })

const service = route({
  method: 'get',
  path: '/reports/service',
  deed: 'read',
  summary: 'How well people are served, each number with the list that has its rows; the last 30 days without `period`',
  query: z.object({
    ...{ from: day, to: day },
    period: z
      .string()
      .optional()
      .openapi({ description: `Instead of days: ${presets.join(', ')}` }),
    measure: z
      .string()
      .optional()
      .openapi({ description: `Broken down: ${measureNames.join(', ')}` }),
    by: z
      .string()
      .optional()
      .openapi({ description: `By what: ${waitsBy.join(', ')}` }),
  }),
  answer: z.object({
    period: z.object({ from: z.string().nullable(), to: z.string().nullable(), zone: z.string() }),
    waits: z.object({
      ...{ measure: z.enum(measureNames), by: z.enum(waitsBy) },
      left: z.int().openapi({ description: 'Issues whose times are being reckoned anew' }),
      all: z.array(z.object({ name: z.enum(measureNames), times: times.nullable() })),
      lines: z.array(times.extend({ value: z.string(), label: z.string() })),
      over: z.array(times.extend({ from: z.string(), to: z.string() })),
    }),
    backlog: z.array(z.object({ day: z.string(), open: z.int(), list })),
    reopenings: z.object({
      closed: listed,
      reopened: listed,
      types: z.array(z.object({ type: z.string(), closed: listed, reopened: listed })),
    }),
    contacts: z.object({ product: z.array(rate), category: z.array(rate) }),
    goodwill: z.array(z.object({ type: z.string(), currency: z.string(), minor: z.number(), certificates: listed })),
    csat: z.object({ good: listed, middle: listed, bad: listed }),
    load: z.array(z.array(listed)).openapi({ description: 'By weekday, Monday first, then by hour' }),
  }),
})

const surge = z.object({
  ...{ id: z.int(), type: z.string(), since: z.iso.datetime(), until: z.iso.datetime(), foundAt: z.iso.datetime() },
  count: z.int().openapi({ description: 'Issues of that type from `since` to `until`, as they were counted then' }),
  usual: z.number().openapi({ description: 'The mean of the same hours of the same weekdays in the weeks before' }),
  weeks: z.int().openapi({ description: 'How many weeks these were, 8 at most' }),
  dismissedAt: z.iso.datetime().nullable(),
})

const surges = route({
  method: 'get',
  path: '/surges',
  deed: 'read',
  summary: 'Types of which far more issues come in than usual at this time, dismissed ones among them; all in one page',
  answer: z.object({ items: z.array(surge), next: z.null() }),
})

const dismiss = route({
  method: 'post',
  path: '/surges/{id}/dismiss',
  deed: 'work',
  summary: 'Takes a surge off the front page as long as it lasts',
  params: byId,
  answer: z.object({ id: z.int(), ...changed }),
})

/** Service quality and surges. Comes before /reports/{name}: it is no list. */
export function serviceRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(service, async (c) => {
      const { asked, faults } = readServiceAsk(c.req.query(), await deskZone(db), keyViewer(c))
      if (faults.length > 0) throw new Refusal(422, `Correct these parameters: ${faults.join(', ')}.`)
      const { from = null, to = null, zone } = asked.period
      const { waits, waitsOver, waitsLines, ...others } = await readService(db, asked)
      return c.json({ period: { from, to, zone }, waits: { ...waitsOver, ...waitsLines, ...waits }, ...others })
    })
    .openapi(surges, async (c) => c.json({ items: await listSurges(db, { all: true }), next: null }))
    .openapi(dismiss, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const done = await dismissSurge(tx, c.var.actor, id)
          if (typeof done === 'string') throw new Refusal(done === 'not found' ? 404 : 409, `Surge ${id}: ${done}.`)
          return { id, ...done }
        },
      })
    })
}
