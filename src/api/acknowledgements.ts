import { OpenAPIHono, z } from '@hono/zod-openapi'
import { listAcknowledgements, setAcknowledgement } from '../letters/acknowledgements.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, text } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'settings'
const path = '/mailboxes/{id}/acknowledgement'
const shape = z.object({
  mailboxId: z.int(),
  address: z.string(),
  acknowledge: z.boolean(),
  subject: z.string(),
  text: z.string(),
})
const read = route({
  method: 'get',
  path,
  deed,
  summary: 'What a mailbox answers by itself to who writes to it first',
  params: byId,
  answer: shape,
})
const set = route({
  method: 'put',
  path,
  deed,
  summary: 'Sets what a mailbox answers by itself: at most once a day to a sender, never to programs (RFC 3834)',
  params: byId,
  body: z.strictObject({ acknowledge: z.boolean(), subject: text(200).optional(), text: text(20_000) }),
  answer: shape.extend(changed),
})

export function acknowledgementRoutes({ db }: ApiParts) {
  const answerFor = async (mailboxId: number) => {
    const line = (await listAcknowledgements(db)).find((one) => one.mailboxId === mailboxId)
    if (!line) throw new Refusal(404, `There is no mailbox ${mailboxId}.`)
    return line
  }
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, async (c) => c.json(await answerFor(c.req.valid('param').id)))
    .openapi(set, async (c) => {
      const mailboxId = c.req.valid('param').id
      const { subject = '', ...rest } = c.req.valid('json')
      const { changeId } = await inTransaction(db, async (tx) => {
        const result = await setAcknowledgement(tx, c.var.actor, mailboxId, { subject, ...rest })
        if (result === 'not found') throw new Refusal(404, `There is no mailbox ${mailboxId}.`)
        if ('problem' in result) throw new Refusal(422, result.problem)
        return result
      })
      return c.json({ ...(await answerFor(mailboxId)), changeId })
    })
}
