import { OpenAPIHono, z } from '@hono/zod-openapi'
import { changeRawKeeping } from '../desk/keeping-changes.ts'
import { readRawKeeping } from '../mail/raw-keeping.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { route } from './route.ts'
import { inTransaction } from './transaction.ts'

const keeping = {
  months: z
    .int()
    .min(1)
    .max(1200)
    .nullable()
    .openapi({ description: 'After the closing of a mail’s last issue; null: its bytes are kept for good' }),
}

const read = route({
  method: 'get',
  path: '/mail-keeping',
  deed: 'settings',
  summary: 'How long the bytes of mail are kept',
  answer: z.object(keeping),
})
const set = route({
  method: 'put',
  path: '/mail-keeping',
  deed: 'settings',
  summary:
    'Sets how long the bytes of mail are kept; words, addresses and files stay. What was dropped does not come back',
  body: z.strictObject(keeping),
  answer: z.object({ ...keeping, changeId: z.int().nullable() }),
})

export function mailKeepingRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, async (c) => c.json(await readRawKeeping(db)))
    .openapi(set, async (c) => {
      const wish = c.req.valid('json')
      const changeId = await inTransaction(db, (tx) => changeRawKeeping(tx, c.var.actor, wish))
      return c.json({ ...wish, changeId })
    })
}
