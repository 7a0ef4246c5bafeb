import { type Context, Hono } from 'hono'
import { ContactPage, ContactThanksPage } from '../../templates/contact.tsx'
import type { Tx } from '../database/connection.ts'
import { type ContactForm, contactFormAt, contactToken, useContactToken } from '../desk/contact-forms.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { countTry } from '../reps/rate-limit.ts'
import { callerOf } from './client.ts'
import { type ContactFault, type ContactFields, contactFaults, contactMail } from './contact-mail.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, plainLines } from './input.ts'
import { Refusal } from './refusal.ts'

const perNetwork = { seconds: 3600, most: 20 }
const perForm = { seconds: 3600, most: 1000 }

/**
 * Forms on the shop's pages, for anybody, without script, cookie or sign-in. What is sent is kept as a mail of its own
 * and filed like all mail; its sender is unproven, and nothing is sent to him by itself.
 */
export function contactPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/contact/:slug', async (c) => show(c, desk, await formAt(c, desk)))
    .post('/contact/:slug', (c) => take(c, desk))
}

async function formAt(c: Context<Web>, { db }: Desk): Promise<ContactForm> {
  const form = await contactFormAt(db, c.req.param('slug') ?? '')
  if (!form) throw new Refusal(404, 'missing')
  allowFrames(c, form)
  return form
}

/** The page of a form may lie in frames of its sites, and does nothing but post to itself. */
function allowFrames(c: Context<Web>, { sites }: ContactForm) {
  const ancestors = ["'self'", ...sites].join(' ')
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors ${ancestors}`,
  )
  if (sites.length > 0) c.header('Cross-Origin-Resource-Policy', 'cross-origin')
  c.header('X-Robots-Tag', 'noindex')
}

const nothing: ContactFields = { name: '', email: '', subject: '', order: '', type: '', text: '', website: '' }
type Shown = Readonly<{ fields?: ContactFields; faults?: Partial<Record<string, ContactFault>>; many?: boolean }>

function show(c: Context<Web>, { secrets }: Desk, form: ContactForm, { fields, faults = {}, many }: Shown = {}) {
  const token = contactToken(secrets, form.slug)
  const page = (
    <ContactPage ui={c.get('ui')} form={form} token={token} fields={fields ?? nothing} faults={faults} many={many} />
  )
  return c.html(page, many ? 429 : fields ? 422 : 200)
}

async function take(c: Context<Web>, desk: Desk) {
  const { db, config } = desk
  const form = await formAt(c, desk)
  const { ip } = callerOf(c, config)
  const allowed =
    (await countTry(db, `contact ${ip}`, perNetwork)) && (await countTry(db, `contact form ${form.id}`, perForm))
  const posted = await bodyOf(c, true)
  const fields = fieldsOf(posted)
  if (!allowed) return show(c, desk, form, { fields, many: true })
  const files = form.files ? filesOf(posted.files) : []
  const mailboxes = await listMailboxes(db)
  const mailbox = mailboxes.find(({ id }) => id === form.mailboxId) ?? mailboxes[0]
  if (!mailbox || !desk.keepMail) throw new Error('There is no mailbox to keep it in, or nothing that keeps mail.')
  const faults = contactFaults(fields, files, mailboxes)
  if (Object.keys(faults).length > 0) return show(c, desk, form, { fields, faults })
  const orderLine = form.askOrder && fields.order.trim() ? c.get('ui').words.contact.orderLine(fields.order.trim()) : ''
  const raw = await contactMail(form, { fields, files, orderLine, mailbox })
  const types = form.types.filter((type) => type === fields.type)
  const mail = {
    raw,
    mailboxId: mailbox.id,
    address: mailbox.address,
    clientIp: ip,
    flags: { contactForm: form.id, types },
  }
  const kept = await db.transaction().execute((tx) => keepOnce(tx, desk, { form, token: textOf(posted.token), mail }))
  if (!kept) return show(c, desk, form, { fields, faults: { token: 'token' } })
  return c.html(<ContactThanksPage ui={c.get('ui')} form={form} />)
}

type Keeping = Readonly<{ form: ContactForm; token: string; mail: Parameters<NonNullable<Desk['keepMail']>>[1] }>

/** The token is spent where the mail is kept, both or neither. */
async function keepOnce(tx: Tx, { secrets, keepMail }: Desk, { form, token, mail }: Keeping): Promise<boolean> {
  if (!(await useContactToken(tx, secrets, form.slug, token))) return false
  await keepMail!(tx, mail)
  return true
}

function fieldsOf(posted: Record<string, unknown>): ContactFields {
  const text = (name: keyof ContactFields) => textOf(posted[name])
  return {
    ...{ name: text('name'), email: text('email').trim(), subject: text('subject'), order: text('order') },
    ...{ type: text('type'), text: text('text'), website: text('website') },
  }
}

/** Bounded beyond what any field takes, so that a fault shows, and little more. */
function textOf(value: unknown): string {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' ? plainLines(one).replaceAll('\0', '').slice(0, 20_100).toWellFormed() : ''
}

/** A browser sends an empty file where none was chosen. */
function filesOf(value: unknown): File[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (one) => one instanceof File && (one.size > 0 || one.name !== ''),
  )
}
