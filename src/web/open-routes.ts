import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { sha256 } from '../database/blobs.ts'
import { isDirectLoopback } from './client.ts'
import type { AppParts, Web } from './desk.ts'

/** What machines ask without a key: /healthz the process lives, /readyz it may get traffic, /metrics. */
export function openRoutes({ config, health }: AppParts): Hono<Web> {
  return new Hono<Web>()
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      const checks = await health.checks()
      const ok = Object.values(checks).every(Boolean)
      return c.json({ ok, ...checks }, ok ? 200 : 503)
    })
    .get('/metrics', async (c) => {
      const given = c.req.header('authorization')?.replace(/^Bearer /, '') ?? ''
      const allowed = config.metricsToken
        ? timingSafeEqual(sha256(given), sha256(config.metricsToken))
        : isDirectLoopback(c, config)
      if (!allowed) return c.text('Send METRICS_TOKEN as a bearer token, or ask from this machine itself.\n', 403)
      return c.text(await health.metrics(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
    })
}
