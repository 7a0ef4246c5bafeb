import { OpenAPIHono, z } from '@hono/zod-openapi'
import { looked } from '../desk/looks.ts'
import { changeTrust, ruleSender } from '../desk/sender-rules.ts'
import { listSenderRules } from '../mail/senders.ts'
import { type MailTrust, readTrust, wrongEntries } from '../mail/trust.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const rule = z
  .object({
    id: z.int(),
    sender: z.string(),
    verdict: z.enum(['allow', 'block']),
    rep: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi('SenderRule')

const list = route({
  method: 'get',
  path: '/sender-rules',
  deed: 'read',
  summary: 'Who is always let in and who is blocked, by name; every rule in one page',
  answer: z.object({ items: z.array(rule), next: z.null() }),
})

const set = route({
  method: 'post',
  path: '/sender-rules',
  deed: 'work',
  summary: 'Always lets in, blocks, or (null) says nothing any more of an address or a domain',
  body: z.strictObject({ sender: words(254), verdict: z.enum(['allow', 'block']).nullable() }),
  answer: z.object({ sender: z.string(), ...changed }),
})

const trustFields = {
  forwarders: z.array(text(253)).max(200),
  sealers: z.array(text(253)).max(200),
  junkFilter: z.enum(['none', 'rspamd', 'spamassassin']),
  junkPeers: z.array(text(253)).max(200),
}
const trustShape = z.object(trustFields).openapi('MailTrust')

const read = route({
  method: 'get',
  path: '/mail-trust',
  deed: 'read',
  summary: 'Whose word counts about mail: forwarders, seals, the junk filter in front',
  answer: trustShape,
})

const patch = route({
  method: 'patch',
  path: '/mail-trust',
  deed: 'settings',
  summary: 'Changes whose word counts about mail',
  body: z.strictObject(trustFields).partial(),
  answer: trustShape.extend(changed),
})

const look = route({
  method: 'post',
  path: '/issues/{id}/looked',
  deed: 'work',
  summary: 'Says that somebody looked: the issue needs no look any more',
  params: byId,
  answer: z.object(changed),
})

export function senderRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listSenderRules(db), next: null }))
    .openapi(set, (c) => {
      const { sender, verdict } = c.req.valid('json')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const done = await ruleSender(tx, c.var.actor, sender, verdict)
          if (done === 'no sender') throw new Refusal(422, `${sender} is neither an address nor a domain.`)
          return done
        },
      })
    })
    .openapi(read, async (c) => c.json(await readTrust(db)))
    .openapi(patch, async (c) => {
      // What is left out is not there at all: JSON knows no undefined.
      const wish = c.req.valid('json') as Partial<MailTrust>
      return c.json(
        await inTransaction(db, async (tx) => {
          const trust = { ...(await readTrust(tx)), ...wish }
          const [wrong] = wrongEntries(trust)
          if (wrong) throw new Refusal(422, `${wrong} is neither a domain nor an address or network.`)
          return { ...trust, changeId: await changeTrust(tx, c.var.actor, trust) }
        }),
      )
    })
    .openapi(look, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const done = await looked(tx, c.var.actor, id)
          if (done === 'not found') throw new Refusal(404, `There is no issue ${id}.`)
          if (done === 'held') throw new Refusal(409, `A held answer waits in issue ${id}: decide on it first.`)
          return done
        },
      })
    })
}
