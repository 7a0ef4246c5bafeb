import { OpenAPIHono, z } from '@hono/zod-openapi'
import { draftKinds } from '../database/tables-drafts.ts'
import { type DraftLine, dropDraft, getDraft, listDrafts, saveDraft } from '../letters/drafts.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { id, pageOf, paging, text } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const fields = z.strictObject({
  text: text(200_000),
  subject: text(900).optional(),
  to: text(20_000).optional(),
  cc: text(20_000).optional(),
  bcc: text(20_000).optional(),
  uploads: z.array(id).max(100).optional(),
  files: z.array(id).max(100).optional(),
  also: z.array(id).max(20).optional(),
  quote: z.boolean().optional(),
  signature: z.boolean().optional(),
  mailboxId: id.optional(),
  personId: id.optional(),
})

const shape = z
  .object({
    place: z.string(),
    issueId: z.int().nullable(),
    kind: z.enum(draftKinds),
    fields: z.object({}).loose(),
    version: z.int(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Draft')

const params = z.object({
  place: z
    .string()
    .regex(/^(issue-[1-9]\d{0,9}|new-[a-z0-9-]{1,40})$/, 'must be issue-ID or new-NAME')
    .openapi({ example: 'issue-12' }),
})

const list = route({
  method: 'get',
  path: '/drafts',
  deed: 'work',
  summary: 'What the acting rep has begun to write, the last changed first',
  query: z.object(paging),
  answer: pageOfShape(shape),
})

const read = route({
  method: 'get',
  path: '/drafts/{place}',
  deed: 'work',
  summary: 'One draft',
  params,
  answer: shape,
})

const write = route({
  method: 'put',
  path: '/drafts/{place}',
  deed: 'work',
  summary: 'Keeps what was typed. `version` is the one it was made from; 409 shows a newer one and changes nothing',
  params,
  body: z.strictObject({ kind: z.enum(draftKinds), fields, version: z.int().min(0).default(0) }),
  answer: shape,
})

const remove = route({
  method: 'delete',
  path: '/drafts/{place}',
  deed: 'work',
  summary: 'Discards a draft',
  params,
  answer: z.object({ place: z.string() }),
})

export function draftRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { items, next } = await listDrafts(db, repOf(c), pageOf(c.req.valid('query')))
      return c.json({ items: items.map(shown), next })
    })
    .openapi(read, async (c) => {
      const { place } = c.req.valid('param')
      const draft = await getDraft(db, repOf(c), place)
      if (!draft) throw new Refusal(404, `There is no draft at ${place}.`)
      return c.json(shown(draft))
    })
    .openapi(write, async (c) => {
      const { place } = c.req.valid('param')
      const wish = { ...c.req.valid('json'), repId: repOf(c), place, device: '' }
      return c.json(shown(await inTransaction(db, async (tx) => kept(await saveDraft(tx, wish), place))))
    })
    .openapi(remove, async (c) => {
      const { place } = c.req.valid('param')
      const repId = repOf(c)
      const dropped = await inTransaction(db, (tx) => dropDraft(tx, repId, place))
      if (!dropped) throw new Refusal(404, `There is no draft at ${place}.`)
      return c.json({ place })
    })
}

function kept(saved: Awaited<ReturnType<typeof saveDraft>>, place: string): DraftLine {
  if (saved === 'not found') throw new Refusal(404, `There is no issue for ${place}.`)
  if (saved === 'gone')
    throw new Refusal(409, 'The draft was sent or discarded meanwhile: send version 0 to begin a new one.')
  if ('problem' in saved) throw new Refusal(422, saved.problem)
  if ('conflict' in saved)
    throw new Refusal(409, 'Another device changed the draft: send the version of the one in `newer`.', {
      newer: shown(saved.conflict),
    })
  return saved
}

function shown({ place, issueId, kind, fields, version, updatedAt }: DraftLine) {
  return { place, issueId, kind, fields, version, updatedAt: updatedAt.toISOString() }
}

/** Drafts are a rep's own. */
function repOf(c: ApiContext): number {
  const { repId } = c.var.actor
  if (repId === null) throw new Refusal(422, 'A draft is a rep’s own: use a key that acts as a rep.')
  return repId
}
