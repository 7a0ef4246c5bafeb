import { OpenAPIHono, z } from '@hono/zod-openapi'
import { getCampaign } from '../campaigns/campaigns.ts'
import { unspentOf, voidUnspent } from '../campaigns/void-certificates.ts'
import { resendCertificate } from '../letters/resend-certificate.ts'
import { noCampaign } from './campaigns.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const path = '/campaigns/{id}/void-certificates'
const look = route({
  ...{ method: 'get', path, deed: 'settings', params: byId },
  summary: 'How many certificates of a campaign are still worth something, and how much',
  answer: z.object({ certificates: z.int(), minor: z.int() }),
})
const takeAll = route({
  ...{ method: 'post', path, deed: 'settings', params: byId, status: 201 },
  summary: 'Makes all unspent certificates of a campaign that is over void, for good',
  body: z.strictObject({ reason: words(500), expectedCertificates: z.int().min(1).max(2_000_000_000) }),
  answer: z.object(changed),
})
const again = route({
  ...{ method: 'post', path: '/gift-certificates/{id}/resend', deed: 'certificates', params: byId, status: 201 },
  summary: 'Writes to its owner once more with the same code',
  answer: z.object({ issueId: z.int(), letterId: z.int(), ...changed }),
})

/** Certificates of a campaign taken back together, and a code that is sent again. */
export function campaignCertificateRoutes({ db, secrets, config }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(look, async (c) => {
      const { id } = c.req.valid('param')
      if (!(await getCampaign(db, id))) throw noCampaign(id)
      return c.json(await unspentOf(db, id))
    })
    .openapi(takeAll, (c) => {
      const { id } = c.req.valid('param')
      const { reason, expectedCertificates: expected } = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          const done = await voidUnspent(tx, c.var.actor, { id, reason, expected })
          if (done === 'not found') throw noCampaign(id)
          if ('problem' in done) throw new Refusal(409, done.problem)
          return done
        },
      })
    })
    .openapi(again, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        effect: async (tx) => {
          const done = await resendCertificate(tx, { secrets, config }, c.var.actor, id)
          if (done === 'not found') throw new Refusal(404, `There is no gift certificate ${id}.`)
          if ('problem' in done) throw new Refusal(409, done.problem)
          return { issueId: done.issueId, letterId: done.letterId, changeId: done.changeId }
        },
      })
    })
}
