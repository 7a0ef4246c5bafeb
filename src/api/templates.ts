import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Db } from '../database/connection.ts'
import {
  type AutomaticTemplate,
  changeTemplate,
  findTemplate,
  listTemplates,
  makeTemplate,
  removeTemplate,
  restoreVersion,
  type TemplateResult,
  templateVersions,
} from '../letters/automatic-templates.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, idText, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'settings'
const content = {
  slug: z.string(),
  title: z.string(),
  whenSent: z.string(),
  variables: z.string().openapi({ description: 'A line each: `name: what it holds`' }),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  types: z.array(z.string()),
  mailboxId: z.int().nullable(),
  active: z.boolean(),
}
const shape = z
  .object({
    ...{ id: z.int(), ...content, version: z.int(), changedAt: z.iso.datetime(), changedBy: z.string().nullable() },
    lastSentAt: z.iso.datetime().nullable(),
  })
  .openapi('Template')
const whole = shape.extend(changed)
const fields = {
  title: words(200).optional(),
  whenSent: text(2000).optional(),
  variables: text(8000).optional(),
  html: text(100_000).nullable().optional(),
  types: z.array(words(100)).max(20).optional(),
  mailboxId: id.nullable().optional(),
  active: z.boolean().optional(),
}

const list = route({
  method: 'get',
  path: '/templates',
  deed: 'read',
  summary: 'Every template of automatic e-mail, by title; all in one page',
  answer: pageOfShape(shape),
})
const read = route({
  method: 'get',
  path: '/templates/{id}',
  deed: 'read',
  summary: 'One template',
  params: byId,
  answer: shape,
})
const make = route({
  method: 'post',
  path: '/templates',
  deed,
  summary: 'Makes a template; subject, text and html are Liquid',
  body: z.strictObject({ ...fields, slug: words(60), title: words(200), subject: words(900), text: words(100_000) }),
  status: 201,
  answer: whole,
})
const change = route({
  method: 'patch',
  path: '/templates/{id}',
  deed,
  summary: 'Changes what is named, as a new version',
  params: byId,
  body: z.strictObject({
    ...{ ...fields, slug: words(60).optional(), subject: words(900).optional(), text: words(100_000).optional() },
    version: id.optional(),
  }),
  answer: whole,
})
const remove = route({
  method: 'delete',
  path: '/templates/{id}',
  deed,
  summary: 'Takes a template out of use; its letters stay',
  params: byId,
  answer: z.object({ id: z.int(), ...changed }),
})
const versions = route({
  method: 'get',
  path: '/templates/{id}/versions',
  deed: 'read',
  summary: 'What a template said, newest first; at most 200 in one page',
  params: byId,
  answer: pageOfShape(
    z.object({ version: z.int(), at: z.iso.datetime(), rep: z.string().nullable(), content: z.object(content) }),
  ),
})
const restore = route({
  method: 'post',
  path: '/templates/{id}/versions/{version}/restore',
  deed,
  summary: 'Makes the words of an old version the newest one',
  params: z.object({ id: idText, version: idText }),
  answer: whole,
})

export function templateRoutes({ db }: ApiParts) {
  const answerFor = async (reader: Db, ids: Record<string, unknown>) => ({
    ...(await one(reader, Number(ids.id))),
    changeId: ids.changeId,
  })
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listTemplates(db), next: null }))
    .openapi(read, async (c) => c.json(await one(db, c.req.valid('param').id)))
    .openapi(make, (c) =>
      once(c, db, {
        effect: async (tx) => ({ ...done(await makeTemplate(tx, c.var.actor, defined(c.req.valid('json')))) }),
        body: answerFor,
      }),
    )
    .openapi(change, async (c) => {
      const wish = defined(c.req.valid('json'))
      const at = c.req.valid('param').id
      const ids = await inTransaction(db, async (tx) => done(await changeTemplate(tx, c.var.actor, at, wish)))
      return c.json(await answerFor(db, ids))
    })
    .openapi(remove, async (c) => {
      const at = c.req.valid('param').id
      const { changeId } = await inTransaction(db, async (tx) => done(await removeTemplate(tx, c.var.actor, at)))
      return c.json({ id: at, changeId })
    })
    .openapi(versions, async (c) => {
      const { id: at } = await one(db, c.req.valid('param').id)
      return c.json({ items: await templateVersions(db, at), next: null })
    })
    .openapi(restore, (c) => {
      const at = c.req.valid('param')
      return once(c, db, {
        effect: async (tx) => ({ ...done(await restoreVersion(tx, c.var.actor, at.id, at.version)) }),
        body: answerFor,
        status: 200,
      })
    })
}

async function one(db: Db, at: number): Promise<AutomaticTemplate> {
  const found = await findTemplate(db, at)
  if (!found) throw new Refusal(404, `There is no template ${at}.`)
  return found
}

function done(result: TemplateResult) {
  if (result === 'not found') throw new Refusal(404, 'There is no such template or version.')
  if (result === 'stale') throw new Refusal(409, 'The template was changed since you read it: read it again.')
  if ('faults' in result) throw new Refusal(422, inOne(result.faults), { errors: named(result.faults) })
  return result
}

const inOne = (faults: Readonly<Record<string, string>>) =>
  Object.entries(faults)
    .map(([name, text]) => `${name}: ${text}`)
    .join(' ')

const named = (faults: Readonly<Record<string, string>>) =>
  Object.entries(faults).map(([field, message]) => ({ field, message }))

/** Only what was sent. */
function defined<T extends object>(body: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
