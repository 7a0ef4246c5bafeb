import { OpenAPIHono, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { dismissMatch, matchPerson } from '../desk/match-changes.ts'
import { type Candidate, candidatesFor } from '../desk/matches.ts'
import { mergePeople } from '../desk/merge-people.ts'
import { placesOf } from '../people/postal-codes.ts'
import { listProposals } from '../people/proposals.ts'
import { findShopUsers } from '../shop/users.ts'
import { toPerson } from './answers.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, personShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const shopUserShape = z.object({ id: z.int(), externalId: z.string(), email: z.string() }).loose().openapi('ShopUser')
const reasons = z.array(z.string())

const candidates = route({
  method: 'get',
  path: '/people/candidates',
  deed: 'read',
  summary: 'Who may be meant by what is known of somebody, the likeliest first, at most 20, with the reasons',
  query: z.object({
    firstNames: text(200).optional(),
    lastName: text(200).optional(),
    email: text(254).optional(),
    phone: text(100).optional(),
    postalCode: text(40).optional(),
    other: text(2000).optional(),
  }),
  answer: z.object({
    positive: z.object({ shopUser: shopUserShape, personId: z.int().nullable(), reasons }).optional(),
    candidates: z.array(
      z.object({
        person: personShape.optional(),
        shopUser: shopUserShape.optional(),
        personId: z.int().nullable().openapi({ description: 'The record that something would be recorded for' }),
        reasons,
      }),
    ),
    places: z.array(z.string()).openapi({ description: 'Where the postal code is, from the imported table' }),
  }),
})

const shopUser = z.union([id, words(200)]).openapi({ description: 'The id that candidates have, or the shop’s own id' })

const match = route({
  method: 'post',
  path: '/people/{id}/match',
  deed: 'people',
  summary: 'Says which registered user a record is; can be taken back for ever',
  params: byId,
  body: z.strictObject({ shopUser }),
  answer: z.object(changed),
})

const unmatch = route({
  method: 'delete',
  path: '/people/{id}/match',
  deed: 'people',
  summary: 'Says that a record is no registered user after all',
  params: byId,
  answer: z.object(changed),
})

const dismiss = route({
  method: 'post',
  path: '/people/{id}/match/dismiss',
  deed: 'people',
  summary: 'Says that a record is not this registered user; it is not proposed again',
  params: byId,
  body: z.strictObject({ shopUser }),
  answer: z.object(changed),
})

const merge = route({
  method: 'post',
  path: '/people/{id}/merge',
  deed: 'people',
  summary: 'Puts all that a record holds into another one of the same person; can be taken back for ever',
  params: byId,
  body: z.strictObject({ into: id }),
  answer: z.object(changed),
})

const proposals = route({
  method: 'get',
  path: '/match-proposals',
  deed: 'read',
  summary: 'People who may be registered users, found since these registered; the newest 100',
  answer: z.object({ items: z.array(z.object({ person: z.object({}).loose(), shopUser: shopUserShape, reasons })) }),
})

/** Who is who: candidates, matches with registered users, merged records. */
export function matchingRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(candidates, async (c) => {
      const clues = c.req.valid('query')
      const [found, places] = await Promise.all([candidatesFor(db, clues), placesOf(db, clues.postalCode ?? '')])
      return c.json({ ...found, candidates: found.candidates.map(toCandidate), places })
    })
    .openapi(match, (c) => {
      const wanted = c.req.valid('json').shopUser
      const effect = async (tx: Parameters<typeof matchPerson>[0]) =>
        done(await matchPerson(tx, c.var.actor, idOf(c), await userId(tx, wanted)), idOf(c))
      return once(c, db, { status: 200, effect })
    })
    .openapi(unmatch, async (c) => {
      const { id: personId } = c.req.valid('param')
      return c.json(
        await inTransaction(db, async (tx) => done(await matchPerson(tx, c.var.actor, personId, null), personId)),
      )
    })
    .openapi(dismiss, (c) => {
      const wanted = c.req.valid('json').shopUser
      const effect = async (tx: Parameters<typeof matchPerson>[0]) =>
        done(await dismissMatch(tx, c.var.actor, idOf(c), await userId(tx, wanted)), idOf(c))
      return once(c, db, { status: 200, effect })
    })
    .openapi(merge, (c) => {
      const { into } = c.req.valid('json')
      const effect = async (tx: Parameters<typeof matchPerson>[0]) =>
        done(await mergePeople(tx, c.var.actor, idOf(c), into), idOf(c))
      return once(c, db, { status: 200, effect })
    })
    .openapi(proposals, async (c) => {
      const found = await listProposals(db)
      const users = await findShopUsers(db, { ids: found.map((one) => one.shopUserId) })
      const items = found.map(({ shopUserId, ...rest }) => ({
        ...rest,
        shopUser: users.find((u) => u.id === shopUserId),
      }))
      return c.json({ items })
    })
}

function idOf(c: { req: { valid: (part: 'param') => { id: number } } }): number {
  return c.req.valid('param').id
}

async function userId(db: Db, wanted: number | string): Promise<number> {
  const where = typeof wanted === 'number' ? sql`id = ${wanted}` : sql`external_id = ${wanted}`
  const { rows } = await sql<{ id: number }>`select id from shop_users where ${where}`.execute(db)
  if (!rows[0]) throw new Refusal(422, `There is no registered user ${wanted}: send the id that the candidates have.`)
  return rows[0].id
}

function done(
  result: { changeId: number | null } | { problem: string } | 'not found',
  personId: number,
): { changeId: number | null } {
  if (result === 'not found') throw new Refusal(404, `There is no customer ${personId}.`)
  if ('problem' in result) throw new Refusal(422, result.problem)
  return result
}

function toCandidate({ person, score: _, ...rest }: Candidate): object {
  return { ...rest, ...(person && { person: toPerson(person) }) }
}
