import { OpenAPIHono, z } from '@hono/zod-openapi'
import { sendAutomatic } from '../letters/automatic.ts'
import type { LiquidValue } from '../letters/liquid.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { id, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { letterParts } from './letter-fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const mostData = 200_000
const deepest = 8

/** JSON that a template may name: bounded in size and depth, without what PostgreSQL cannot keep. */
const data = z
  .record(z.string().regex(/^[a-zA-Z_][\w-]{0,99}$/, 'must be a name like order_number'), z.unknown())
  .transform((values) => values as Record<string, LiquidValue>)
  .refine((values) => JSON.stringify(values).length <= mostData, `must have at most ${mostData} characters`)
  .refine((values) => shallow(values, deepest), `must be at most ${deepest} levels deep`)
  .openapi({ type: 'object', additionalProperties: true })

const send = route({
  method: 'post',
  path: '/automatic-emails',
  deed: 'automatic',
  summary: 'Sends automatic e-mail: an issue that is closed at once, and reopens when a human answers',
  body: z.strictObject({
    template: words(60).optional().openapi({ description: 'Its short name; or subject and text' }),
    subject: words(900).optional(),
    text: words(200_000).optional(),
    html: text(1_000_000).optional(),
    to: letterParts.to.openapi({ description: 'One address' }),
    personId: id.optional(),
    orderId: words(100).optional(),
    types: z.array(words(100)).max(20).optional(),
    data: data.optional().openapi({ description: 'Values of the template; of subject and text only where it is sent' }),
    attachmentIds: letterParts.attachmentIds,
    mailboxId: id.optional(),
    onceKey: words(200).optional().openapi({ description: 'Of one template only the first with this key is sent' }),
  }),
  status: 201,
  answer: z.object({
    issueId: z.int(),
    interactionId: z.int(),
    letterId: z.int(),
    messageId: z.string(),
    ...changed,
  }),
})

export function automaticEmailRoutes({ db, secrets, config }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(send, (c) => {
    const body = c.req.valid('json')
    if (!body.to && body.personId === undefined) throw new Refusal(422, 'Say to whom it goes: to or personId.')
    return once(c, db, {
      effect: async (tx) => {
        const result = await sendAutomatic(tx, { secrets, config }, c.var.actor, body)
        if ('problem' in result) throw refused(result)
        return { ...result }
      },
    })
  })
}

function refused({ problem, missing, offer }: Extract<Awaited<ReturnType<typeof sendAutomatic>>, { problem: string }>) {
  const errors = missing?.map((name) => ({ field: `data.${name}`, message: 'has no value: send it in data' }))
  return new Refusal(422, problem, { ...(missing && { missing, errors }), ...(offer && { offer }) })
}

function shallow(value: unknown, left: number): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return left > 0 && Object.values(value).every((each) => shallow(each, left - 1))
}
