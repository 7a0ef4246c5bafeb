import { OpenAPIHono, z } from '@hono/zod-openapi'
import { memberKeyed } from '../campaigns/member-keys.ts'
import { suppressionScopes } from '../database/tables-consent.ts'
import { setSenderIdentity } from '../desk/sender-identity-changes.ts'
import { liftAndRecord, suppressAndRecord } from '../desk/suppression-changes.ts'
import { getMailingList } from '../people/mailing-lists.ts'
import { senderIdentity } from '../people/sender-identity.ts'
import { getSuppression, listSuppressions } from '../people/suppressions.ts'
import { senderShape, suppressionShape } from './consent-shapes.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, pageOf, paging, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const list = route({
  method: 'get',
  path: '/suppressions',
  deed: 'read',
  summary: 'Addresses that get no bulk mail, the newest first; `email` asks for one',
  query: z.object({ ...paging, email: text(254).optional() }),
  answer: z.object({ items: z.array(suppressionShape), next: z.string().nullable() }),
})

const add = route({
  method: 'post',
  path: '/suppressions',
  deed: 'consent',
  summary: 'Ends bulk mail to an address: marketing, one list, or all that is sent by itself',
  body: z.strictObject({
    email: words(254),
    scope: z.enum(suppressionScopes),
    list: text(50).optional().openapi({ description: 'Slug; with the scope “list”' }),
    note: text(500).optional(),
  }),
  status: 201,
  answer: suppressionShape.extend(changed),
})

const remove = route({
  method: 'delete',
  path: '/suppressions/{id}',
  deed: 'consent',
  summary: 'Lifts a suppression: the address gets such mail again',
  params: byId,
  answer: z.object(changed),
})

const readSender = route({
  method: 'get',
  path: '/bulk-sender',
  deed: 'read',
  summary: 'Who sends bulk mail: postal address, legal text, since when the checkout offers to opt out',
  answer: senderShape,
})

const putSender = route({
  method: 'put',
  path: '/bulk-sender',
  deed: 'settings',
  summary: 'Sets who sends bulk mail',
  body: senderShape,
  answer: senderShape.extend(changed),
})

export function suppressionRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { email, ...query } = c.req.valid('query')
      return c.json(await listSuppressions(db, { address: email }, pageOf(query)))
    })
    .openapi(add, (c) => {
      const { email, scope, list: slug, note = '' } = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          if ((scope === 'list') !== (slug !== undefined))
            throw new Refusal(422, 'Name `list` with the scope “list”, and only then.')
          const named = slug === undefined ? null : await getMailingList(tx, slug)
          if (named === undefined) throw new Refusal(422, `There is no mailing list “${slug}”.`)
          const keyed = await memberKeyed(tx, email)
          if ('problem' in keyed) throw new Refusal(422, keyed.problem)
          const wish = {
            address: keyed.address,
            scope,
            listId: named?.id ?? null,
            reason: 'by hand',
            evidence: { note },
          } as const
          const done = await suppressAndRecord(tx, c.var.actor, wish)
          if (!done) throw new Refusal(409, `${keyed.address} is suppressed already.`)
          return done
        },
        body: async (reader, { id, changeId }) => ({ ...(await getSuppression(reader, id as number)), changeId }),
      })
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid('param')
      const done = await inTransaction(db, (tx) => liftAndRecord(tx, c.var.actor, id, 'by hand'))
      if (done === 'not found') throw new Refusal(404, `No suppression ${id} is in force.`)
      return c.json(done)
    })
    .openapi(readSender, async (c) => c.json(await senderIdentity(db)))
    .openapi(putSender, async (c) => {
      const wish = c.req.valid('json')
      const done = await inTransaction(db, (tx) => setSenderIdentity(tx, c.var.actor, wish))
      if ('problem' in done) throw new Refusal(422, done.problem)
      return c.json({ ...(await senderIdentity(db)), changeId: done.changeId })
    })
}
