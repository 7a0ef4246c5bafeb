import { OpenAPIHono, z } from '@hono/zod-openapi'
import { getProgram, listPrograms } from '../certificates/programs.ts'
import { addProgramAndRecord, changeProgramAndRecord } from '../desk/certificate-changes.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId } from './fields.ts'
import { programBody, programPatch, programShape } from './gift-shapes.ts'
import { once } from './idempotency.ts'
import { stale } from './issues.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const list = route({
  method: 'get',
  path: '/gift-programs',
  deed: 'read',
  summary: 'Programs of gift certificates: their limits, budgets and terms',
  answer: z.object({ items: z.array(programShape), next: z.null() }),
})

const create = route({
  method: 'post',
  path: '/gift-programs',
  deed: 'settings',
  summary: 'Makes a program',
  body: programBody,
  status: 201,
  answer: programShape,
})

const change = route({
  method: 'patch',
  path: '/gift-programs/{id}',
  deed: 'settings',
  summary: 'Changes a program; its kind and currency stay',
  params: byId,
  body: programPatch,
  answer: programShape.extend(changed),
})

/** Programs: what certificates may be worth, and how much in all. */
export function giftProgramRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listPrograms(db), next: null }))
    .openapi(create, (c) => {
      const {
        repEachMinor = null,
        repDayMinor = null,
        budgetMinor = null,
        validDays = 365,
        timeZone = 'UTC',
        terms = '',
        ...body
      } = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          const values = { ...body, repEachMinor, repDayMinor, budgetMinor, validDays, timeZone, terms, active: true }
          const done = await addProgramAndRecord(tx, c.var.actor, values)
          if ('problem' in done) throw new Refusal(409, done.problem)
          return { id: done.id }
        },
        body: async (reader, { id }) => (await getProgram(reader, Number(id)))!,
      })
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const { version, ...values } = c.req.valid('json')
      const changeId = await inTransaction(db, async (tx) => {
        const done = await changeProgramAndRecord(tx, c.var.actor, { id, version, values })
        if (done === 'not found') throw new Refusal(404, `There is no program ${id}.`)
        if ('problem' in done) throw new Refusal(409, done.problem)
        if ('conflict' in done) throw stale(`Program ${id}`, done.conflict)
        return done.changeId
      })
      return c.json({ ...(await getProgram(db, id))!, changeId })
    })
}
