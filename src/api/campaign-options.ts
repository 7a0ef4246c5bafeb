import { OpenAPIHono, z } from '@hono/zod-openapi'
import { archiveUrl } from '../campaigns/archive-url.ts'
import { getCampaign } from '../campaigns/campaigns.ts'
import { setCampaignOptions } from '../desk/campaign-options.ts'
import { noCampaign } from './campaigns.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'campaigns'
const path = '/campaigns/{id}/options'
const shape = z.object({
  archive: z.boolean().openapi({ description: 'A copy without personal values is open to whoever has archiveUrl' }),
  archiveUrl: z.string(),
  tracking: z.boolean().openapi({ description: 'Its letters report opens and clicks' }),
})

const read = route({
  ...{ method: 'get', path, deed, params: byId, answer: shape },
  summary: 'What is off unless somebody wants it: a public copy, reports of opens and clicks',
})
const put = route({
  ...{ method: 'put', path, deed, params: byId, answer: shape.extend(changed) },
  summary: 'Sets them; what is left out stays; tracking in a draft only',
  body: z.strictObject({ archive: z.boolean().optional(), tracking: z.boolean().optional() }),
})

/** Options of a campaign that are no part of what it says. */
export function campaignOptionRoutes(parts: ApiParts) {
  const { db } = parts
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, async (c) => {
      const { id } = c.req.valid('param')
      const campaign = await getCampaign(db, id)
      if (!campaign) throw noCampaign(id)
      const { archive, tracking } = campaign
      return c.json({ archive, archiveUrl: archiveUrl(parts, id), tracking })
    })
    .openapi(put, async (c) => {
      const { id } = c.req.valid('param')
      const done = await inTransaction(db, (tx) => setCampaignOptions(tx, c.var.actor, id, c.req.valid('json')))
      if (done === 'not found') throw noCampaign(id)
      if ('problem' in done) throw new Refusal(409, done.problem)
      return c.json({ ...done.options, archiveUrl: archiveUrl(parts, id), changeId: done.changeId })
    })
}
