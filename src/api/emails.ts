import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Db } from '../database/connection.ts'
import { loadAttachment } from '../mail/attachments.ts'
import { askedPictures, askForPictures, remotePicture } from '../mail/remote-pictures.ts'
import type { ApiEnv, ApiParts, NestedMail } from './env.ts'
import { byId, idText } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { nestedShape } from './shapes.ts'

const pictures = z.object({ items: z.array(z.object({ id: z.int(), url: z.string() })), next: z.null() })
const byFile = byId.extend({ file: z.string().regex(/^\d{1,4}$/, 'must be a whole number') })

const asked = route({
  method: 'get',
  path: '/emails/{id}/pictures',
  deed: 'read',
  summary: 'The remote pictures of a mail that may be shown, since somebody asked for them within a week',
  params: byId,
  answer: pictures,
})
const ask = route({
  method: 'post',
  path: '/emails/{id}/pictures',
  deed: 'work',
  summary: 'Lets the remote pictures of a mail be shown; each is fetched by the desk when it is first read',
  params: byId,
  answer: pictures,
})
const picture = route({
  method: 'get',
  path: '/emails/{id}/pictures/{picture}',
  deed: 'work',
  summary: 'The bytes of a remote picture, which the desk fetches for you',
  params: byId.extend({ picture: idText }),
  media: 'image/*',
})
const message = route({
  method: 'get',
  path: '/attachments/{id}/message',
  deed: 'read',
  summary: 'What a mail says that came as a file (message/rfc822) within another',
  params: byId,
  answer: nestedShape,
})
const file = route({
  method: 'get',
  path: '/attachments/{id}/message/files/{file}',
  deed: 'read',
  summary: 'The bytes of a file of that mail, by its place',
  params: byFile,
  media: 'application/octet-stream',
})

const nosniff = { 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': 'attachment' }

/** What a mail shows only when asked: pictures that lie elsewhere, and mails that lie within it. */
export function emailRoutes(parts: ApiParts) {
  const { db } = parts
  return new OpenAPIHono<ApiEnv>()
    .openapi(asked, async (c) => c.json(await shownPictures(db, c.req.valid('param').id)))
    .openapi(ask, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          await askForPictures(tx, id, await picturesIn(parts, id))
          return { id }
        },
        body: (reader) => shownPictures(reader, id),
      })
    })
    .openapi(picture, async (c) => {
      const { id, picture } = c.req.valid('param')
      const known = [...(await askedPictures(db, id)).values()].includes(picture)
      const found = known ? await remotePicture(db, picture, parts.guard) : undefined
      if (!found)
        throw new Refusal(404, `There is no picture ${picture} of mail ${id}, or its server does not give it.`)
      return c.body(new Uint8Array(found.bytes), 200, { ...nosniff, 'Content-Type': found.contentType })
    })
    .openapi(message, async (c) => {
      const { mail, trouble } = await nested(parts, c.req.valid('param').id)
      const attachments = mail.attachments.map(({ filename, contentType, bytes }, position) => ({
        ...{ file: position, filename, contentType, size: bytes.length },
      }))
      const { from, to, cc, subject, date, text, html } = mail
      return c.json({ from, to, cc, subject, date, text, html, attachments, trouble })
    })
    .openapi(file, async (c) => {
      const { id, file } = c.req.valid('param')
      const found = (await nested(parts, id)).mail.attachments[Number(file)]
      if (!found) throw new Refusal(404, `The mail in attachment ${id} has no file ${file}.`)
      return c.body(new Uint8Array(found.bytes), 200, { ...nosniff, 'Content-Type': 'application/octet-stream' })
    })
}

async function shownPictures(db: Db, emailId: number) {
  const items = [...(await askedPictures(db, emailId))].map(([url, id]) => ({ id, url }))
  return { items, next: null }
}

async function picturesIn({ db, picturesOf }: ApiParts, id: number): Promise<readonly string[]> {
  const email = await db.selectFrom('emails').select('html').where('id', '=', id).executeTakeFirst()
  if (!email) throw new Refusal(404, `There is no mail ${id}.`)
  return email.html === null || !picturesOf ? [] : picturesOf(email.html)
}

async function nested({ db, readMessage }: ApiParts, id: number): Promise<NestedMail> {
  const found = await loadAttachment(db, id)
  if (!found || !readMessage || found.contentType !== 'message/rfc822')
    throw new Refusal(404, `There is no attachment ${id} that is a mail.`)
  return readMessage(found.bytes)
}
