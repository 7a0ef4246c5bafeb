import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import { sha256 } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { keepUploads, loadAttachment } from '../mail/attachments.ts'
import { need } from './auth.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { byId } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { problems, route } from './route.ts'

const read = route({
  method: 'get',
  path: '/attachments/{id}',
  deed: 'read',
  summary: 'The bytes of an attachment',
  params: byId,
  media: 'application/octet-stream',
})

const upload: RouteConfig = {
  method: 'post',
  path: '/attachments',
  summary: 'Uploads a file for a letter (multipart/form-data, the first file counts)',
  security: [{ key: [] }],
  'x-deed': 'work',
  request: {
    body: {
      required: true,
      content: { 'multipart/form-data': { schema: z.object({ file: z.string().openapi({ format: 'binary' }) }) } },
    },
  },
  responses: {
    201: { description: 'Done', content: { 'application/json': { schema: z.object({ id: z.int() }) } } },
    ...problems,
  },
}

export function attachmentRoutes({ db }: ApiParts) {
  const app = new OpenAPIHono<ApiEnv>()
  app.openAPIRegistry.registerPath(upload)
  app.post(upload.path, need('work'), async (c) => {
    const file = await uploadedFile(c)
    const bytes = Buffer.from(await file.arrayBuffer())
    const sameAs = `${file.name} ${file.type} ${sha256(bytes).toString('hex')}`
    const upload = { filename: file.name, contentType: file.type, bytes }
    const effect = async (tx: Tx) => ({ id: (await keepUploads(tx, c.var.actor.repId, [upload]))[0]! })
    return once(c, db, { sameAs, effect })
  })
  return app.openapi(read, async (c) => {
    const { id } = c.req.valid('param')
    const found = await loadAttachment(db, id)
    if (!found) throw new Refusal(404, `There is no attachment ${id}.`)
    return c.body(new Uint8Array(found.bytes), 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.filename.toWellFormed())}`,
      'X-Content-Type-Options': 'nosniff',
    })
  })
}

async function uploadedFile(c: ApiContext): Promise<File> {
  if (!/^multipart\/form-data\b/i.test(c.req.header('content-type') ?? ''))
    throw new Refusal(415, 'Send multipart/form-data with the file in a part named “file”.')
  const form = await c.req.formData().catch(() => undefined)
  if (!form) throw new Refusal(400, 'The multipart body cannot be read: check its boundary.')
  const file = [...form.values()].find((part) => part instanceof File)
  if (!file) throw new Refusal(422, 'The part “file” is missing: name the file part “file”.')
  return file
}
