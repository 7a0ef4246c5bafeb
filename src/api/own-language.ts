import { OpenAPIHono, z } from '@hono/zod-openapi'
import { ownLanguage, repLanguages, setOwnLanguage } from '../reps/rep-settings.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { inTransaction } from './transaction.ts'

const shape = z.object({
  language: z.enum(repLanguages).nullable().openapi({ description: 'Null: the one that the browser asks for' }),
})
const read = route({
  method: 'get',
  path: '/me/language',
  deed: 'read',
  summary: 'The language in which the acting rep reads the desk',
  answer: shape,
})
const write = route({
  method: 'put',
  path: '/me/language',
  deed: 'read',
  summary: 'Chooses the language in which the acting rep reads the desk; null leaves it to the browser',
  body: z.strictObject(shape.shape),
  answer: shape,
})

export function ownLanguageRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, async (c) => c.json({ language: await ownLanguage(db, repOf(c)) }))
    .openapi(write, async (c) => {
      const { language } = c.req.valid('json')
      await inTransaction(db, (tx) => setOwnLanguage(tx, repOf(c), language))
      return c.json({ language })
    })
}

function repOf(c: ApiContext): number {
  const { repId } = c.var.actor
  if (repId === null) throw new Refusal(422, 'A language belongs to a rep: use a key that acts as one.')
  return repId
}
