import { type Context, Hono } from 'hono'
import { ArchivePage } from '../../templates/archive.tsx'
import { type Archived, archivedLetter } from '../campaigns/archive.ts'
import type { Desk, Web } from './desk.ts'
import { Refusal } from './refusal.ts'

/** The public copy of a campaign's letter: open to whoever has its link, while somebody wants it so. */
export function archivePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/archive/:token', async (c) => {
      const letter = await wanted(c, desk)
      c.header('X-Robots-Tag', 'noindex')
      return c.html(<ArchivePage ui={c.get('ui')} token={c.req.param('token')} letter={letter} />)
    })
    .get('/archive/:token/html', async (c) => {
      const { html } = await wanted(c, desk)
      c.header('Content-Security-Policy', policy)
      c.header('X-Frame-Options', 'SAMEORIGIN')
      c.header('Referrer-Policy', 'no-referrer')
      return c.html(html)
    })
}

/** Staff wrote it: its pictures are meant to be seen. Nothing of it runs. */
const policy = [
  ...["default-src 'none'", 'img-src https: data:', "style-src 'unsafe-inline'", "frame-ancestors 'self'"],
  ...["base-uri 'none'", "form-action 'none'", 'sandbox allow-popups allow-popups-to-escape-sandbox'],
].join('; ')

async function wanted(c: Context<Web>, desk: Desk): Promise<Archived> {
  const letter = await archivedLetter(desk.db, desk, c.req.param('token') ?? '')
  if (!letter) throw new Refusal(404, 'missing')
  return letter
}
