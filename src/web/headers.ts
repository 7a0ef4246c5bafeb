import type { MiddlewareHandler } from 'hono'
import type { Config } from '../config.ts'
import type { Web } from './desk.ts'

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "frame-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Strict headers for every answer; a route that shows mail sets its own, stricter policy beforehand. Where browsers come
 * by https they are told to come by nothing else for a year (RFC 6797).
 */
export function strictHeaders({ publicUrl }: Pick<Config, 'publicUrl'>): MiddlewareHandler<Web> {
  const https = publicUrl.startsWith('https:')
  return async (c, next) => {
    await next()
    const set = (name: string, value: string) => c.res.headers.has(name) || c.res.headers.set(name, value)
    if (https) set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    setStrict(set)
  }
}

function setStrict(set: (name: string, value: string) => unknown) {
  set('Content-Security-Policy', policy)
  set('X-Content-Type-Options', 'nosniff')
  set('Referrer-Policy', 'same-origin') // not no-referrer: browsers would then send "Origin: null" with our own forms
  set('X-Frame-Options', 'DENY')
  set('Cross-Origin-Opener-Policy', 'same-origin')
  set('Cross-Origin-Resource-Policy', 'same-origin')
  set('X-DNS-Prefetch-Control', 'off') // the hosts of links in mail are nobody's business until clicked
  set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  set('Cache-Control', 'no-store')
}
