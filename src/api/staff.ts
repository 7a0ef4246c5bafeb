import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Tx } from '../database/connection.ts'
import { setRepGroups } from '../desk/rep-groups.ts'
import {
  changeRep,
  deactivate,
  endRepSessions,
  inviteRep,
  linkRep,
  reactivate,
  resetSecondStep,
  type StaffDone,
} from '../desk/staff-changes.ts'
import { type LinkPurpose, linkHours } from '../reps/rep-links.ts'
import { roleNames } from '../reps/roles.ts'
import { getStaff, listStaff } from '../reps/staff.ts'
import { listSessions } from '../reps/visits.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { sessionShape, staffShape } from './staff-shapes.ts'

const deed = 'settings'
const role = z.enum(roleNames as [string, ...string[]]).transform((one) => one as (typeof roleNames)[number])
const groups = z.array(id).max(200).optional().openapi({ description: 'Exactly these groups, by their ids' })
const linkShape = z.object({
  id: z.int(),
  link: z.string().nullable().openapi({ description: 'Shown once; null when the request is sent again' }),
  goodForHours: z.int(),
  ...changed,
})

const list = route({
  method: 'get',
  path: '/staff',
  deed,
  summary: 'Everybody who works at the desk, the active ones first',
  answer: z.object({ items: z.array(staffShape), next: z.null() }),
})
const read = route({ method: 'get', path: '/staff/{id}', deed, summary: 'One rep', params: byId, answer: staffShape })
const invite = route({
  method: 'post',
  path: '/staff',
  deed,
  summary: 'Makes an account and the one-time link that lets its owner in',
  body: z.strictObject({ name: words(200), email: words(254), role, groups }),
  status: 201,
  answer: linkShape,
})
const change = route({
  method: 'patch',
  path: '/staff/{id}',
  deed,
  summary: 'Changes name, role and groups; the last admin stays one',
  params: byId,
  body: z.strictObject({ name: words(200).optional(), role: role.optional(), groups }),
  answer: staffShape.extend(changed),
})
const link = route({
  method: 'post',
  path: '/staff/{id}/link',
  deed,
  summary: 'Another invitation, or a way to a new password; older links are dead',
  params: byId,
  status: 201,
  answer: linkShape,
})
const act = route({
  method: 'post',
  path: '/staff/{id}/{deed}',
  deed,
  summary: 'Ends sessions, links and keys at once, lets in again, or turns the second step off',
  params: byId.extend({ deed: z.enum(['deactivate', 'reactivate', 'drop-second-step']) }),
  answer: staffShape.extend(changed),
})
const sessions = route({
  method: 'get',
  path: '/staff/{id}/sessions',
  deed,
  summary: 'Where a rep is signed in, the latest used first',
  params: byId,
  answer: z.object({ items: z.array(sessionShape), next: z.null() }),
})
const end = route({
  method: 'delete',
  path: '/staff/{id}/sessions',
  deed,
  summary: 'Signs a rep out: of one session, or of all',
  params: byId,
  query: z.object({ session: idText.optional() }),
  answer: z.object(changed),
})

const acts = { deactivate, reactivate, 'drop-second-step': resetSecondStep } as const

