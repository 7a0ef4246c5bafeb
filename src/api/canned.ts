import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Database, Db } from '../database/connection.ts'
import { readCursor, writeCursor } from '../database/cursor.ts'
import { type CannedResponse, findCanned, getCanned } from '../desk/canned.ts'
import type { CannedDone, CannedRefusal } from '../desk/canned-changes.ts'
import { cannedVersions, restoreCanned } from '../desk/canned-history.ts'
import { changeCanned, fillCanned, insertIntoLetter, makeCanned } from '../letters/canned.ts'
import { personLanguage, variables } from '../letters/variables.ts'
import { may } from '../reps/roles.ts'
import {
  cannedShape,
  changeBody,
  fillBody,
  filledShape,
  listQuery,
  makeBody,
  variableShape,
  versionShape,
} from './canned-shapes.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId, id } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const path = '/canned-responses/{id}'
const whole = cannedShape.extend(changed)
const list = route({
  ...{ method: 'get', path: '/canned-responses', deed: 'read', query: listQuery },
  summary: 'Shared canned responses and those of the key’s rep, by id; with q the best first',
  answer: z.object({ items: z.array(cannedShape), next: z.string().nullable() }),
})
const documented = route({
  ...{ method: 'get', path: '/canned-responses/variables', deed: 'read' },
  summary: 'The variables that a response may name, with their source; besides, ask.anything asks whoever inserts it',
  answer: z.object({ items: z.array(variableShape), next: z.null() }),
})
const read = route({
  ...{ method: 'get', path, deed: 'read', params: byId, answer: cannedShape },
  summary: 'One canned response',
})
const create = route({
  ...{ method: 'post', path: '/canned-responses', deed: 'work', body: makeBody, status: 201, answer: whole },
  summary: 'Makes a canned response: one’s own, or shared',
})
const change = route({
  ...{ method: 'patch', path, deed: 'work', params: byId, body: changeBody, answer: whole },
  summary: 'Changes a canned response: one’s own, or a shared one by who may change settings',
})
const remove = route({
  ...{ method: 'delete', path, deed: 'work', params: byId, answer: z.object({ id: z.int(), ...changed }) },
  summary: 'Takes a canned response away; its undo brings it back',
})
const versions = route({
  ...{ method: 'get', path: `${path}/versions`, deed: 'read', params: byId },
  summary: 'What it said, since when and by whom, the newest first',
  answer: z.object({ items: z.array(versionShape), next: z.null() }),
})
const restore = route({
  ...{ method: 'post', path: `${path}/restore`, deed: 'work', params: byId, answer: whole },
  summary: 'Makes its words what they were after that change',
  body: z.strictObject({ changeId: id }),
})
const fill = route({
  ...{ method: 'post', path: `${path}/render`, deed: 'read', params: byId, body: fillBody, answer: filledShape },
  summary: 'The text for an issue or person; nothing is counted',
})
const insert = route({
  ...{ method: 'post', path: `${path}/insert`, deed: 'work', params: byId, body: fillBody, status: 201 },
  summary: 'The same for a letter: counts the use, and makes its files uploads for that letter',
  answer: filledShape.extend({ attachmentIds: z.array(z.int()) }),
})

export function cannedRoutes({ db }: ApiParts) {
  const app = new OpenAPIHono<ApiEnv>()
  for (const part of [lookUps(db), changes(db), uses(db)]) app.route('/', part)
  return app
}

