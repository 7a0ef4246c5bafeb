import { OpenAPIHono, z } from '@hono/zod-openapi'
import { getCampaign } from '../campaigns/campaigns.ts'
import { worstRows } from '../campaigns/draft-letter.ts'
import { approveCampaign, launchCampaign, needsApproval } from '../campaigns/launch.ts'
import { estimateCampaign } from '../campaigns/snapshot.ts'
import { type Changed, cancelCampaign, pauseCampaign, resumeCampaign } from '../campaigns/states.ts'
import { sendTest } from '../campaigns/test-letter.ts'
import type { Tx } from '../database/connection.ts'
import { parseAddress } from '../letters/recipients.ts'
import { campaignWithCounts, estimateShape } from './campaign-shapes.ts'
import { noCampaign, withCounts } from './campaigns.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const deed = 'campaigns'
const path = '/campaigns/{id}'
const answer = campaignWithCounts.extend(changed)

const estimate = route({
  ...{ method: 'post', path: `${path}/estimate`, deed, params: byId, answer: estimateShape },
  summary: 'How many would get it, who would be skipped and why, what certificates would be worth',
})
const test = route({
  ...{ method: 'post', path: `${path}/test`, deed, params: byId },
  summary: 'Sends one letter to an address, without a real certificate; its links do nothing',
  body: z.strictObject({ to: words(254) }),
  answer: z.object({ sent: z.boolean() }),
})
const launch = route({
  ...{ method: 'post', path: `${path}/launch`, deed, params: byId, answer },
  summary:
    'Sends it on its way at its time, or now; 409 when its audience is off by more than 1 % from what is expected',
  body: z.strictObject({
    expectedRecipients: z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  }),
})
const simple = (name: string, summary: string) =>
  route({ ...{ method: 'post', path: `${path}/${name}`, deed, params: byId, answer }, summary })

const approve = simple('approve', 'The second person’s look, where a campaign is large')
const pause = simple('pause', 'Stops it where it is; letters that are on their way still go')
const resume = simple('resume', 'Lets it go on')
const cancel = simple('cancel', 'Ends it for good; whoever was not written to is skipped')

/** What sends campaigns, and what stops them. */
export function campaignDeedRoutes(parts: ApiParts) {
  const { db, secrets, config } = parts
  const change = (c: ApiContext, id: number, act: (tx: Tx) => Promise<Changed>) =>
    once(c, db, {
      status: 200,
      effect: async (tx) => {
        const done = await act(tx)
        if (done === 'not found') throw noCampaign(id)
        if ('problem' in done) throw new Refusal(409, done.problem)
        return { id, changeId: done.changeId }
      },
      body: async (reader, { changeId }) => ({ ...(await withCounts(reader, id)), changeId }),
    })
  return new OpenAPIHono<ApiEnv>()
    .openapi(estimate, async (c) => {
      const campaign = await wanted(parts, c.req.valid('param').id)
      const counted = await estimateCampaign(db, secrets, campaign)
      return c.json({ ...counted, needsApproval: (await needsApproval(db, campaign, counted)) ?? null })
    })
    .openapi(test, async (c) => {
      const to = parseAddress(c.req.valid('json').to)
      if (!to) throw new Refusal(422, 'to: this is no e-mail address.')
      return c.json(await tried(parts, c.req.valid('param').id, { to: to.address, repId: c.var.actor.repId }))
    })
    .openapi(launch, (c) => {
      const { id } = c.req.valid('param')
      const { expectedRecipients } = c.req.valid('json')
      return change(c, id, (tx) => launchCampaign(tx, { secrets, config }, c.var.actor, { id, expectedRecipients }))
    })
    .openapi(approve, (c) => {
      const { id } = c.req.valid('param')
      return change(c, id, (tx) => approveCampaign(tx, c.var.actor, id))
    })
    .openapi(pause, (c) => {
      const { id } = c.req.valid('param')
      return change(c, id, (tx) => pauseCampaign(tx, c.var.actor, id))
    })
    .openapi(resume, (c) => {
      const { id } = c.req.valid('param')
      return change(c, id, (tx) => resumeCampaign(tx, c.var.actor, id))
    })
    .openapi(cancel, (c) => {
      const { id } = c.req.valid('param')
      return change(c, id, (tx) => cancelCampaign(tx, c.var.actor, id))
    })
}

async function wanted({ db }: ApiParts, id: number) {
  const campaign = await getCampaign(db, id)
  if (!campaign) throw noCampaign(id)
  return campaign
}

/** To somebody usual of the audience, if there is anybody. */
async function tried(parts: ApiParts, id: number, { to, repId }: { to: string; repId: number | null }) {
  const { db, secrets, config } = parts
  const campaign = await wanted(parts, id)
  const worst = await worstRows(db, campaign)
  const person = (worst === 'too slow' ? undefined : worst.rows[0]) ?? nobody
  const desk = { secrets, config, instance: parts.instance ?? '' }
  const done = await sendTest(db, desk, { campaign, person, to, repId })
  if (done === 'sent') return { sent: true }
  if (done === 'copy') throw new Refusal(409, 'This is a copy of another desk’s database: it sends nothing.')
  if (done === 'no relay') throw new Refusal(409, `No relay takes the letters of ${campaign.mailbox}.`)
  throw new Refusal(409, 'missing' in done ? `There is no value for ${done.missing.join(', ')}.` : done.problem)
}

const nobody = { address: '', firstNames: 'Maria', lastName: 'Example', country: '', language: '' }
