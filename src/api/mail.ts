import { OpenAPIHono, z } from '@hono/zod-openapi'
import { blockSender } from '../desk/block-sender.ts'
import { refile, release, releasedAtOnce, releaseMany } from '../desk/release.ts'
import { listMail, rawMail } from '../mail/ledger.ts'
import { askRefiling, getRefiling } from '../mail/refilings.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, id as idShape, idText, pageOf, paging } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, mailShape, pageOfShape, refilingShape } from './shapes.ts'

const list = route({
  method: 'get',
  path: '/mail',
  deed: 'read',
  summary: 'The ledger of incoming mail, newest first',
  query: z.object({
    state: z.enum(['kept', 'filed', 'held', 'failed']).optional(),
    mailbox: idText.optional(),
    automatic: z.enum(['true', 'false']).optional(),
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

const letIn = route({
  method: 'post',
  path: '/mail/{id}/release',
  deed: 'work',
  summary: 'Lets a held mail in, to the issue that it answers or as a new one',
  params: byId,
  query: where,
  answer: z.object({ id: z.int(), ...changed }),
})

const letManyIn = route({
  method: 'post',
  path: '/mail/release',
  deed: 'work',
  summary: 'Lets many held mails in; those that are not held any more are skipped',
  body: z.strictObject({ ids: z.array(idShape).min(1).max(releasedAtOnce), ...where.shape }),
  answer: z.object({ released: z.int(), skipped: z.int(), ...changed }),
})

const again = route({
  method: 'post',
  path: '/mail/{id}/refile',
  deed: 'work',
  summary: 'Files a mail again from its bytes; one in the history is read again in its place (changeId null)',
  params: byId,
  answer: z.object({ id: z.int(), ...changed }),
})

const allAgain = route({
  method: 'post',
  path: '/mail/refile',
  deed: 'settings',
  summary: 'Reads all mail in the history again that an older parser read, in the background',
  answer: refilingShape,
})

const block = route({
  method: 'post',
  path: '/mail/{id}/block',
  deed: 'work',
  summary: 'Holds all further mail from the sender of this mail',
  params: byId,
  answer: z.object({ id: z.int(), sender: z.string(), ...changed }),
})

export function mailRoutes(parts: ApiParts) {
  const { db } = parts
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { state, mailbox, automatic, ...query } = c.req.valid('query')
      const filter = {
        state,
        mailboxId: mailbox,
        automatic: automatic === undefined ? undefined : automatic === 'true',
      }
      return c.json(await listMail(db, filter, pageOf(query)))
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
    .route('/', manyRoutes(parts))
    .route('/', oneRoutes(parts))
}

function manyRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(letManyIn, (c) => {
      const { ids, to } = c.req.valid('json')
      return once(c, db, { status: 200, effect: (tx) => releaseMany(tx, c.var.actor, ids, to) })
    })
    .openapi(allAgain, (c) =>
      once(c, db, {
        status: 200,
        effect: async (tx) => ({ id: await askRefiling(tx, { deliveryId: null, repId: c.var.actor.repId }) }),
        body: async (db, ids) => (await getRefiling(db, ids.id as number))!,
      }),
    )
}

function oneRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(letIn, async (c) => {
      const { id } = c.req.valid('param')
      const to = c.req.valid('query').to ?? (await bodyTo(c))
      return once(c, db, {
        status: 200,
        sameAs: to ?? '',
        effect: async (tx) => {
          const result = await release(tx, c.var.actor, id, to)
          if (result === 'not found') throw new Refusal(404, `There is no mail ${id}.`)
          if (result === 'not held') throw new Refusal(409, `Mail ${id} is not held: there is nothing to release.`)
          return { id, ...result }
        },
      })
    })
    .openapi(again, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const result = await refile(tx, c.var.actor, id)
          if (result === 'not found') throw new Refusal(404, `There is no mail ${id}.`)
          return { id, ...result }
        },
      })
    })
    .openapi(block, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const result = await blockSender(tx, c.var.actor, id)
          if (result === 'not found') throw new Refusal(404, `There is no mail ${id}.`)
          if (result === 'no sender') throw new Refusal(422, `Mail ${id} names no sender that could be blocked.`)
          return { id, ...result }
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
