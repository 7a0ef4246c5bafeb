import { type Context, Hono } from 'hono'
import { ContactFormPage, ContactFormsPage } from '../../templates/contact-forms.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import {
  type ContactFormFaults,
  changeContactForm,
  createContactForm,
  deleteContactForm,
} from '../desk/contact-form-changes.ts'
import { type ContactForm, type ContactFormSettings, getContactForm, listContactForms } from '../desk/contact-forms.ts'
import { listPicklist } from '../desk/picklists.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/contact-forms'
type Values = ContactFormSettings & { version: number }

/** The settings of contact forms: the list, and each with its snippet. Admins only (page-deeds.ts). */
export function contactFormPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, (c) => list(c, desk))
    .get(`${home}/new`, async (c) => c.html(await onePage(c, desk, {})))
    .post(home, async (c) => {
      const values = valuesOf(await formOf(c))
      const made = await desk.db.transaction().execute((tx) => createContactForm(tx, actorOf(c), wishOf(values)))
      if ('faults' in made) return c.html(await onePage(c, desk, { values, faults: made.faults }), 422)
      return goOn(c, `${home}/${made.form.id}`, { done: made.changeId })
    })
    .get(`${home}/:id`, async (c) => c.html(await onePage(c, desk, { form: await known(desk, idOf(c)) })))
    .post(`${home}/:id`, (c) => save(c, desk))
    .post(`${home}/:id/delete`, async (c) => {
      const done = await desk.db.transaction().execute((tx) => deleteContactForm(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, home, { done: done.changeId })
    })
}

async function list(c: Context<Web>, desk: Desk) {
  const [parts, forms, mailboxes] = await Promise.all([
    pageParts(c, desk),
    listContactForms(desk.db),
    listMailboxes(desk.db),
  ])
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.contactForms.title} place="settings" shape="page">
      <ContactFormsPage ui={parts.ui} forms={forms} mailboxes={mailboxes} />
    </DeskPage>,
  )
}

async function known({ db }: Desk, id: number): Promise<ContactForm> {
  const form = await getContactForm(db, id)
  if (!form) throw new Refusal(404, 'missing')
  return form
}

const blank: Values = {
  ...{ name: '', mailboxId: 0, sites: [], askOrder: true, types: [], files: true, thanks: '', version: 0 },
}
type Shown = Readonly<{ form?: ContactForm; values?: Values; faults?: ContactFormFaults }>

async function onePage(c: Context<Web>, desk: Desk, { form, values, faults = {} }: Shown) {
  const { db, config } = desk
  const [parts, mailboxes, types] = await Promise.all([
    pageParts(c, desk),
    listMailboxes(db),
    listPicklist(db, 'issue_type'),
  ])
  const shown = {
    ...{ form, values: values ?? form ?? blank, faults, mailboxes, types },
    address: `${config.publicUrl}${config.basePath}contact/${form?.slug}`,
  }
  return (
    <DeskPage {...parts} title={form?.name ?? parts.ui.words.contactForms.newTitle} place="settings" shape="page">
      <ContactFormPage ui={parts.ui} {...shown} />
    </DeskPage>
  )
}

async function save(c: Context<Web>, desk: Desk) {
  const form = await known(desk, idOf(c))
  const values = valuesOf(await formOf(c))
  const patch = { id: form.id, wish: wishOf(values), version: values.version }
  const done = await desk.db.transaction().execute((tx) => changeContactForm(tx, actorOf(c), patch))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('faults' in done) return c.html(await onePage(c, desk, { form, values, faults: done.faults }), 422)
  if ('conflict' in done) return goOn(c, `${home}/${form.id}`, { said: 'conflict' })
  return goOn(c, `${home}/${form.id}`, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}

/** What was posted, bounded, to be shown again beside its faults. */
function valuesOf(form: Readonly<Record<string, string>>): Values {
  return {
    name: (form.name ?? '').trim().slice(0, 500),
    mailboxId: idIn(form.mailbox) ?? 0,
    sites: plainLines(form.sites).slice(0, 10_000).split(/\s+/).filter(Boolean),
    askOrder: form['ask-order'] === 'yes',
    types: Object.keys(form).flatMap((name) => (/^type-\d{1,4}$/.test(name) ? [form[name]!.slice(0, 500)] : [])),
    files: form.files === 'yes',
    thanks: plainLines(form.thanks).trim().slice(0, 2000),
    version: Number(form.version) || 0,
  }
}

function wishOf({ version: _, ...settings }: Values): ContactFormSettings {
  return settings
}
