import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { loadAttachment } from '../mail/attachments.ts'
import { deriveKey, type Secrets } from '../settings/secret.ts'
import type { Desk, Web } from './desk.ts'
import { idOf } from './input.ts'
import { Refusal } from './refusal.ts'

/** What a browser shows without danger; everything else is saved. SVG is a document with script, so it is saved. */
const pictures = /^image\/(png|jpeg|gif|webp|avif|bmp)$/

/** Attachments for signed-in reps. */
export function attachmentPages({ db }: Desk): Hono<Web> {
  return new Hono<Web>().get('/attachments/:id', async (c) => {
    const attachment = await loadAttachment(db, idOf(c))
    if (!attachment) throw new Refusal(404, 'missing')
    const inline = c.req.query('inline') !== undefined && pictures.test(attachment.contentType)
    return fileAnswer(c, attachment, inline)
  })
}

/**
 * Pictures within HTML mail: its frame is sandboxed and carries no cookie, so their address carries a signature
 * instead, good for this one picture until the next day is over.
 */
export function signedPictures({ db, secrets }: Desk): Hono<Web> {
  return new Hono<Web>().get('/pictures/:id/:day/:signature', async (c) => {
    const [id, day] = [idOf(c), Number(c.req.param('day'))]
    const fresh = day === today() || day === today() - 1
    const good = sign(secrets, id, day)
    const given = Buffer.from(c.req.param('signature'))
    if (!fresh || given.length !== good.length || !timingSafeEqual(given, Buffer.from(good)))
      throw new Refusal(404, 'missing')
    const attachment = await loadAttachment(db, id)
    if (!attachment || !pictures.test(attachment.contentType)) throw new Refusal(404, 'missing')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin') // the sandboxed frame counts as another origin
    return fileAnswer(c, attachment, true)
  })
}

export function picturePath(secrets: Secrets, id: number): string {
  return `/pictures/${id}/${today()}/${sign(secrets, id, today())}`
}

function sign(secrets: Secrets, id: number, day: number): string {
  return createHmac('sha256', deriveKey(secrets.current, 'pictures in mail')).update(`${id} ${day}`).digest('base64url')
}

function today(): number {
  return Math.floor(Date.now() / 86_400_000)
}

type File = { filename: string; contentType: string; bytes: Buffer }

function fileAnswer(c: Context<Web>, { filename, contentType, bytes }: File, inline: boolean) {
  const safe =
    /^[\w.+-]+\/[\w.+-]+$/.test(contentType) && (inline || !/html|xml|svg|javascript|ecmascript/i.test(contentType))
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': safe ? contentType : 'application/octet-stream',
    'Content-Disposition': disposition(inline ? 'inline' : 'attachment', filename),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, max-age=3600, immutable',
  })
}

/**
 * RFC 6266 with the name in RFC 8187's form for whatever is not plain ASCII. Signs that turn the reading direction go:
 * they make "gpj.exe" look like "exe.jpg".
 */
function disposition(kind: 'inline' | 'attachment', filename: string): string {
  const name = filename.replace(/[\p{Cc}\p{Bidi_Control}\\/]/gu, '_').slice(0, 150) || 'attachment'
  const ascii = name.replace(/[^\x20-\x7e]|["%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
