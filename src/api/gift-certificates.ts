import { OpenAPIHono, z } from '@hono/zod-openapi'
import { codeOf, getCertificate, listCertificates } from '../certificates/certificates.ts'
import { ledgerOf } from '../certificates/ledger.ts'
import { liability } from '../certificates/liability.ts'
import { grantAndRecord, voidAndRecord } from '../desk/certificate-changes.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, idText, pageOf, paging, words } from './fields.ts'
import { certificateShape, day, entryShape, grantBody, liabilityShape } from './gift-shapes.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'

const list = route({
  method: 'get',
  path: '/gift-certificates',
  deed: 'read',
  summary: 'Gift certificates, newest first',
  query: z.object({
    person: idText.optional(),
    program: idText.optional(),
    rep: idText.optional(),
    from: day.optional().openapi({ description: 'Issued on this day (UTC) or later' }),
    to: day.optional().openapi({ description: 'Issued on this day (UTC) or earlier' }),
    kind: z.enum(['promotional', 'sold']).optional(),
    status: z.enum(['pending', 'active', 'exhausted', 'expired', 'void']).optional(),
    ...paging,
  }),
  answer: pageOfShape(certificateShape),
})

const grant = route({
  method: 'post',
  path: '/gift-certificates',
  deed: 'certificates',
  summary: 'Grants a certificate; its code is in this answer and in no other',
  body: grantBody,
  status: 201,
  answer: z.object({ id: z.int(), code: z.string(), ...changed }),
})

const read = route({
  method: 'get',
  path: '/gift-certificates/{id}',
  deed: 'read',
  summary: 'One certificate with its ledger, never the code',
  params: byId,
  answer: certificateShape.extend({ entries: z.array(entryShape) }),
})

const owed = route({
  method: 'get',
  path: '/gift-certificates/liability',
  deed: 'read',
  summary: 'What certificates come to: opening, moves and closing by program, and what is owed by month',
  query: z.object({ from: day.optional(), to: day.optional() }),
  answer: liabilityShape,
})

const makeVoid = route({
  method: 'post',
  path: '/gift-certificates/{id}/void',
  deed: 'certificates',
  summary: 'Takes all that is left off a certificate, for good',
  params: byId,
  body: z.strictObject({ reason: words(500) }),
  status: 201,
  answer: z.object({ voidedMinor: z.int(), ...changed }),
})

/** Certificates as staff grant, see and void them. */
export function giftCertificateRoutes({ db, secrets }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const filter = { ...query, personId: query.person, programId: query.program, repId: query.rep }
      return c.json(await listCertificates(db, filter, pageOf(query)))
    })
    .openapi(grant, (c) => {
      const { personId, ...wish } = c.req.valid('json')
      if (!personId && wish.kind !== 'sold')
        throw new Refusal(422, 'Send personId: a certificate that is granted belongs to a customer.')
      return once(c, db, {
        effect: async (tx) => {
          if (
            personId &&
            !(await tx.selectFrom('userIdentifications').select('id').where('id', '=', personId).executeTakeFirst())
          )
            throw new Refusal(404, `There is no customer ${personId}.`)
          const done = await grantAndRecord(tx, secrets, c.var.actor, { ...wish, personId: personId ?? null })
          if ('problem' in done) throw new Refusal(422, done.problem)
          return done
        },
        body: async (reader, ids) => ({ ...ids, code: await codeOf(reader, secrets, Number(ids.id)) }),
      })
    })
    .openapi(owed, async (c) => {
      const to = c.req.valid('query').to ?? new Date().toISOString().slice(0, 10)
      const from = c.req.valid('query').from ?? `${to.slice(0, 7)}-01`
      if (from > to) throw new Refusal(422, 'from is after to: exchange them.')
      return c.json(await liability(db, { from, to }))
    })
    .openapi(read, async (c) => {
      const certificate = await getCertificate(db, c.req.valid('param').id)
      if (!certificate) throw none(c.req.valid('param').id)
      return c.json({ ...certificate, entries: await ledgerOf(db, certificate.id) })
    })
    .openapi(makeVoid, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        effect: async (tx) => {
          const done = await voidAndRecord(tx, c.var.actor, id, c.req.valid('json').reason)
          if (done === 'not found') throw none(id)
          if ('problem' in done) throw new Refusal(409, done.problem)
          return done
        },
      })
    })
}

function none(id: number): Refusal {
  return new Refusal(404, `There is no gift certificate ${id}.`)
}
