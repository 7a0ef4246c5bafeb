import { OpenAPIHono, z } from '@hono/zod-openapi'
import { ownNumbers, ownPeriods } from '../reports/own-numbers.ts'
import { deskZone, type Period, periodBefore, periodOf, presets } from '../reports/period.ts'
import { orders, readStatisticsAsk, statisticTables } from '../reports/statistic-tables.ts'
import { statistics } from '../reports/statistics.ts'
import { type TeamColumn, teamColumns, teamNumbers } from '../reports/team-numbers.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { Refusal } from './problems.ts'
import { keyViewer } from './report-lists.ts'
import { route } from './route.ts'

const list = z.string().openapi({ description: 'GET it below /api/v1 for the rows that the number counts' })
const day = z.string().optional().openapi({ description: 'A day in the desk’s time zone, counted in: 2026-03-01' })
const preset = z
  .string()
  .optional()
  .openapi({ description: `Instead of days: ${presets.join(', ')}` })
const days = z.object({ from: z.string().nullable(), to: z.string().nullable(), zone: z.string() })
const line = z.object({
  ...{ value: z.string(), label: z.string(), count: z.int(), before: z.int().optional(), list },
  listBefore: list.optional(),
})

const numbers = route({
  method: 'get',
  path: '/reports/statistics',
  deed: 'read',
  summary: 'Six statistics with the period before, each number with its list; the last 30 days without `period`',
  query: z.object({
    ...{ from: day, to: day, period: preset },
    origin: z.string().optional().openapi({ description: 'human (without it), automatic, campaign or all' }),
    order: z
      .string()
      .optional()
      .openapi({ description: `${orders.join(' or ')}; without it by name for reps, else the most first` }),
  }),
  answer: z.object({
    ...{ period: days, before: days.nullable() },
    statistics: z.array(
      z.object({
        name: z.string(),
        report: z.string(),
        filter: z.string(),
        disjoint: z.boolean(),
        lines: z.array(line),
      }),
    ),
  }),
})

const cell = z.object({ count: z.int(), list, seconds: z.int().nullable().optional() })
const numberLine = z.object({ name: z.string(), value: z.string().optional(), cells: z.array(cell) })
const teamLine = z.object({
  ...{ repId: z.int(), name: z.string() },
  cells: z.object(Object.fromEntries(teamColumns.map((column) => [column, cell])) as Record<TeamColumn, typeof cell>),
})

const mine = route({
  method: 'get',
  path: '/reports/mine',
  deed: 'read',
  summary: 'What the key’s rep did, what the whole desk did and, where the role may see it, what each rep did, by name',
  query: z.object({
    period: preset.openapi({ description: `Of the team: ${presets.join(', ')}; this month without it` }),
  }),
  answer: z.object({
    periods: z.array(z.string()).openapi({ description: 'What the cells of a line are of' }),
    own: z.array(numberLine).nullable().openapi({ description: 'Null for a key that acts for no rep' }),
    ...{ desk: z.array(numberLine), team: z.array(teamLine).nullable() },
  }),
})

/** Statistics and numbers by rep. Comes before /reports/{name}: they are no lists. */
export function statisticsRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(numbers, async (c) => {
      const { asked, faults } = readStatisticsAsk(statistics[0]!, c.req.query(), await deskZone(db), keyViewer(c))
      if (faults.length > 0) throw new Refusal(422, `Correct these parameters: ${faults.join(', ')}.`)
      const before = periodBefore(asked.period)
      return c.json({
        ...{ period: daysOf(asked.period), before: before ? daysOf(before) : null },
        statistics: await statisticTables(db, asked),
      })
    })
    .openapi(mine, async (c) => {
      const [viewer, zone] = [keyViewer(c), await deskZone(db)]
      const chosen = presets.find((one) => one === (c.req.query('period') ?? 'month'))
      if (!chosen) throw new Refusal(422, `Correct the parameter period: one of ${presets.join(', ')}.`)
      const ask = { period: periodOf(chosen, zone), preset: chosen, viewer }
      const [own, desk, team] = await Promise.all([
        viewer.repId === null ? null : ownNumbers(db, { repId: viewer.repId, zone, viewer }),
        ownNumbers(db, { repId: null, zone, viewer }),
        viewer.team ? teamNumbers(db, ask) : null,
      ])
      return c.json({ periods: [...ownPeriods], own, desk, team })
    })
}

function daysOf({ from, to, zone }: Period) {
  return { from: from ?? null, to: to ?? null, zone }
}
