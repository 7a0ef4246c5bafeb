import { OpenAPIHono, z } from '@hono/zod-openapi'
import { addDemo, countDemo, removeDemo } from '../letters/demo-data.ts'
import { addSuggested } from '../letters/suggested-canned.ts'
import { type SuggestedLanguage, suggestedLanguages } from '../letters/suggested-texts.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'

const count = z.object({ people: z.int(), issues: z.int(), entries: z.int() })
const readDemo = route({
  ...{ method: 'get', path: '/demo-data', deed: 'settings', answer: count },
  summary: 'How much demo data there is, with what was written in it',
})
const putDemo = route({
  ...{ method: 'put', path: '/demo-data', deed: 'settings', answer: count },
  summary: 'Adds the demo data, where it is not there',
})
const dropDemo = route({
  ...{ method: 'delete', path: '/demo-data', deed: 'settings', answer: count },
  summary: 'Takes the demo data away whole, with what was written in it: there is no undo',
})
const suggest = route({
  ...{ method: 'post', path: '/canned-responses/suggested', deed: 'settings', status: 201 },
  summary: 'Adds the suggested canned responses of a language, but those whose titles are taken',
  body: z.strictObject({ language: z.enum(suggestedLanguages as [SuggestedLanguage, ...SuggestedLanguage[]]) }),
  answer: z.object({ ids: z.array(z.int()), changeId: z.int().nullable() }),
})

export function startRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(readDemo, async (c) => c.json(await countDemo(db)))
    .openapi(putDemo, async (c) => c.json(await addDemo(db, c.var.actor)))
    .openapi(dropDemo, async (c) => {
      const done = await removeDemo(db, c.var.actor)
      if (done === 'busy') throw new Refusal(409, 'A letter in the demo data is being sent: try again in a minute.')
      if ('tied' in done)
        throw new Refusal(409, `${done.tied} of its issues hold what belongs to others: split or unlink that first.`)
      return c.json(done)
    })
    .openapi(suggest, (c) =>
      once(c, db, {
        effect: async (tx) => ({
          ...(await addSuggested(tx, { actor: c.var.actor, admin: true }, c.req.valid('json').language)),
        }),
      }),
    )
}
