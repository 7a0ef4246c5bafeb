import { type Context, Hono } from 'hono'
import { loadAttachment } from '../mail/attachments.ts'
import type { Secrets } from '../settings/secret.ts'
import type { Desk, Web } from './desk.ts'
import { idOf } from './input.ts'
import { Refusal } from './refusal.ts'
import { signedPaths } from './signed-paths.ts'

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

const paths = (secrets: Secrets) => signedPaths(secrets, 'pictures in mail', 86_400_000)

/** Pictures within HTML mail, for its frame. */
export function signedPictures({ db, secrets }: Desk): Hono<Web> {
  return new Hono<Web>().get('/pictures/:id/:period/:signature', async (c) => {
    const { period, signature } = c.req.param()
    const id = idOf(c)
    if (!paths(secrets).isGood(id, Number(period), signature)) throw new Refusal(404, 'missing')
    const attachment = await loadAttachment(db, id)
    if (!attachment || !pictures.test(attachment.contentType)) throw new Refusal(404, 'missing')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin') // the sandboxed frame counts as another origin
    return fileAnswer(c, attachment, true)
  })
}

export function picturePath(secrets: Secrets, id: number): string {
  return `/pictures/${paths(secrets).sign(id)}`
}

export type File = { filename: string; contentType: string; bytes: Buffer }

export function fileAnswer(c: Context<Web>, { filename, contentType, bytes }: File, inline: boolean) {
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
