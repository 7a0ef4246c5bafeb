import { OpenAPIHono, z } from '@hono/zod-openapi'
import { putMember } from '../campaigns/double-opt-in.ts'
import { memberKeyed } from '../campaigns/member-keys.ts'
import { memberStates } from '../database/tables-consent.ts'
import { putMailingList, removeMember } from '../desk/mailing-list-changes.ts'
import { getMember, listMembers } from '../people/list-members.ts'
import { getMailingList, listMailingLists, lockMailingList } from '../people/mailing-lists.ts'
import { may } from '../reps/roles.ts'
import { listBody, listShape, memberBody, memberShape } from './consent-shapes.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { pageOf, paging, text, words } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const bySlug = z.object({ slug: text(50) })
const byMember = bySlug.extend({ member: words(254) })

const all = route({
  method: 'get',
  path: '/mailing-lists',
  deed: 'read',
  summary: 'Mailing lists with the numbers of their members, the archived ones last',
  answer: z.object({ items: z.array(listShape), next: z.null() }),
})

const one = route({
  method: 'get',
  path: '/mailing-lists/{slug}',
  deed: 'read',
  summary: 'A mailing list',
  params: bySlug,
  answer: listShape,
})

const put = route({
  method: 'put',
  path: '/mailing-lists/{slug}',
  deed: 'consent',
  summary: 'Makes a mailing list or changes it: what is left out stays',
  params: bySlug,
  body: listBody,
  answer: listShape.extend(changed),
})

const members = route({
  method: 'get',
  path: '/mailing-lists/{slug}/members',
  deed: 'read',
  summary: 'Who is or was on a list, the newest first, with the evidence',
  params: bySlug,
  query: z.object({ ...paging, state: z.enum(memberStates).optional(), email: text(254).optional() }),
  answer: z.object({ items: z.array(memberShape), next: z.string().nullable() }),
})

const enter = route({
  method: 'put',
  path: '/mailing-lists/{slug}/members/{member}',
  deed: 'consent',
  summary:
    'Puts a registered user (by the shop’s id) or an e-mail address on a list; a list that asks twice sends its letter',
  params: byMember,
  body: memberBody,
  answer: memberShape.extend(changed),
})

const remove = route({
  method: 'delete',
  path: '/mailing-lists/{slug}/members/{member}',
  deed: 'consent',
  summary: 'Takes somebody off a list',
  params: byMember,
  answer: z.object(changed),
})

export function mailingListRoutes(parts: ApiParts) {
  const { db } = parts
  const known = async (slug: string) => found(await getMailingList(db, slug), slug)
  return new OpenAPIHono<ApiEnv>()
    .openapi(all, async (c) => c.json({ items: await listMailingLists(db), next: null }))
    .openapi(one, async (c) => c.json(await known(c.req.valid('param').slug)))
    .openapi(put, async (c) => {
      const { slug } = c.req.valid('param')
      const wish = c.req.valid('json')
      if (wish.acceptsUnproven !== undefined && !may(c.var.key.role, 'settings'))
        throw new Refusal(403, 'Whether unproven members get letters is for an admin’s key to say.')
      const done = await inTransaction(db, (tx) => putMailingList(tx, c.var.actor, slug, wish))
      if ('problem' in done) throw new Refusal(422, done.problem)
      return c.json({ ...done.list, changeId: done.changeId })
    })
    .openapi(members, async (c) => {
      const { state, email, ...query } = c.req.valid('query')
      const list = await known(c.req.valid('param').slug)
      return c.json(await listMembers(db, { listId: list.id, state, address: email }, pageOf(query)))
    })
    .openapi(enter, async (c) => {
      const { slug, member } = c.req.valid('param')
      const { consent } = c.req.valid('json')
      const { id, changeId } = await inTransaction(db, async (tx) => {
        const list = found(await lockMailingList(tx, { slug }), slug)
        const keyed = settled(await memberKeyed(tx, member))
        const wish = { ...keyed, consent: consent ? { ...consent, at: consent.at.toISOString() } : null }
        return settled(await putMember(tx, parts, { actor: c.var.actor, list, wish }))
      })
      return c.json({ ...(await getMember(db, id)), changeId })
    })
    .openapi(remove, async (c) => {
      const { slug, member } = c.req.valid('param')
      const done = await inTransaction(db, async (tx) => {
        const list = found(await lockMailingList(tx, { slug }), slug)
        const { address } = settled(await memberKeyed(tx, member))
        const [line] = (await listMembers(tx, { listId: list.id, address }, { limit: 1 })).items
        return line ? removeMember(tx, c.var.actor, list, line.id) : ('not found' as const)
      })
      if (done === 'not found') throw new Refusal(404, `${member} is not on the list “${slug}”.`)
      return c.json(done)
    })
}

function found<T>(list: T | undefined, slug: string): T {
  if (!list) throw new Refusal(404, `There is no mailing list “${slug}”: PUT /mailing-lists/${slug} makes it.`)
  return list
}

function settled<T extends object>(result: T | { problem: string }): T {
  if ('problem' in result) throw new Refusal(422, String(result.problem))
  return result
}
