import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { staleAfter } from '../database/replica.ts'
import type { Desk, Web } from './desk.ts'

const name = 'wrote'
/** Seconds: a little longer than a replica may be behind. */
const maxAge = staleAfter / 1000 + 2

/**
 * Whoever changed something reads from the primary for the next seconds, on whichever node, so that a page never
 * misses its own reader's deed. Does nothing where there is no replica.
 */
export function readOwnWrites({ fromPrimary, config }: Desk): MiddlewareHandler<Web> {
  const secure = config.publicUrl.startsWith('https:')
  return async (c, next) => {
    if (!fromPrimary) return next()
    const writes = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)
    if (!writes && getCookie(c, name) === undefined) return next()
    await fromPrimary(next)
    if (writes) setCookie(c, name, '1', { path: config.basePath, maxAge, httpOnly: true, sameSite: 'Lax', secure })
  }
}
