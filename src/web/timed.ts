import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Web } from './desk.ts'
import type { RequestTimes } from './request-times.ts'

/** Hands each request’s time to `times`; what no route answered is 'none', so that strangers make no new series. */
export function timed(times: RequestTimes | undefined): MiddlewareHandler<Web> {
  return async (c, next) => {
    const begin = performance.now()
    await next()
    const route = c.res.status === 404 ? 'none' : routePath(c)
    times?.({ method: c.req.method, route, status: c.res.status, seconds: (performance.now() - begin) / 1000 })
  }
}
