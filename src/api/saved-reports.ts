import { OpenAPIHono, z } from '@hono/zod-openapi'
import { cadences, reportSendStates } from '../database/tables-saved-reports.ts'
import { savedReportHistory } from '../desk/saved-report-history.ts'
import { keeperOf, mayKeep, type SavedReport, type SavedReportPatch } from '../desk/saved-report-values.ts'
import {
  changeSavedReport,
  createSavedReport,
  getSavedReport,
  leaveSavedReport,
  listSavedReports,
  type SavedReportResult,
} from '../desk/saved-reports.ts'
import { nextDue } from '../reports/due-reports.ts'
import { deskZone } from '../reports/period.ts'
import { listReportSends, sendReportNow } from '../reports/report-sends.ts'
import { savedAddress } from '../reports/saved-address.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, id, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const address = text(2100).transform((path, c) => {
  const saved = savedAddress(path)
  if (saved !== undefined) return saved
  c.addIssue({ code: 'custom', message: 'must be the address of a report, like /reports/issues?period=month' })
  return z.NEVER
})

const fields = {
  shared: z.boolean().optional(),
  cadence: z.enum(cadences).nullable().optional().openapi({ description: 'How often it goes by mail; null: never' }),
  onDay: z.int().min(1).max(31).optional().openapi({ description: 'Weekly: 1 (Monday) to 7; monthly: 1 to 31' }),
  atHour: z.int().min(0).max(23).optional().openapi({ description: 'In the desk’s time zone' }),
  repIds: z.array(id).max(50).optional().openapi({ description: 'Who gets it: reps only' }),
}

const shape = z
  .object({
    id: z.int(),
    repId: z.int().nullable().openapi({ description: 'Whose it is; null: the desk’s' }),
    owner: z.string().nullable(),
    name: z.string(),
    address: z.string(),
    shared: z.boolean(),
    cadence: z.enum(cadences).nullable(),
    onDay: z.int(),
    atHour: z.int(),
    repIds: z.array(z.int()),
    version: z.int(),
  })
  .openapi('SavedReport')

const send = z.object({
  id: z.int(),
  rep: z.object({ id: z.int(), name: z.string() }),
  dueAt: z.iso.datetime(),
  asked: z.boolean(),
  state: z.enum(reportSendStates),
  reason: z.string().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  total: z.int().nullable(),
  attached: z.boolean(),
})

const change = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  rep: z.string().nullable(),
  before: z.object({}).loose(),
  after: z.object({}).loose(),
  undoneAt: z.iso.datetime().nullable(),
})

const list = route({
  method: 'get',
  path: '/saved-reports',
  deed: 'read',
  summary: 'The acting rep’s own saved reports and the shared ones',
  answer: z.object({ items: z.array(shape), next: z.null() }),
})

const create = route({
  method: 'post',
  path: '/saved-reports',
  deed: 'read',
  summary: 'Saves the address of a report under a name; with a cadence it goes by mail to reps',
  body: z.strictObject({ name: words(100), address, ...fields }),
  status: 201,
  answer: shape.extend(changed),
})

const one = route({
  method: 'get',
  path: '/saved-reports/{id}',
  deed: 'read',
  summary: 'A saved report, when it goes next, its newest mails and what was changed; other reps’ mails for its keeper',
  params: byId,
  answer: shape.extend({ nextAt: z.iso.datetime().nullable(), sends: z.array(send), changes: z.array(change) }),
})

const patch = route({
  method: 'patch',
  path: '/saved-reports/{id}',
  deed: 'read',
  summary: 'Changes a saved report of one’s own; admins change shared ones too',
  params: byId,
  body: z.strictObject({ name: words(100).optional(), address: address.optional(), ...fields, version: id.optional() }),
  answer: shape.extend(changed),
})

const remove = route({
  method: 'delete',
  path: '/saved-reports/{id}',
  deed: 'read',
  summary: 'Takes a saved report away; its undo brings it back',
  params: byId,
  answer: z.object(changed),
})

const sendNow = route({
  method: 'post',
  path: '/saved-reports/{id}/send',
  deed: 'read',
  summary: 'Mails it to the acting rep now; at most 20 an hour',
  params: byId,
  body: z.strictObject({}),
  status: 201,
  answer: z.object({ sendId: z.int() }),
})

const leave = route({
  method: 'post',
  path: '/saved-reports/{id}/leave',
  deed: 'read',
  summary: 'The acting rep gets it by mail no longer',
  params: byId,
  body: z.strictObject({}),
  answer: z.object(changed),
})

export function savedReportRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listSavedReports(db, c.var.actor.repId), next: null }))
    .openapi(create, (c) => {
      const wish = c.req.valid('json')
      return once(c, db, { effect: async (tx) => done(await createSavedReport(tx, keeper(c), wish), 0) })
    })
    .openapi(one, async (c) => {
      const report = await known(c)
      const all = mayKeep(keeper(c), report)
      const [nextAt, sends, changes] = await Promise.all([
        nextDue(db, report, await deskZone(db)),
        listReportSends(db, report.id, all ? undefined : (c.var.actor.repId ?? 0)),
        savedReportHistory(db, report.id),
      ])
      return c.json({ ...report, nextAt: nextAt ?? null, sends, changes })
    })
    .openapi(patch, async (c) => c.json(await patched(c, c.req.valid('json'))))
    .openapi(remove, async (c) => c.json({ changeId: (await patched(c, { deleted: true })).changeId }))
    .openapi(sendNow, async (c) => {
      const [report, repId] = [await known(c), repOf(c)]
      return once(c, db, {
        effect: async (tx) => {
          const sent = await sendReportNow(tx, report.id, repId)
          if (sent !== 'too many') return sent
          throw new Refusal(429, 'You asked for 20 reports within the hour: wait a while.', { retryAfter: 600 })
        },
      })
    })
    .openapi(leave, async (c) => {
      const { id: report } = await known(c)
      const effect = async (tx: Parameters<typeof leaveSavedReport>[0]) => ({
        changeId: done(await leaveSavedReport(tx, c.var.actor, report), report).changeId,
      })
      return once(c, db, { effect, status: 200 })
    })

  async function known(c: ApiContext): Promise<SavedReport> {
    const wanted = Number(c.req.param('id'))
    const report = await getSavedReport(db, wanted, c.var.actor.repId)
    if (!report) throw new Refusal(404, `There is no saved report ${wanted}.`)
    return report
  }

  function patched(c: ApiContext, wish: SavedReportPatch & { version?: number | undefined }) {
    const wanted = Number(c.req.param('id'))
    return inTransaction(db, async (tx) => done(await changeSavedReport(tx, keeper(c), wanted, wish), wanted))
  }
}

function keeper(c: ApiContext) {
  return keeperOf(c.var.actor, c.var.key.role)
}

function repOf(c: ApiContext): number {
  const { repId } = c.var.actor
  if (repId === null) throw new Refusal(422, 'This key acts for no rep, so that there is nobody to mail: use a rep’s.')
  return repId
}

function done(result: SavedReportResult, id: number) {
  if (result === 'not found') throw new Refusal(404, `There is no saved report ${id}.`)
  if (result === 'not yours') throw new Refusal(403, `Saved report ${id} is somebody else’s: save one of your own.`)
  if ('problem' in result) throw new Refusal(422, result.problem)
  if ('newer' in result)
    throw new Refusal(409, `Saved report ${id} was changed since the version you saw: read it again.`, {
      changed: result.newer,
    })
  return { ...result.report, changeId: result.changeId }
}
