import type { MiddlewareHandler } from 'hono'
import type { Config } from '../config.ts'
import { callerOf } from './client.ts'
import type { Web } from './desk.ts'
import { Refusal } from './refusal.ts'

/**
 * Everything that may be posted to from elsewhere, in this one place. The API knows no cookies: without its key a
 * foreign page gets nothing done there. One-click unsubscribing comes from mail providers, with a signed link alone (RFC 8058);
 * a contact form in a frame of the shop's page carries a token of its own.
 */
const exempt: readonly RegExp[] = [/^\/api\/v1\//, /^\/unsubscribe\/[^/]+$/, /^\/contact\/[^/]+$/]

/**
 * Whatever is not a read must come from our own pages: by Sec-Fetch-Site where the browser sends it (https and
 * localhost), else by an Origin equal to PUBLIC_URL's or to the host that was asked.
 */
export function refuseForeignPosts(config: Config): MiddlewareHandler<Web> {
  const ours = new URL(config.publicUrl).origin
  return async (c, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next()
    if (exempt.some((path) => path.test(c.req.path))) return next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const fine = site
      ? site === 'same-origin' || site === 'none'
      : origin === ours || origin === callerOf(c, config).origin
    if (!fine) throw new Refusal(403, 'foreign')
    return next()
  }
}
