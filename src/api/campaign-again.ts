import { OpenAPIHono, z } from '@hono/zod-openapi'
import { OverBudget, sendOnceMore } from '../campaigns/once-more.ts'
import { campaignWithCounts } from './campaign-shapes.ts'
import { noCampaign, withCounts } from './campaigns.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const again = route({
  ...{ method: 'post', path: '/campaigns/{id}/again', deed: 'campaigns', params: byId },
  summary: 'Tries those who failed once more, or sends to those who are uncertain again: they may get it twice',
  body: z.strictObject({ state: z.enum(['failed', 'uncertain']) }),
  answer: campaignWithCounts.extend(changed),
})

/** A second chance for recipients whom the letter did not reach, or perhaps did not. */
export function campaignAgainRoutes({ db, secrets }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(again, (c) => {
    const { id } = c.req.valid('param')
    const { state } = c.req.valid('json')
    return once(c, db, {
      status: 200,
      effect: async (tx) => {
        const done = await sendOnceMore(tx, secrets, c.var.actor, { id, state }).catch(refused)
        if (done === 'not found') throw noCampaign(id)
        if ('problem' in done) throw new Refusal(409, done.problem)
        return { id, changeId: done.changeId }
      },
      body: async (reader, { changeId }) => ({ ...(await withCounts(reader, id)), changeId }),
    })
  })
}

function refused(error: unknown): never {
  throw error instanceof OverBudget ? new Refusal(409, error.message) : error
}
