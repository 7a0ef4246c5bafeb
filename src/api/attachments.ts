import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import { sha256, storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { loadAttachment } from '../mail/attachments.ts'
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
    return once(c, db, { sameAs, effect: (tx) => keep(tx, c, file, bytes) })
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

async function keep(tx: Tx, c: ApiContext, file: File, bytes: Buffer): Promise<{ id: number }> {
  const [key] = await storeBlobs(tx, [bytes])
  return tx
    .insertInto('attachments')
    .values({
      filename: cleanName(file.name),
      contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : 'application/octet-stream',
      size: bytes.length,
      sha256: key!,
      repId: c.var.actor.repId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
}

/** A name without folders or control characters; the bytes speak for themselves. */
function cleanName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  return (
    last
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 200) || 'attachment'
  )
}
