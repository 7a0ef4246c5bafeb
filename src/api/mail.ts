import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Tx } from '../database/connection.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { refileMail, releaseMail } from '../mail/deliveries.ts'
import { listMail, rawMail } from '../mail/ledger.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, pageOf, paging } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, mailShape, pageOfShape } from './shapes.ts'

const list = route({
  method: 'get',
  path: '/mail',
  deed: 'read',
  summary: 'The ledger of incoming mail, newest first',
  query: z.object({
    state: z.enum(['kept', 'filed', 'held', 'failed']).optional(),
    ...paging,
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, 'is not a cursor: send the `next` of the page before')
      .optional(),
  }),
  answer: pageOfShape(mailShape),
})

const source = route({
  method: 'get',
  path: '/mail/{id}/source',
  deed: 'read',
  summary: 'The bytes as they came over the wire (message/rfc822)',
  params: byId,
  media: 'message/rfc822',
})

const where = z.object({ to: z.enum(['issue', 'new']).optional() })

const release = route({
  method: 'post',
  path: '/mail/{id}/release',
  deed: 'work',
  summary: 'Lets a held mail in, to the issue that it answers or as a new one',
  params: byId,
  query: where,
  answer: z.object({ id: z.int(), ...changed }),
})

const refile = route({
  method: 'post',
  path: '/mail/{id}/refile',
  deed: 'work',
  summary: 'Files a mail again from its bytes',
  params: byId,
  answer: z.object({ id: z.int(), ...changed }),
})

export function mailRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      return c.json(await listMail(db, { state: query.state }, pageOf(query)))
    })
    .openapi(source, async (c) => {
      const { id } = c.req.valid('param')
      const bytes = await rawMail(db, id)
      if (!bytes) throw new Refusal(404, `There is no mail ${id}, or it was erased.`)
      return c.body(new Uint8Array(bytes), 200, {
        'Content-Type': 'message/rfc822',
        'Content-Disposition': `attachment; filename="${id}.eml"`,
        'X-Content-Type-Options': 'nosniff',
      })
    })
    .openapi(release, async (c) => {
      const { id } = c.req.valid('param')
      const to = c.req.valid('query').to ?? (await bodyTo(c))
      return once(c, db, {
        status: 200,
        sameAs: to ?? '',
        effect: async (tx) => {
          const result = await releaseMail(tx, id, to)
          if (result === 'not found') throw new Refusal(404, `There is no mail ${id}.`)
          if (result === 'not held') throw new Refusal(409, `Mail ${id} is not held: there is nothing to release.`)
          return settled(tx, c.var.actor, 'mail.release', id)
        },
      })
    })
    .openapi(refile, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const result = await refileMail(tx, id)
          if (result === 'not found') throw new Refusal(404, `There is no mail ${id}.`)
          if (result === 'already filed') throw new Refusal(409, `Mail ${id} is in the history already.`)
          return settled(tx, c.var.actor, 'mail.refile', id)
        },
      })
    })
}

/** Also taken from a body, which may be left out: one that was overlooked would let a mail in to the wrong issue. */
async function bodyTo(c: ApiContext) {
  const text = await c.req.text()
  if (text.trim() === '') return undefined
  const body = z.strictObject(where.shape).safeParse(await c.req.json().catch(() => 'not JSON'))
  if (!body.success) throw new Refusal(422, 'Send {"to": "issue"} or {"to": "new"}, or no body at all.')
  return body.data.to
}

async function settled(tx: Tx, actor: Actor, kind: string, id: number) {
  return { id, changeId: await recordChange(tx, actor, { kind, after: { deliveryId: id } }) }
}
