import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { answerLetter, type Mailer, sendMail } from './answer.ts'
import { customers } from './customers.ts'
import type { BoxItem } from './letter-box.ts'
import { AnswerPage, CustomerPage, NewMailPage, NotHere, type View } from './pages.tsx'
import { shop } from './ports.ts'

const css = ['../../../templates/assets/tokens.css', './mailbox.css']
  .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
  .join('\n')

/** The page "The customer's mailbox": letters as customers see them, answers and new mail by real SMTP. */
export function mailboxApp(mailer: Mailer, deskUrl: string): Hono {
  const { box } = mailer
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', policy)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'same-origin')
  })
  app.use(async (c, next) => {
    const { hostname, host } = new URL(c.req.url)
    if (!['localhost', '127.0.0.1'].includes(hostname)) return c.text('This page is for this machine only.', 403)
    const origin = c.req.header('origin')
    if (c.req.method !== 'GET' && origin && new URL(origin).host !== host) return c.text('Not from another site.', 403)
    return next()
  })
  const view = (current?: string): View => ({ deskUrl, current, people: people(box.items()) })

  app.get('/mailbox.css', (c) => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/', (c) => c.html(<CustomerPage view={view()} items={box.items().filter((each) => each.kind === 'got')} />))
  app.get('/people/:address', (c) => {
    const address = c.req.param('address').toLowerCase()
    return c.html(<CustomerPage view={view(address)} items={box.items(address)} />)
  })
  app.get('/items/:id/html', (c) => {
    const item = box.item(Number(c.req.param('id')))
    if (!item?.html) return c.notFound()
    return c.html(withPictures(item), 200, { 'content-security-policy': letterPolicy })
  })
  app.get('/items/:id/source', (c) => {
    const item = box.item(Number(c.req.param('id')))
    return item ? c.text(item.raw.toString('utf8')) : c.notFound()
  })
  app.get('/items/:id/files/:at', (c) => {
    const file = box.item(Number(c.req.param('id')))?.attachments[Number(c.req.param('at'))]
    if (!file) return c.notFound()
    const name = `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`
    return c.body(new Uint8Array(file.content), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': name,
    })
  })
  app.get('/items/:id/answer', (c) => {
    const item = box.item(Number(c.req.param('id')))
    return item ? c.html(<AnswerPage view={view(item.customer)} item={item} text="" />) : c.notFound()
  })
  app.post('/items/:id/answer', async (c) => {
    const item = box.item(Number(c.req.param('id')))
    if (!item) return c.notFound()
    const text = String((await c.req.parseBody()).text ?? '')
    const problem = text.trim()
      ? await tried(answerLetter(mailer, item, person(item.customer), text))
      : 'Write something first.'
    if (problem) return c.html(<AnswerPage view={view(item.customer)} item={item} text={text} problem={problem} />, 422)
    return c.redirect(`/people/${encodeURIComponent(item.customer)}`, 303)
  })
  app.get('/new', (c) =>
    c.html(
      <NewMailPage view={view(c.req.query('as'))} mail={{ from: c.req.query('as') ?? '', subject: '', text: '' }} />,
    ),
  )
  app.post('/new', async (c) => {
    const form = await c.req.parseBody()
    const mail = { from: String(form.from ?? ''), subject: String(form.subject ?? ''), text: String(form.text ?? '') }
    const to = { to: shop.address, subject: mail.subject.replace(/\s+/g, ' '), text: mail.text }
    const problem = mail.text.trim()
      ? await tried(sendMail(mailer, { ...to, from: person(mail.from) }))
      : 'Write something first.'
    if (problem) return c.html(<NewMailPage view={view(mail.from)} mail={mail} problem={problem} />, 422)
    return c.redirect(`/people/${encodeURIComponent(mail.from)}`, 303)
  })
  app.notFound((c) => c.html(<NotHere view={view()} />, 404))
  return app
}

const policy =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** A letter may look as it likes; it may not run, load or send anything. */
const letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"

function withPictures({ html = '', attachments }: BoxItem): string {
  return html.replace(/\bcid:([^"'\s>]+)/g, (whole, cid: string) => {
    const file = attachments.find((each) => each.cid === cid)
    return file ? `data:${file.contentType};base64,${file.content.toString('base64')}` : whole
  })
}

/** Undefined when it went; else what the SMTP door said. */
async function tried(sending: Promise<unknown>): Promise<string | undefined> {
  try {
    await sending
    return undefined
  } catch (error) {
    return `The desk's SMTP door did not take it: ${(error as Error).message}`
  }
}

function person(address: string) {
  return Object.values(customers).find((each) => each.address === address) ?? { name: '', address }
}

/** Everybody of the demo and whoever else got or sent a mail, the newest first. */
function people(items: readonly BoxItem[]): View['people'] {
  const addresses = new Set([
    ...items.map((each) => each.customer),
    ...Object.values(customers).map((each) => each.address),
  ])
  return [...addresses].map((address) => ({
    ...person(address),
    got: items.filter((each) => each.customer === address && each.kind === 'got').length,
  }))
}
