import { type Context, Hono } from 'hono'
import { HtmlMailPage, NoHtmlPage } from '../../templates/html-mail.tsx'
import type { Database } from '../database/connection.ts'
import { askedPictures, askForPictures } from '../mail/remote-pictures.ts'
import { picturePath } from './attachments.ts'
import type { MailCleaner } from './clean-mail.ts'
import type { Desk, Web } from './desk.ts'
import { foldHtml, foldingOf } from './fold-html.ts'
import { idOf } from './input.ts'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'
import { remotePicturePath } from './remote-pictures.ts'
import type { Pictures } from './sanitise.ts'

/**
 * For mail in its frame: nothing runs and nothing is fetched but our own pictures. `sandbox` holds also when somebody
 * opens the address by itself.
 */
const mailPolicy = [
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'unsafe-inline'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ')

/** A mail's words by themselves: as HTML without anything that acts, and as its whole text. */
export function emailPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/emails/:id/html', (c) => html(c, desk))
    .post('/emails/:id/pictures', (c) => showPictures(c, desk))
    .get('/emails/:id/text', async (c) => {
      const { text } = await email(desk.db, idOf(c))
      return c.body(text, 200, {
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Security-Policy': "default-src 'none'; sandbox",
      })
    })
}

async function html(c: Context<Web>, desk: Desk) {
  const { db, secrets } = desk
  const ui = c.get('ui')
  const id = idOf(c)
  const [found, asked] = await Promise.all([email(db, id), askedPictures(db, id)])
  const remote = new Map([...asked].map(([url, picture]) => [url, ui.url(remotePicturePath(secrets, picture))]))
  const cid = new Map(found.pictures.map(({ id, contentId }) => [contentId, ui.url(picturePath(secrets, id))]))
  return frameAnswer(c, desk.cleanMail, { ...found, pictures: { cid, remote } })
}

type Framed = Readonly<{ html: string | null; pictures: Pictures; text?: string; folds?: readonly number[] }>

/** A mail's HTML as the whole document of its frame; words in its place where it has none or too much of it. */
export async function frameAnswer(c: Context<Web>, cleanMail: MailCleaner, framed: Framed) {
  const { html, pictures, text = '', folds = [] } = framed
  const ui = c.get('ui')
  c.header('Content-Security-Policy', mailPolicy)
  c.header('X-Frame-Options', 'SAMEORIGIN')
  c.header('Referrer-Policy', 'no-referrer')
  if (html === null) return c.html(<NoHtmlPage ui={ui} text={ui.words.html.none} />)
  const clean = await cleanMail(html, pictures)
  if (clean === 'too big') return c.html(<NoHtmlPage ui={ui} text={ui.words.html.tooBig} />)
  const folded = foldHtml(clean.html, ui.words.entry.quoted, foldingOf(text, folds))
  return c.html(<HtmlMailPage ui={ui} {...clean} html={folded} />)
}

/** Nothing is fetched yet: the addresses that this mail holds are noted, its frame may then ask for them. */
async function showPictures(c: Context<Web>, { db, cleanMail }: Desk) {
  const id = idOf(c)
  const { html } = await email(db, id)
  const clean = html === null ? 'too big' : await cleanMail(html, { cid: new Map() })
  if (clean !== 'too big') await askForPictures(db, id, clean.remote)
  return goOn(c, `/emails/${id}/html`)
}

async function email(db: Database, id: number) {
  const found = await db.selectFrom('emails').select(['html', 'text', 'folds']).where('id', '=', id).executeTakeFirst()
  if (!found) throw new Refusal(404, 'missing')
  const pictures = await db
    .selectFrom('attachments')
    .select(['id', 'contentId'])
    .where('emailId', '=', id)
    .where('contentId', 'is not', null)
    .execute()
  return { ...found, pictures: pictures.map(({ id, contentId }) => ({ id, contentId: bare(contentId ?? '') })) }
}

function bare(contentId: string): string {
  return contentId.replace(/^<|>$/g, '')
}