function lookUps(db: Database) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { limit = 100, cursor, q, issue, ...filter } = c.req.valid('query')
      const prefer = await personLanguage(db, issue)
      // What was searched for comes in one page; all of them page by their ids.
      const after = q ? {} : { afterId: readCursor(cursor)?.id ?? 0 }
      const found = await findCanned(db, c.var.actor.repId, { q, ...filter }, { limit, prefer, ...after })
      const last = q || found.length < limit ? undefined : found.at(-1)
      return c.json({ items: found.map(toShape), next: last ? writeCursor({ micros: '0', id: last.id }) : null })
    })
    .openapi(documented, (c) => c.json({ items: [...variables], next: null }))
    .openapi(read, async (c) => c.json(toShape(await found(db, c))))
    .openapi(versions, async (c) => {
      const { id: at } = await found(db, c)
      const items = (await cannedVersions(db, at)).map(({ values, ...when }) => ({ ...when, ...values }))
      return c.json({ items: items.map(({ ownerId: _, files: __, ...version }) => version), next: null })
    })
}

function changes(db: Database) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(create, (c) =>
      once(c, db, {
        effect: async (tx) => ({ ...accepted(await makeCanned(tx, writer(c), c.req.valid('json'))) }),
        body: (_, ids) => answer(db, c, ids as CannedDone),
      }),
    )
    .openapi(change, async (c) => {
      const deed = { ...c.req.valid('json') }
      const at = c.req.valid('param').id
      return c.json(
        await answer(
          db,
          c,
          await inTransaction(db, async (tx) => accepted(await changeCanned(tx, writer(c), at, deed))),
        ),
      )
    })
    .openapi(remove, async (c) => {
      const at = c.req.valid('param').id
      const gone = { deleted: true }
      return c.json(await inTransaction(db, async (tx) => accepted(await changeCanned(tx, writer(c), at, gone))))
    })
    .openapi(restore, (c) =>
      once(c, db, {
        status: 200,
        effect: async (tx) => {
          const { changeId } = c.req.valid('json')
          return { ...accepted(await restoreCanned(tx, writer(c), c.req.valid('param').id, changeId)) }
        },
        body: (_, ids) => answer(db, c, ids as CannedDone),
      }),
    )
}

/** What a response says for a letter. */
function uses(db: Database) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(fill, async (c) => {
      const { values, ...about } = c.req.valid('json')
      return c.json(filledOf(await fillCanned(db, await found(db, c), { ...about, repId: c.var.actor.repId }, values)))
    })
    .openapi(insert, async (c) => {
      const { values, ...about } = c.req.valid('json')
      const response = await found(db, c)
      const { repId } = c.var.actor
      return once(c, db, {
        effect: async (tx) => {
          const { attachmentIds } = filledOf(await insertIntoLetter(tx, response, { ...about, repId }, values))
          return { attachmentIds }
        },
        body: async (reader, ids) => ({
          ...filledOf(await fillCanned(reader, response, { ...about, repId }, values)),
          ...ids,
        }),
      })
    })
}

async function found(db: Db, c: ApiContext, at = Number(c.req.param('id'))): Promise<CannedResponse> {
  const response = await getCanned(db, c.var.actor.repId, at)
  if (!response) throw new Refusal(404, `There is no canned response ${at}, or it is another rep’s own.`)
  return response
}

async function answer(db: Db, c: ApiContext, { id: at, changeId }: CannedDone) {
  return { ...toShape(await found(db, c, at)), changeId }
}

function writer(c: ApiContext) {
  return { actor: c.var.actor, admin: may(c.var.key.role, 'settings') }
}

function toShape({ ownerId, ...response }: CannedResponse) {
  return { ...response, shared: ownerId === null }
}

function accepted(done: CannedDone | CannedRefusal): CannedDone {
  if (done === 'not found') throw new Refusal(404, 'There is no such canned response, or it is another rep’s own.')
  if (done === 'not yours') throw new Refusal(403, 'Shared responses are changed by who may change settings.')
  if (done === 'stale') throw new Refusal(409, 'It was changed since you read it: read it again, then try again.')
  if ('problem' in done) throw new Refusal(422, done.problem)
  return done
}

function filledOf<T extends object>(filled: T | { problem: string }): T {
  if ('problem' in filled) throw new Refusal(422, String(filled.problem))
  return filled
}
