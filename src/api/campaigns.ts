import { OpenAPIHono, z } from '@hono/zod-openapi'
import {
  addCampaign,
  type Campaign,
  type CampaignValues,
  changeCampaign,
  getCampaign,
  listCampaigns,
} from '../campaigns/campaigns.ts'
import { contentProblem } from '../campaigns/launch.ts'
import { countsOf, listRecipients } from '../campaigns/recipients.ts'
import type { Db } from '../database/connection.ts'
import { recordChange } from '../desk/changes.ts'
import { listMailboxes, mailboxForRecipient } from '../mail/mailboxes.ts'
import {
  campaignBody,
  campaignPatch,
  campaignQuery,
  campaignShape,
  campaignWithCounts,
  recipientQuery,
  recipientShape,
} from './campaign-shapes.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, pageOf } from './fields.ts'
import { once } from './idempotency.ts'
import { stale } from './issues.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'campaigns'
const path = '/campaigns/{id}'
const pageOfAll = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })

const list = route({
  ...{ method: 'get', path: '/campaigns', deed, query: campaignQuery, answer: pageOfAll(campaignShape) },
  summary: 'Campaigns, the newest first',
})
const create = route({
  ...{ method: 'post', path: '/campaigns', deed, body: campaignBody, status: 201 },
  summary: 'Writes a campaign; nothing is sent until it is launched',
  answer: campaignWithCounts.extend(changed),
})
const read = route({
  ...{ method: 'get', path, deed, params: byId, answer: campaignWithCounts },
  summary: 'One campaign, with its recipients by state and reason',
})
const change = route({
  ...{ method: 'patch', path, deed, params: byId, body: campaignPatch, answer: campaignWithCounts.extend(changed) },
  summary: 'Changes a draft; whoever approved it has to look again',
})
const recipients = route({
  ...{ method: 'get', path: `${path}/recipients`, deed, params: byId, query: recipientQuery },
  summary: 'Who got it, who did not, and why',
  answer: pageOfAll(recipientShape),
})

/** Campaigns as texts and numbers; what sends them is in campaign-deeds.ts. */
export function campaignRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { items, next } = await listCampaigns(db, { state: query.state, ...pageOf(query) })
      return c.json({ items: items.map(shown), next })
    })
    .openapi(create, (c) => {
      const body = c.req.valid('json')
      return once(c, db, {
        effect: async (tx) => {
          const values = { ...empty, ...(await valuesOf(tx, body)) } as CampaignValues
          refuseContent(values)
          const id = await addCampaign(tx, values, c.var.actor.repId)
          return { id, changeId: await recordChange(tx, c.var.actor, { kind: 'campaign.create', after: { id } }) }
        },
        body: async (reader, { id, changeId }) => ({ ...(await withCounts(reader, Number(id))), changeId }),
      })
    })
    .openapi(read, async (c) => c.json(await withCounts(db, c.req.valid('param').id)))
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const { version, ...body } = c.req.valid('json')
      const changeId = await inTransaction(db, async (tx) => {
        const before = await getCampaign(tx, id)
        const values = await valuesOf(tx, body)
        if (before) refuseContent({ ...before, ...values })
        const done = await changeCampaign(tx, { id, version, values, repId: c.var.actor.repId })
        if (done === 'not found') throw noCampaign(id)
        if (done === 'not now') throw new Refusal(409, 'Only a draft can be changed: what was launched is frozen.')
        if (typeof done === 'object') throw stale(`Campaign ${id}`, shown(done.conflict))
        return recordChange(tx, c.var.actor, { kind: 'campaign.update', after: { id, fields: Object.keys(values) } })
      })
      return c.json({ ...(await withCounts(db, id)), changeId })
    })
    .openapi(recipients, async (c) => {
      const { id } = c.req.valid('param')
      if (!(await getCampaign(db, id))) throw noCampaign(id)
      const { state, skipReason, q, ...query } = c.req.valid('query')
      return c.json(await listRecipients(db, { campaignId: id, state, skipReason, q, ...pageOf(query) }))
    })
}

const empty = {
  ...{ html: null, list: null, certificate: null, types: [], sendAt: null, policy: 'hold' as const },
  ...{ rate: null, expiresAt: null },
}

type Body = z.infer<typeof campaignPatch>

/** The columns of what was said; a mailbox by its id or address, the first one for a new campaign that names none. */
async function valuesOf(db: Db, body: Omit<Body, 'version'>): Promise<Partial<CampaignValues>> {
  const { mailbox, ratePerSecond, ...rest } = body
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const mailboxes = mailbox === undefined && body.name === undefined ? [] : await listMailboxes(db)
  const found =
    mailbox === undefined
      ? mailboxes[0]
      : typeof mailbox === 'number'
        ? mailboxes.find(({ id }) => id === mailbox)
        : mailboxForRecipient(mailboxes, mailbox)
  if (mailbox !== undefined && !found) throw new Refusal(422, `There is no mailbox ${mailbox}.`)
  return {
    ...(said as Partial<CampaignValues>),
    ...(mailbox !== undefined || isNew(body) ? { mailboxId: found!.id } : {}),
    ...(ratePerSecond !== undefined && { rate: ratePerSecond }),
  }
}

/** A new campaign says all that it must. */
const isNew = ({ name, subject, text, basis, audience }: Body) =>
  [name, subject, text, basis, audience].every((value) => value !== undefined)

function refuseContent(values: Pick<Campaign, 'subject' | 'text' | 'html'>) {
  const problem = contentProblem(values)
  if (problem) throw new Refusal(422, problem)
}

export function noCampaign(id: number): Refusal {
  return new Refusal(404, `There is no campaign ${id}.`)
}

export async function withCounts(db: Db, id: number) {
  const campaign = await getCampaign(db, id)
  if (!campaign) throw noCampaign(id)
  return { ...shown(campaign), counts: await countsOf(db, id) }
}

function shown({ rate, versionId: _v, mailboxId: _m, ...campaign }: Campaign) {
  return { ...campaign, ratePerSecond: rate }
}
