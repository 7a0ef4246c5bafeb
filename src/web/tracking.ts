import { type Context, Hono } from 'hono'
import { noteLook } from '../campaigns/tracking.ts'
import type { Desk, Web } from './desk.ts'
import { Refusal } from './refusal.ts'

/** What a letter of a campaign with tracking asks for: its picture, and its links on their way. Off by default. */
export function trackingRoutes(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/open/:token', async (c) => {
      await noteLook(desk.db, desk.secrets, lookOf(c))
      c.header('Cache-Control', 'no-store')
      return c.body(picture, 200, { 'Content-Type': 'image/gif' })
    })
    .get('/click/:token/:link', async (c) => {
      const link = /^\d{1,3}$/.test(c.req.param('link')) ? Number(c.req.param('link')) : Number.NaN
      const url = await noteLook(desk.db, desk.secrets, { ...lookOf(c), link })
      if (!url) throw new Refusal(404, 'missing')
      c.header('Cache-Control', 'no-store')
      c.header('Referrer-Policy', 'no-referrer')
      return c.redirect(url, 302)
    })
}

function lookOf(c: Context<Web>) {
  const agent = (c.req.header('user-agent') ?? '').slice(0, 200).replaceAll('\0', '').toWellFormed()
  return { token: c.req.param('token') ?? '', method: c.req.method, agent }
}

/** One transparent point. */
const picture = new Uint8Array(Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'))
