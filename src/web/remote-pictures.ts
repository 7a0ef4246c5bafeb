import { Hono } from 'hono'
import { remotePicture } from '../mail/remote-pictures.ts'
import type { Secrets } from '../settings/secret.ts'
import type { Desk, Web } from './desk.ts'
import { idOf } from './input.ts'
import { Refusal } from './refusal.ts'
import { signedPaths } from './signed-paths.ts'

const hour = 3_600_000
const mostAtOnce = 12

const paths = (secrets: Secrets) => signedPaths(secrets, 'remote pictures in mail', hour)

/** Where the frame of a mail finds a remote picture that a rep asked for. */
export function remotePicturePath(secrets: Secrets, id: number): string {
  return `/remote-pictures/${paths(secrets).sign(id)}`
}

/**
 * Remote pictures by way of the desk (design 5), fetched the first time a browser asks. A GET that fetches, so its
 * address is signed and short-lived, and exists only after a rep's POST; the browser never speaks to the other side.
 */
export function remotePictures({ db, secrets, guard }: Desk): Hono<Web> {
  let busy = 0
  return new Hono<Web>().get('/remote-pictures/:id/:period/:signature', async (c) => {
    const { period, signature } = c.req.param()
    const id = idOf(c)
    if (!paths(secrets).isGood(id, Number(period), signature)) throw new Refusal(404, 'missing')
    if (busy >= mostAtOnce) return c.body('', 503, { 'Retry-After': '1' })
    busy += 1
    const picture = await remotePicture(db, id, guard).finally(() => {
      busy -= 1
    })
    if (!picture) throw new Refusal(404, 'missing')
    return c.body(new Uint8Array(picture.bytes), 200, {
      'Content-Type': picture.contentType,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin', // the sandboxed frame counts as another origin
      'Cache-Control': 'private, max-age=3600, immutable',
    })
  })
}