/** Who works at the desk, for admins' programs: what the staff page does. */
export function staffRoutes(parts: ApiParts) {
  const { db } = parts
  return new OpenAPIHono<ApiEnv>()
    .route('/', linkRoutes(parts)) // first: a link is none of the deeds below
    .openapi(list, async (c) => c.json({ items: await listStaff(db), next: null }))
    .openapi(read, async (c) => {
      const one = await getStaff(db, c.req.valid('param').id)
      if (!one) throw missing(c.req.valid('param').id)
      return c.json(one)
    })
    .openapi(sessions, async (c) => c.json({ items: await listSessions(db, c.req.valid('param').id), next: null }))
    .openapi(change, (c) => {
      const { id } = c.req.valid('param')
      const { groups, ...wish } = c.req.valid('json')
      const effect = async (tx: Tx) => {
        const one = await getStaff(tx, id)
        if (!one) throw missing(id)
        const done = changeOf(
          await changeRep(tx, c.var.actor, { id, name: one.name, role: one.role, ...present(wish) }),
          id,
        )
        const moved = groups ? await setRepGroups(tx, c.var.actor, id, new Set(groups)) : null
        return { changeId: done.changeId ?? moved }
      }
      return once(c, db, { status: 200, effect, body: async (db, ids) => ({ ...(await getStaff(db, id)), ...ids }) })
    })
    .openapi(act, (c) => {
      const { id, deed } = c.req.valid('param')
      const effect = async (tx: Tx) => changeOf(await acts[deed](tx, c.var.actor, id), id)
      return once(c, db, { status: 200, effect, body: async (db, ids) => ({ ...(await getStaff(db, id)), ...ids }) })
    })
    .openapi(end, async (c) => {
      const { id: repId } = c.req.valid('param')
      const { session } = c.req.valid('query')
      const which = session === undefined ? { keep: null } : { id: session }
      const ended = await db.transaction().execute((tx) => endRepSessions(tx, c.var.actor, { repId, ...which }))
      return c.json(changeOf(ended, repId))
    })
}

/** A link is a secret: it is in the first answer alone, and a replay has null in its place. */
function linkRoutes({ db, config }: ApiParts) {
  const addressOf = (token: string) => `${config.publicUrl}${config.basePath}join/${token}`
  const answered = (made: { token?: string }, purpose: LinkPurpose) => ({
    body: async (_: unknown, ids: Record<string, unknown>) => ({
      ...ids,
      link: made.token === undefined ? null : addressOf(made.token),
      goodForHours: linkHours[purpose],
    }),
  })
  return new OpenAPIHono<ApiEnv>()
    .openapi(invite, (c) => {
      const { groups = [], ...wish } = c.req.valid('json')
      const made: { token?: string } = {}
      const effect = async (tx: Tx) => {
        const done = await inviteRep(tx, c.var.actor, wish)
        if ('faults' in done) throw new Refusal(422, faultText(done.faults, wish.email))
        await setRepGroups(tx, c.var.actor, done.repId, new Set(groups))
        made.token = done.token
        return { id: done.repId, changeId: done.changeId }
      }
      return once(c, db, { effect, ...answered(made, 'invite') })
    })
    .openapi(link, async (c) => {
      const { id } = c.req.valid('param')
      const purpose = (await getStaff(db, id))?.invited ? 'invite' : 'reset'
      const made: { token?: string } = {}
      const effect = async (tx: Tx) => {
        const done = await linkRep(tx, c.var.actor, { id, purpose })
        if ('problem' in done) throw refusal(done.problem, id)
        made.token = done.token
        return { id, changeId: done.changeId }
      }
      return once(c, db, { effect, ...answered(made, purpose) })
    })
}

function present<T extends object>(wish: T) {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}

function faultText(faults: readonly string[], email: string): string {
  if (faults.includes('taken')) return `There is an account with the address ${email} already: change that one.`
  if (faults.includes('email')) return `“${email.slice(0, 80)}” is no e-mail address: write it like ann@shop.example.`
  return `Correct these fields: ${faults.join(', ')}.`
}

function changeOf(done: StaffDone, id: number): { changeId: number | null } {
  if ('problem' in done) throw refusal(done.problem, id)
  return done
}

function refusal(problem: 'last admin' | 'deactivated' | 'not found', id: number): Refusal {
  if (problem === 'not found') return missing(id)
  if (problem === 'deactivated') return new Refusal(409, `Rep ${id} is deactivated: reactivate them first.`)
  return new Refusal(409, `Rep ${id} is the last active admin who can sign in: make another one first.`)
}

const missing = (id: number) => new Refusal(404, `There is no rep ${id}.`)
