import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Audience } from '../campaigns/audience.ts'
import { startEstimator } from '../campaigns/audience-estimate.ts'
import { whyInAudience } from '../campaigns/audience-why.ts'
import {
  type AudienceResult,
  audienceVersions,
  changeAudience,
  createAudience,
  getAudience,
  listAudiences,
} from '../desk/audiences.ts'
import { audienceShape } from './audience-shape.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'campaigns'
const path = '/audiences/{id}'
const tree = z.object({}).loose().openapi({ description: 'A tree as Audience describes it' })

const shape = z
  .object({
    id: z.int(),
    name: z.string(),
    audience: tree,
    rep: z.string().nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('SavedAudience')

const estimateShape = z.object({
  count: z.int().openapi({ description: 'Addresses, before consent and suppression are looked at' }),
  exact: z.boolean().openapi({ description: 'False: a share of the people was looked at; a launch counts all' }),
  margin: z.int().openapi({ description: 'Not exact: the truth is within so many, 19 times of 20' }),
  sample: z.array(
    z.object({
      personId: z.int().nullable(),
      externalId: z.string().nullable(),
      name: z.string(),
      address: z.string(),
    }),
  ),
})

const whyShape = z.object({
  in: z.boolean(),
  reachable: z.boolean().openapi({ description: 'Has an address, is not erased' }),
  name: z.string(),
  address: z.string(),
  personId: z.int().nullable(),
  externalId: z.string().nullable(),
  why: tree.openapi({
    description: 'The tree with `holds` at every place and, of each clause, a `fact`: {at?, number?, text?}',
  }),
})

const estimateBody = z.strictObject({
  audience: audienceShape,
  exact: z.boolean().optional().openapi({ description: 'Count everybody, which may take seconds' }),
})
const estimate = route({
  ...{ method: 'post', path: '/audiences/estimate', deed, body: estimateBody },
  summary: 'How many people are in an audience, and 20 of them',
  answer: estimateShape,
})
const why = route({
  ...{ method: 'post', path: '/audiences/why', deed, answer: whyShape },
  summary: 'Why somebody is in an audience, or is not: each clause with yes or no and what is known',
  body: z.strictObject({ audience: audienceShape, person: id.optional(), email: words(254).optional() }),
})
const list = route({
  ...{ method: 'get', path: '/audiences', deed, answer: z.object({ items: z.array(shape), next: z.null() }) },
  summary: 'Saved audiences by name',
})
const create = route({
  ...{ method: 'post', path: '/audiences', deed, status: 201, answer: shape.extend(changed) },
  summary: 'Saves an audience under a name',
  body: z.strictObject({ name: words(100), audience: audienceShape }),
})
const read = route({
  ...{ method: 'get', path, deed, params: byId, answer: shape },
  summary: 'One saved audience',
})
const change = route({
  ...{ method: 'patch', path, deed, params: byId, answer: shape.extend(changed) },
  summary: 'Changes a saved audience; campaigns that were made with it keep theirs',
  body: z.strictObject({ name: text(100).optional(), audience: audienceShape.optional(), version: id.optional() }),
})
const remove = route({
  ...{ method: 'delete', path, deed, params: byId, answer: z.object(changed) },
  summary: 'Takes a saved audience away; its undo brings it back',
})
const versions = route({
  ...{ method: 'get', path: `${path}/versions`, deed, params: byId },
  summary: 'What it was before each change, the newest first; /undo/{changeId} takes a change back',
  answer: z.object({
    items: z.array(
      z.object({
        changeId: z.int(),
        at: z.iso.datetime(),
        rep: z.string().nullable(),
        name: z.string().nullable(),
        audience: tree.nullable(),
      }),
    ),
    next: z.null(),
  }),
})

/** Audiences: tried, explained, and kept under names. */
export function audienceRoutes(parts: ApiParts) {
  const { db } = parts
  const estimator = startEstimator(db)
  return new OpenAPIHono<ApiEnv>()
    .openapi(estimate, async (c) => {
      const { audience, exact } = c.req.valid('json')
      const answer = await estimator(audience, exact)
      if (answer !== 'too slow') return c.json(answer)
      throw new Refusal(503, 'To count this audience takes too long: ask for less of it, or try again.', {
        retryAfter: 10,
      })
    })
    .openapi(why, async (c) => {
      const { audience, person, email } = c.req.valid('json')
      if ((person === undefined) === (email === undefined)) throw new Refusal(422, 'Say either person or email.')
      const answer = await whyInAudience(db, audience, person === undefined ? { email: email! } : { personId: person })
      if (!answer) throw new Refusal(404, 'Nobody is known by that id or address.')
      return c.json(answer)
    })
    .openapi(list, async (c) => c.json({ items: await listAudiences(db), next: null }))
    .openapi(create, (c) => {
      const wish = c.req.valid('json')
      return once(c, db, { effect: async (tx) => done(await createAudience(tx, c.var.actor, wish), 0) })
    })
    .openapi(read, async (c) => c.json(await one(c.req.valid('param').id)))
    .openapi(change, async (c) => {
      const at = c.req.valid('param').id
      const wish: { name?: string | undefined; audience?: Audience | undefined; version?: number | undefined } =
        c.req.valid('json')
      return c.json(await inTransaction(db, async (tx) => done(await changeAudience(tx, c.var.actor, at, wish), at)))
    })
    .openapi(remove, async (c) => {
      const at = c.req.valid('param').id
      const patch = { deleted: true }
      const { changeId } = await inTransaction(db, async (tx) =>
        done(await changeAudience(tx, c.var.actor, at, patch), at),
      )
      return c.json({ changeId })
    })
    .openapi(versions, async (c) => {
      const { id: at } = await one(c.req.valid('param').id)
      return c.json({ items: await audienceVersions(db, at), next: null })
    })

  async function one(at: number) {
    const saved = await getAudience(db, at)
    if (!saved) throw new Refusal(404, `There is no saved audience ${at}.`)
    return saved
  }
}

function done(result: AudienceResult, at: number) {
  if (result === 'not found') throw new Refusal(404, `There is no saved audience ${at}.`)
  if ('problem' in result) throw new Refusal(422, result.problem)
  if ('newer' in result)
    throw new Refusal(409, `Audience ${at} was changed since the version you saw: read it again.`, {
      changed: result.newer,
    })
  return { ...result.saved, changeId: result.changeId }
}
